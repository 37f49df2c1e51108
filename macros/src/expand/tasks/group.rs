use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Stmt;

use super::reduction;
use crate::expand::{block, data, span, team};
use crate::model::{Directive, Reduction};
use crate::walk::Walker;

/// `taskgroup`. The group's handle does all that the team's does, and takes its name.
pub(in crate::expand) fn expand(
    directive: &Directive,
    stmt: &mut Stmt,
    walker: &mut Walker<'_>,
) -> Option<TokenStream> {
    let body = block::walked(directive, stmt, walker)?;
    let (span, krate, team, stmts) = (span(directive), &walker.krate, team::handle(), &body.stmts);
    let reductions = reduction::of_group(directive);
    if reductions.is_empty() {
        let call = team::bind(quote_spanned!(span=> #team.taskgroup(|#team| { #(#stmts)* })), walker);
        return Some(quote_spanned!(span=> #call;));
    }
    // A group in a group for each further variable: the innermost has the tasks.
    let slot = |var| data::ours("slot", var);
    let nested = reductions.iter().rev().fold(quote!(#(#stmts)*), |inner, Reduction { var, .. }| {
        let (op, gathered, slot) = (data::ours("op", var), reduction::gathered(var), slot(var));
        quote_spanned! {span=>
            #slot = ::core::option::Option::Some(#team.taskgroup_reduce(&#op, |#team, #gathered| { #inner }));
        }
    });
    let slots = reductions.iter().map(|this| slot(&this.var));
    let absorb = reductions.iter().map(|this| {
        let (slot, total) = (slot(&this.var), data::ours("total", &this.var));
        let absorb = data::absorb(std::slice::from_ref(this), krate);
        quote!(if let ::core::option::Option::Some(#total) = #slot { #absorb })
    });
    let (operators, seeds) = (data::operators(&reductions, krate), reduction::seeds(&reductions));
    let call = team::bind(quote_spanned!(span=> { #nested }), walker);
    Some(quote_spanned!(span=> {
        #operators #seeds
        #(let mut #slots = ::core::option::Option::None;)*
        #call;
        #(#absorb)*
    }))
}
