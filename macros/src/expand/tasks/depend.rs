//! `depend`: accesses to data that tasks hand on to each other.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, parse_quote};

use crate::expand::data;
use crate::model::{Arg, ClauseName, Directive};
use crate::share::Rewrite;
use crate::walk::Walker;

/// One item of a `depend` clause: a `Data`, and what is done with it.
pub(in crate::expand) struct Access {
    handle: Expr,
    method: Ident,
    /// Our name for the reference that the task receives.
    name: Ident,
}

impl Access {
    /// In the task the handle's name is that of the data.
    pub(super) fn rewrite(&self, body: &mut Block) {
        let name = &self.name;
        Rewrite { place: &self.handle, with: parse_quote!((*#name)) }.visit_block_mut(body);
    }
}

/// What a directive's `depend` clauses name. `None` if there were errors.
pub(in crate::expand) fn accesses(directive: &Directive, walker: &Walker<'_>) -> Option<Vec<Access>> {
    let mut accesses = Vec::new();
    for clause in directive.all(ClauseName::Depend) {
        let Arg::Exprs(list) = &clause.arg else { continue };
        let kind = list.modifier.as_ref().map(|word| word.to_string());
        let method = match kind.as_deref() {
            Some("in") => "read",
            Some("out" | "inout") => "write",
            Some("mutexinoutset") => "commute",
            Some("inoutset") => "concurrent",
            _ => {
                let message = "`depend` says what the task does: `depend(in: x)`, `out`, `inout`, `mutexinoutset` or `inoutset`";
                walker.errors.add(syn::Error::new(clause.span, message));
                return None;
            }
        };
        for handle in &list.value {
            let name = format_ident!("data_{}", accesses.len(), span = Span::mixed_site());
            let method = Ident::new(method, handle.span().resolved_at(Span::mixed_site()));
            accesses.push(Access { handle: handle.clone(), method, name });
        }
    }
    Some(accesses)
}

/// The accesses as one expression.
pub(in crate::expand) fn expr(accesses: &[Access]) -> TokenStream {
    data::nest(accesses.iter().map(|Access { handle, method, .. }| {
        let span = method.span();
        quote_spanned!(span=> #handle.#method())
    }))
}

/// The pattern for what they lend.
pub(in crate::expand) fn refs(accesses: &[Access]) -> TokenStream {
    data::nest(accesses.iter().map(|Access { name, .. }| quote!(#name)))
}
