use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::Stmt;

use crate::expand::{block, span, team};
use crate::model::Directive;
use crate::walk::Walker;

/// `taskgroup`. The group's handle does all that the team's does, and takes its name.
pub(in crate::expand) fn expand(
    directive: &Directive,
    stmt: &mut Stmt,
    walker: &mut Walker<'_>,
) -> Option<TokenStream> {
    let body = block::walked(directive, stmt, walker)?;
    let (span, team, stmts) = (span(directive), team::handle(), &body.stmts);
    let call = team::bind(quote_spanned!(span=> #team.taskgroup(|#team| { #(#stmts)* })), walker);
    Some(quote_spanned!(span=> #call;))
}
