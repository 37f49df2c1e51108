//! A loop whose body is called for each item: where an iteration may end the loop, or waits for its turn.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Parts;
use crate::expand::data;
use crate::expand::jumps::Exit;
use crate::model::ClauseName;
use crate::walk::Walker;

/// Our name for the turn of an `ordered` loop's iteration.
pub(in crate::expand) fn order() -> Ident {
    Ident::new("order", Span::mixed_site())
}

pub(super) fn expand(parts: &Parts<'_>, exit: Option<Exit>, walker: &Walker<'_>) -> TokenStream {
    let lowered = &parts.lowered;
    let span = parts.span();
    let spaces = data::nest(lowered.lanes.iter().map(|lane| lane.space.clone()));
    let patterns = data::nest(lowered.lanes.iter().map(|lane| lane.pattern.clone()));
    let (call, before) = (parts.call(&spaces, walker), &lowered.before);
    let (quiet, stmts, views) = (data::quiet(), &lowered.body.stmts, lowered.reads.views(&parts.krate));
    let copies = data::firstprivate(&parts.sharing);
    let private = data::private(&parts.sharing, &quote!(#(#stmts)*));
    if parts.directive.is(ClauseName::Ordered) {
        let order = order();
        let end = if parts.directive.waits_by_index() { quote!(doacross) } else { quote!(ordered) };
        let call = quote_spanned! {span=>
            #call.#end(#quiet |#patterns, #order| { #copies #private #views #(#stmts)* })
        };
        let call = parts.bind(call, walker);
        return quote_spanned!(span=> { #before #call; });
    }
    let end = if exit.is_some_and(|exit| exit.cancels) { quote!(find_any) } else { quote!(find_first) };
    let call = quote_spanned! {span=>
        #call.#end(#quiet |#patterns| {
            #copies #private #views #(#stmts)*
            #[allow(unreachable_code)]
            ::core::option::Option::None
        })
    };
    let call = parts.bind(call, walker);
    match exit {
        Some(Exit { returns: true, .. }) => quote_spanned! {span=> {
            #before
            if let ::core::option::Option::Some(::core::option::Option::Some(value)) = #call {
                return value;
            }
        }},
        _ => quote_spanned!(span=> { #before let _: ::core::option::Option<()> = #call; }),
    }
}
