//! An item without its directives: what is emitted beside errors.

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Stmt};

use super::attribute;

pub(crate) struct Strip;

impl VisitMut for Strip {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain(|stmt| attribute::stand_alone(stmt).is_none());
        for stmt in &mut block.stmts {
            // Without its directive it would be an error of types.
            let is_atomic =
                attribute::peek(stmt).is_some_and(|found| attribute::first_word(&found) == "atomic");
            if is_atomic {
                *stmt = syn::parse_quote!({});
            }
            while attribute::take(stmt).is_some() {}
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| attribute::kind(attribute).is_none());
    }
}
