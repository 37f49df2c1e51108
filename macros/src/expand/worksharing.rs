//! `masked` and `scope`: blocks that stay where they are.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Stmt;

use super::data::{self, ours};
use super::{block, span, team};
use crate::model::{ClauseName, Directive, Sharing};
use crate::walk::Walker;

pub(super) fn masked(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let body = block::walked(directive, stmt, walker)?;
    let stmts = &body.stmts;
    Some(masked_with(directive, quote!(#(#stmts)*), walker))
}

/// Statements that one member runs.
pub(super) fn masked_with(directive: &Directive, stmts: TokenStream, walker: &Walker<'_>) -> TokenStream {
    let (span, krate, team) = (span(directive), &walker.krate, team::handle());
    let filter = match directive.expr(ClauseName::Filter) {
        Some(filter) => quote_spanned!(span=> #krate::__private::thread_num(#filter)),
        None => quote!(0),
    };
    let is_filtered = team::bind(quote_spanned!(span=> #team.thread_num()), walker);
    quote_spanned!(span=> if #is_filtered == #filter { #stmts })
}

pub(super) fn scope(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let body = block::walked(directive, stmt, walker)?;
    let (span, krate, team, stmts) = (span(directive), &walker.krate, team::handle(), &body.stmts);
    let sharing = Sharing::of(directive);
    let (copies, private) = (data::firstprivate(&sharing), data::private(&sharing, &quote!(#(#stmts)*)));
    let quiet = data::quiet();
    if sharing.reductions.is_empty() {
        let end = team::bind(quote_spanned!(span=> #team.barrier()), walker);
        let end = (!directive.is(ClauseName::Nowait)).then(|| quote_spanned!(span=> #end;));
        return Some(quote_spanned!(span=> { #quiet { #copies #private #(#stmts)* } #end }));
    }
    let reductions = &sharing.reductions;
    let (operators, identities) = (data::operators(reductions, krate), data::identities(reductions, krate));
    let values = data::nest(reductions.iter().map(|reduction| {
        let var = &reduction.var;
        quote!(#var)
    }));
    let ops = data::nest(reductions.iter().map(|reduction| {
        let op = ours("op", &reduction.var);
        quote!(&#op)
    }));
    let totals = data::nest(reductions.iter().map(|reduction| {
        let total = ours("total", &reduction.var);
        quote!(#total)
    }));
    let absorb = data::absorb(reductions, krate);
    let mine = ours("mine", &team);
    let total = team::bind(quote_spanned!(span=> #team.reduce(#ops, #mine)), walker);
    Some(quote_spanned! {span=> {
        #operators
        #quiet
        let #mine = { #copies #private #identities #(#stmts)* #values };
        let #totals = #total;
        #absorb
    }})
}
