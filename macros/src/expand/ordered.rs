//! `ordered` in a loop with the clause of that name.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Stmt;

use super::{block, loops};
use crate::model::Directive;
use crate::walk::Walker;

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let body = block::walked(directive, stmt, walker)?;
    let (span, order, stmts) =
        (directive.span().resolved_at(Span::mixed_site()), loops::order(), &body.stmts);
    Some(quote_spanned!(span=> #order.run(|| { #(#stmts)* });))
}
