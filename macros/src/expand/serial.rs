//! Directives that change nothing about what a thread does.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Stmt;

use super::data;
use crate::model::{Directive, Sharing};
use crate::walk::Walker;

/// `simd` alone: the loop, which the compiler vectorises as it sees fit. What clauses say of variables is what a serial
/// loop does anyway, but for `private`.
pub(super) fn simd(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let before = walker.errors.count();
    walker.inside(directive, |walker| walker.statement(stmt));
    if walker.errors.count() > before {
        return None;
    }
    let (quiet, private) = (data::quiet(), data::private(&Sharing::of(directive), &quote!(#stmt)));
    Some(quote!(#quiet { #private #stmt }))
}

/// Constructs that have no expansion yet say so.
pub(super) fn unsupported(
    directive: &Directive,
    _: &mut Stmt,
    walker: &mut Walker<'_>,
) -> Option<TokenStream> {
    let message = format!("`{}` is not supported", directive.name());
    walker.errors.add(syn::Error::new(directive.span(), message));
    None
}
