//! `single`.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Stmt;

use super::data::{self, ours};
use super::{block, span, team};
use crate::model::{Arg, ClauseName, Directive, Sharing};
use crate::walk::Walker;

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let body = block::walked(directive, stmt, walker)?;
    let (span, team, stmts) = (span(directive), team::handle(), &body.stmts);
    let sharing = Sharing::of(directive);
    let (copies, private) = (data::firstprivate(&sharing), data::private(&sharing, &quote!(#(#stmts)*)));
    let quiet = data::quiet();
    let broadcast = broadcast(directive);
    if directive.is(ClauseName::Nowait) {
        let call = quote_spanned!(span=> #team.single_nowait(#quiet || { #copies #private #(#stmts)* }));
        let call = team::bind(call, walker);
        return Some(quote_spanned!(span=> #call;));
    }
    if broadcast.is_empty() {
        let call = quote_spanned!(span=> #team.single(#quiet || { #copies #private #(#stmts)* }));
        let call = team::bind(call, walker);
        return Some(quote_spanned!(span=> #call;));
    }
    let values = data::nest(broadcast.iter().map(|var| quote!(::core::clone::Clone::clone(&#var))));
    let call = quote_spanned!(span=> #team.single(#quiet || { #copies #private #(#stmts)* #values }));
    let call = team::bind(call, walker);
    let names: Vec<Ident> = broadcast.iter().map(|var| ours("copy", var)).collect();
    let pattern = data::nest(names.iter().map(|name| quote!(#name)));
    Some(quote_spanned!(span=> { let #pattern = #call; #(#broadcast = #names;)* }))
}

/// The variables of `copyprivate`.
pub(crate) fn broadcast(directive: &Directive) -> Vec<Ident> {
    let vars = directive.all(ClauseName::Copyprivate).filter_map(|clause| match &clause.arg {
        Arg::Vars(vars) => Some(vars.value.clone()),
        _ => None,
    });
    vars.flatten().collect()
}
