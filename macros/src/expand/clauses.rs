//! Clauses that are one call of a builder.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;

use super::data::ours;
use crate::model::{Arg, ClauseName, Directive, Field, Modified, ScheduleKind, Shape, schedule_word};
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
        && let Arg::Schedule { modifiers, kind, numbers } = &clause.arg
    {
        let mut value = kind_of(kind, numbers, krate);
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

fn kind_of(kind: &Expr, numbers: &[Expr], krate: &TokenStream) -> TokenStream {
    let Some(known) = schedule_word(kind).and_then(|word| ScheduleKind::named(&word)) else {
        // Parentheses say that a variable is meant which has the name of a kind.
        let value = if let Expr::Paren(inside) = kind { &*inside.expr } else { kind };
        return quote!(#value);
    };
    let named = |variant| Ident::new(variant, syn::spanned::Spanned::span(kind));
    let name = named(known.variant);
    let private = quote!(#krate::__private);
    match (&known.shape, numbers) {
        (Shape::Plain, _) | (Shape::OrChunked(_), []) => quote!(#krate::Schedule::#name),
        (Shape::OrChunked(chunked), [chunk, ..]) => {
            let name = named(chunked);
            quote!(#krate::Schedule::#name(#private::chunk(#chunk)))
        }
        (Shape::Chunk, [chunk, ..]) => quote!(#krate::Schedule::#name(#private::chunk(#chunk))),
        (Shape::Chunk, []) => quote!(#krate::Schedule::#name(1)),
        (Shape::Bins, []) => quote!(#krate::Schedule::#name(0)),
        (Shape::Bins, [bins, ..]) => quote!(#private::Bins::schedule(#bins)),
        (Shape::Weights, weights) => {
            quote!(#krate::Schedule::#name(#private::weights(&[#(#private::weight(#weights)),*])))
        }
        (Shape::Fields(fields), numbers) => {
            let values = fields.iter().enumerate().map(|(k, field)| match (field, numbers.get(k)) {
                (Field::Count(name, _), Some(n)) => (name, quote!(#private::chunk(#n))),
                (Field::Small(name, _), Some(n)) => (name, quote!(#private::priority(#n))),
                (Field::Ratio(name, _), Some(n)) => (name, quote!(#private::ratio(#n))),
                (Field::Count(name, n), None) => (name, quote!(#n)),
                (Field::Small(name, n), None) => (name, quote!(#n)),
                (Field::Ratio(name, n), None) => (name, quote!(#n)),
            });
            let values = values.map(|(name, value)| {
                let name = Ident::new(name, Span::mixed_site());
                quote!(#name: #value)
            });
            quote!(#krate::Schedule::#name { #(#values),* })
        }
    }
}
