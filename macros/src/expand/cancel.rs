//! `cancel for` and `cancel sections` are `break`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprAsync, ExprClosure, Item, Label, Lifetime, Stmt};

use crate::errors::Errors;
use crate::model::{ClauseName, Construct};
use crate::parse;
use crate::walk::stand_alone;

/// Rewrites what cancels the loop `label`, which gets one of ours if it has none; answers how many there are. Nothing happens at run time unless
/// `OMP_CANCELLATION` is true.
pub(super) fn rewrite(
    body: &mut Block,
    label: &mut Option<Label>,
    errors: &Errors,
    krate: &TokenStream,
) -> usize {
    let name = match label {
        Some(label) => label.name.clone(),
        None => Lifetime::new("'omp_loop", Span::mixed_site()),
    };
    let mut cancels = Cancels { name, found: 0, errors, krate };
    cancels.visit_block_mut(body);
    if cancels.found > 0 && label.is_none() {
        *label = Some(Label { name: cancels.name, colon_token: Default::default() });
    }
    cancels.found
}

struct Cancels<'e> {
    name: Lifetime,
    found: usize,
    errors: &'e Errors,
    krate: &'e TokenStream,
}

impl VisitMut for Cancels<'_> {
    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        let Some(found) = stand_alone(stmt) else { return visit_mut::visit_stmt_mut(self, stmt) };
        if !found.tokens.to_string().starts_with("cancel ") {
            return;
        }
        // Errors are found again when the statement stays.
        let probe = Errors::default();
        let Some(directive) = parse::directive(found.tokens, &found.place, &probe) else { return };
        let Some((Construct::For | Construct::Sections, _)) = directive.cancels else { return };
        if !crate::validate::clauses_of(&directive, self.errors) {
            return;
        }
        let (name, krate) = (&self.name, self.krate);
        let span = directive.span();
        let condition = directive.expr(ClauseName::If).map_or_else(|| quote!(true), Expr::to_token_stream);
        self.found += 1;
        *stmt = syn::parse_quote_spanned! {span=>
            if #krate::omp::get_cancellation() && #condition { break #name; }
        };
    }

    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut Item) {}
}
