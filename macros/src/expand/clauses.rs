//! Clauses that are one call of a builder.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;

use super::data::ours;
use crate::model::{Arg, ClauseName, Directive, Modified, schedule_word};
use crate::walk::Walker;

/// `num_threads`, `if` and `proc_bind` as calls.
pub(super) fn region(directive: &Directive, walker: &Walker<'_>) -> TokenStream {
    let krate = &walker.krate;
    let mut calls = TokenStream::new();
    for clause in &directive.clauses {
        let span = clause.span.resolved_at(Span::mixed_site());
        match (clause.name, &clause.arg) {
            (ClauseName::NumThreads, Arg::Expr(n)) => {
                let value = &n.value;
                calls.extend(quote_spanned!(span=> .num_threads(#krate::__private::num_threads(#value))));
                if n.modifier.is_some() {
                    calls.extend(quote_spanned!(span=> .strict()));
                }
            }
            (ClauseName::If, Arg::Expr(condition)) if says(condition, "parallel") => {
                let value = &condition.value;
                calls.extend(quote_spanned!(span=> .only_if(#value)));
            }
            (ClauseName::ProcBind, Arg::Word(word)) => {
                let policy = match word.to_string().as_str() {
                    "primary" | "master" => "Primary",
                    "close" => "Close",
                    _ => "Spread",
                };
                let policy = Ident::new(policy, word.span());
                calls.extend(quote_spanned!(span=> .proc_bind(#krate::ProcBind::#policy)));
            }
            _ => {}
        }
    }
    calls
}

/// `copyin`: statements before the region, which read the caller's values, and in it, which write each member's.
pub(super) fn copyin(directive: &Directive, walker: &Walker<'_>) -> (TokenStream, TokenStream) {
    let krate = &walker.krate;
    let vars = directive.all(ClauseName::Copyin).filter_map(|clause| match &clause.arg {
        Arg::Vars(vars) => Some(&vars.value),
        _ => None,
    });
    let vars: Vec<&Ident> = vars.flatten().collect();
    let before = vars.iter().map(|var| {
        let copy = ours("copyin", var);
        quote!(let #copy = #krate::__private::ThreadPrivate::read(&#var);)
    });
    let inside = vars.iter().map(|var| {
        let copy = ours("copyin", var);
        quote!(#krate::__private::ThreadPrivate::write(&#var, &#copy);)
    });
    (before.collect(), inside.collect())
}

/// Whether an `if` clause is about `construct`: it is about all parts of a combined one unless it says so.
pub(super) fn says(condition: &Modified<Expr>, construct: &str) -> bool {
    condition.modifier.as_ref().is_none_or(|word| word == construct)
}

/// `schedule` and `deterministic` as calls.
pub(super) fn schedule(directive: &Directive, walker: &Walker<'_>) -> TokenStream {
    let krate = &walker.krate;
    let mut calls = TokenStream::new();
    if let Some(clause) = directive.find(ClauseName::Schedule)
        && let Arg::Schedule { modifiers, kind, chunk } = &clause.arg
    {
        let mut value = kind_of(kind, chunk.as_ref(), krate);
        for modifier in modifiers.iter().filter(|modifier| *modifier != "simd") {
            let method = Ident::new(&modifier.to_string(), modifier.span());
            value = quote!(#value.#method());
        }
        let span = clause.span.resolved_at(Span::mixed_site());
        calls.extend(quote_spanned!(span=> .schedule(#value)));
    }
    if directive.is(ClauseName::Deterministic) {
        calls.extend(quote!(.deterministic()));
    }
    calls
}

fn kind_of(kind: &Expr, chunk: Option<&Expr>, krate: &TokenStream) -> TokenStream {
    let word = schedule_word(kind);
    let known = match (word.as_deref(), chunk.is_some()) {
        (Some("static"), false) => "Static",
        (Some("static"), true) => "StaticChunk",
        (Some("dynamic"), _) => "Dynamic",
        (Some("guided"), _) => "Guided",
        (Some("auto"), _) => "Auto",
        (Some("runtime"), _) => "Runtime",
        _ => return quote!(#kind),
    };
    let name = Ident::new(known, syn::spanned::Spanned::span(kind));
    match (known, chunk) {
        ("Static" | "Auto" | "Runtime", _) => quote!(#krate::Schedule::#name),
        (_, Some(chunk)) => quote!(#krate::Schedule::#name(#krate::__private::chunk(#chunk))),
        (_, None) => quote!(#krate::Schedule::#name(1)),
    }
}
