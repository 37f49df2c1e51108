//! `omp!(barrier);` and its kin.

use quote::quote_spanned;
use syn::Stmt;

use super::{team, verbatim};
use crate::model::{Construct, Directive};
use crate::walk::Walker;

/// What stands in place of `omp!(…);`.
pub(crate) fn stand_alone(directive: &Directive, walker: &Walker<'_>) -> Stmt {
    let span = directive.span().resolved_at(proc_macro2::Span::mixed_site());
    let handle = team::handle();
    let tokens = match directive.innermost() {
        Construct::Barrier => team::bind(quote_spanned!(span=> #handle.barrier()), walker),
        _ => Default::default(),
    };
    verbatim(tokens)
}
