//! Another expression in the place of a variable, or of another place.

use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FieldValue, Item, Macro, Token};

/// Puts `with` wherever `place` stands as an expression. Its names are bound nowhere inside.
pub(crate) struct Rewrite<'r> {
    pub(crate) place: &'r Expr,
    pub(crate) with: Expr,
}

impl VisitMut for Rewrite<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if same(expr, self.place) {
            *expr = self.with.clone();
        } else {
            visit_mut::visit_expr_mut(self, expr);
        }
    }

    /// `S { name }` becomes `S { name: with }`.
    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        let before = field.expr.clone();
        visit_mut::visit_field_value_mut(self, field);
        if field.expr != before && field.colon_token.is_none() {
            field.colon_token = Some(Default::default());
        }
    }

    /// The arguments of macros of std's that take expressions; the name of others is left to the compiler.
    fn visit_macro_mut(&mut self, it: &mut Macro) {
        let is_known = it
            .path
            .segments
            .last()
            .is_some_and(|last| crate::loops::takes_expressions(&last.ident.to_string()));
        if !is_known {
            return;
        }
        let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(mut arguments) = parse.parse2(it.tokens.clone()) {
            for argument in &mut arguments {
                match argument {
                    Expr::Assign(named) => self.visit_expr_mut(&mut named.right),
                    argument => self.visit_expr_mut(argument),
                }
            }
            it.tokens = arguments.to_token_stream();
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

/// Whether two expressions are the same text; attributes do not count.
fn same(a: &Expr, b: &Expr) -> bool {
    match (a, b) {
        (Expr::Path(a), Expr::Path(b)) => a.path == b.path,
        _ => a == b,
    }
}
