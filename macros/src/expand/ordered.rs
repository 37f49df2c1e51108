//! `ordered` in a loop with the clause of that name.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::Stmt;

use super::{block, loops, span};
use crate::model::Directive;
use crate::walk::Walker;

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let body = block::walked(directive, stmt, walker)?;
    let (order, stmts) = (loops::order(), &body.stmts);
    Some(quote_spanned!(span(directive)=> #order.run(|| { #(#stmts)* });))
}
