//! A loop as an ordinary loop over each chunk: state lives outside of that loop, and the body is as it was written.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use syn::Stmt;

use super::{Parts, outcome};
use crate::expand::data;
use crate::loops::Lane;
use crate::walk::Walker;

pub(super) fn expand(parts: &Parts<'_>, walker: &Walker<'_>) -> TokenStream {
    let (krate, sharing, lowered) = (&parts.krate, &parts.sharing, &parts.lowered);
    let span = parts.span();
    let range = Ident::new("range", Span::mixed_site());
    let blocks: Vec<Ident> =
        (0..lowered.lanes.len()).map(|k| format_ident!("block_{k}", span = Span::mixed_site())).collect();
    let spaces = lowered.lanes.iter().map(|lane| &lane.space);
    let call = parts.call(&quote!(#krate::__private::blocks((#(#spaces,)*))), walker);

    let quiet = data::quiet();
    let operators = data::operators(&sharing.reductions, krate);
    let chunk = chunk(parts, &range, &blocks);
    let copies = data::firstprivate(sharing);
    let identities = data::identities(&sharing.reductions, krate);
    let (slots, take, put, after) =
        (parts.carried.before(krate), parts.carried.take(), parts.carried.put(), parts.carried.after());
    let copies = quote!(#take #copies);
    let before = &lowered.before;
    let before = quote!(#slots #before);
    if !outcome::has_some(sharing) {
        let call = quote_spanned! {span=> #call.for_each(#quiet |(#range, #(#blocks),*)| { #copies { #chunk } #put }) };
        let call = parts.bind(call, walker);
        return quote_spanned!(span=> { #before #call; #after });
    }
    let (ops, result) = (outcome::operators(sharing, krate), outcome::of_chunk(sharing));
    let last = outcome::declare(sharing);
    // The value of an operator's own fold is already the chunk's.
    let (chunk, result) = match lowered.value {
        Some(_) => {
            let value = Ident::new("value", Span::mixed_site());
            (quote!(let #value = { #chunk };), quote!(#value))
        }
        None => (chunk, result),
    };
    let identities = if lowered.value.is_some() { quote!() } else { identities };
    let call = quote_spanned! {span=>
        #call.reduce(#ops, #quiet |(#range, #(#blocks),*)| { #copies #identities #last #chunk #put #result })
    };
    let call = parts.bind(call, walker);
    let (total, absorb) = outcome::absorb(sharing, krate);
    quote_spanned! {span=> { #operators let #total = { #before let call = #call; #after call }; #absorb }}
}

/// The loop over one chunk; or its value, where the operator itself folds the values of the iterations. In two versions, if
/// elements that it reads may run in step with it.
fn chunk(parts: &Parts<'_>, range: &Ident, blocks: &[Ident]) -> TokenStream {
    let (krate, lowered) = (&parts.krate, &parts.lowered);
    let (reads, body, value) = (&lowered.reads, &lowered.body.stmts, &lowered.value);
    let constants = lowered.lanes.iter().zip(blocks).filter(|(lane, _)| lane.constant);
    let constants = constants.map(
        |(Lane { pattern, .. }, block)| quote!(let #pattern = #krate::__private::reads::constant(#block);),
    );
    let (constants, views) = (quote!(#(#constants)*), reads.views(krate));
    let lanes: Vec<(TokenStream, TokenStream)> = lowered
        .lanes
        .iter()
        .zip(blocks)
        .filter(|(lane, _)| !lane.constant)
        .map(|(lane, block)| (lane.pattern.clone(), quote!(#block)))
        .collect();
    let of = |lanes: Vec<(TokenStream, TokenStream)>,
              stmts: &[Stmt],
              as_version: &dyn Fn(TokenStream) -> TokenStream| {
        let value = value.as_ref().map(|value| as_version(quote!(#value)));
        version(parts, range, &lanes, &as_version(quote!(#(#stmts)*)), value)
    };
    let slow = of(lanes.clone(), body, &|tokens| reads.by_index(tokens));
    if !reads.has_two_versions() {
        return quote!(#constants #views #slow);
    }
    let skip = usize::from(reads.is_without_index());
    let items = reads.names().map(|name| (quote!(#name), quote!(#name)));
    let fast = lanes.into_iter().skip(skip).chain(items).collect();
    let fast = of(fast, &body[skip..], &|tokens| reads.in_step(tokens));
    let chunk = reads.choose(range, &fast, &slow, krate);
    quote!(#constants #views #chunk)
}

/// One version of a chunk, which runs over `lanes`, patterns and iterators.
fn version(
    parts: &Parts<'_>,
    range: &Ident,
    lanes: &[(TokenStream, TokenStream)],
    stmts: &TokenStream,
    value: Option<TokenStream>,
) -> TokenStream {
    let (krate, sharing, label) = (&parts.krate, &parts.sharing, &parts.label);
    let patterns = data::nest(lanes.iter().map(|(pattern, _)| pattern.clone()));
    let iter = lanes
        .iter()
        .rev()
        .map(|(_, iter)| iter.clone())
        .reduce(|inner, outer| quote!(::core::iter::Iterator::zip(#outer, #inner)));
    let private = data::private(sharing, stmts);
    if let (Some(value), [reduction]) = (value, &sharing.reductions[..]) {
        let (var, op) = (&reduction.var, data::ours("op", &reduction.var));
        return quote! {
            #krate::__private::fold(&#op, ::core::iter::Iterator::map(#iter, |#patterns| {
                #private
                #stmts
                #krate::__private::term(&#var, #value)
            }))
        };
    }
    let (steps, note) = (outcome::of_entry(sharing, krate), outcome::of_iteration(sharing));
    if sharing.linear.is_empty() {
        return quote!(#label for #patterns in #iter { #private #steps #stmts #note });
    }
    let number = outcome::number();
    quote! {
        #label for (#number, #patterns) in ::core::iter::Iterator::zip(#range, #iter) { #private #steps #stmts #note }
    }
}
