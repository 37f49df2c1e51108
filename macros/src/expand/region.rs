//! `parallel`.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Stmt;
use syn::visit_mut::VisitMut;

use super::{block, clauses, team};
use crate::loops;
use crate::model::{Directive, Sharing};
use crate::walk::Walker;

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let before_errors = walker.errors.count();
    let mut body = block::of(stmt);
    block::refuse_exits(&body, &directive.name(), walker.errors);
    let sharing = Sharing::of(directive);
    let shared = loops::region(&mut body, &sharing, &walker.locals, walker.errors, &walker.krate);
    walker.inside(directive, |walker| walker.visit_block_mut(&mut body));
    if walker.errors.count() > before_errors {
        return None;
    }
    let span = directive.span().resolved_at(Span::mixed_site());
    let (krate, team, before) = (&walker.krate, team::handle(), shared.before);
    let calls = clauses::region(directive, walker);
    let stmts = &body.stmts;
    Some(quote_spanned! {span=> {
        #before
        #krate::Parallel::new() #calls .run(|#team| { #(#stmts)* });
    }})
}
