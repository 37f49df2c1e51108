//! `parallel`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::visit_mut::VisitMut;
use syn::{Block, Stmt};

use super::data::{self, ours};
use super::{block, clauses, span, team};
use crate::loops;
use crate::model::{ClauseName, Construct, Directive, Sharing};
use crate::share::{self, Outer, Replicated};
use crate::walk::Walker;

pub(super) fn expand(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<TokenStream> {
    let before_errors = walker.errors.count();
    let mut body = block::of(stmt);
    block::refuse_exits(&body, &directive.name(), walker.errors);
    let sharing = Sharing::of(directive);
    let outer =
        Outer { sharing: &sharing, locals: &walker.locals, errors: walker.errors, krate: &walker.krate };
    let vouched = loops::vouch(&mut body, &sharing, &walker.krate);
    let lent = share::lend(&mut body, &outer);
    let replicated = share::region(&mut body, &outer);
    let shared = loops::region(&mut body, &sharing, &walker.locals, walker.errors, &walker.krate);
    walker.inside(directive, |walker| walker.visit_block_mut(&mut body));
    if walker.errors.count() > before_errors {
        return None;
    }
    let (krate, before) = (&walker.krate, shared.before);
    let call = call(directive, &sharing, &replicated, &body, walker);
    let (outcome, results) = (replicated.before(krate), replicated.take());
    Some(quote_spanned!(span(directive)=> { #lent #outcome { #vouched #before #call } #results }))
}

/// The region as a statement, with what it reduces.
fn call(
    directive: &Directive,
    sharing: &Sharing,
    replicated: &Replicated,
    body: &Block,
    walker: &Walker<'_>,
) -> TokenStream {
    let (span, krate, team) = (span(directive), &walker.krate, team::handle());
    let (calls, stmts) = (clauses::region(directive, walker), &body.stmts);
    let (copies, private) = (data::firstprivate(sharing), data::private(sharing, &quote!(#(#stmts)*)));
    let (copyin, copied) = clauses::copyin(directive, walker);
    let quiet = data::quiet();
    let (replicas, leave) = (replicated.copies(), replicated.leave(&team));
    let copies = quote!(#copies #replicas);
    let reductions = &sharing.reductions;
    if reductions.is_empty() {
        return quote_spanned! {span=>
            #copyin
            #krate::Parallel::new() #calls .run(#quiet |#team| { #copied #copies #private #(#stmts)* #leave });
        };
    }
    let (operators, identities) = (data::operators(reductions, krate), data::identities(reductions, krate));
    let names = |prefix: &'static str| reductions.iter().map(move |reduction| ours(prefix, &reduction.var));
    let ops = data::nest(names("op").map(|op| quote!(&#op)));
    let totals = data::nest(names("total").map(|total| quote!(#total)));
    let values = data::nest(reductions.iter().map(|reduction| {
        let var = &reduction.var;
        quote!(#var)
    }));
    let absorb = data::absorb(reductions, krate);
    quote_spanned! {span=>
        #operators
        #copyin
        let #totals = #krate::Parallel::new() #calls .reduce(#ops, #quiet |#team| {
            #copied #copies #private #identities #(#stmts)* #leave #values
        });
        #absorb
    }
}

/// `parallel masked` and `parallel single`: the first by an end of its own, which runs the block by `FnOnce`.
pub(super) fn expand_with_inner(
    directive: &Directive,
    stmt: &mut Stmt,
    walker: &mut Walker<'_>,
) -> Option<TokenStream> {
    let body = block::walked(directive, stmt, walker)?;
    let sharing = Sharing::of(directive);
    if let Some(reduction) = sharing.reductions.first() {
        let message = "one member alone has nothing to reduce";
        walker.errors.at(&reduction.var, message);
        return None;
    }
    if let Some(clause) = directive.find(ClauseName::Filter) {
        let message = "in a combined construct the primary member runs the block: leave `filter` out";
        walker.errors.add(syn::Error::new(clause.span, message));
        return None;
    }
    debug_assert!(directive.has(Construct::Parallel));
    let (span, krate, team) = (span(directive), &walker.krate, team::handle());
    let (calls, stmts) = (clauses::region(directive, walker), &body.stmts);
    let (copies, private) = (data::firstprivate(&sharing), data::private(&sharing, &quote!(#(#stmts)*)));
    let quiet = data::quiet();
    Some(quote_spanned! {span=>
        #krate::Parallel::new() #calls .masked(#quiet |#team| { #copies #private #(#stmts)* });
    })
}
