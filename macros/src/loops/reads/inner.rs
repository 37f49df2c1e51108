//! Innermost serial loops of a body, each in two versions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprForLoop, ExprRange, Ident, Pat, RangeLimits, parse_quote};

use super::doubts;
use super::facts::{Facts, root_of};
use super::index::is_plain;
use super::lane::{Lane, Root};
use crate::loops::classify::Lent;
use crate::loops::names::{self, LENT, VIEW};
use crate::loops::syntax::{mentions, peel, text};

/// Splits the loops that walk along something.
pub(super) fn split(body: &mut Block, lent: &[Lent], exact: bool, krate: &TokenStream) {
    Split { lent, exact, krate }.visit_block_mut(body);
}

struct Split<'s> {
    lent: &'s [Lent],
    /// Whether the annotated loop has as many iterations as its index has values.
    exact: bool,
    krate: &'s TokenStream,
}

impl VisitMut for Split<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::ForLoop(source) = expr
            && let Some(split) = self.twice(source)
        {
            *expr = split;
        }
    }

    /// What is in a closure runs who knows when.
    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
}

/// A lane, as the text has it, and our name for its items.
struct Item {
    text: String,
    lane: Lane,
    name: Ident,
}

impl Split<'_> {
    fn twice(&self, source: &ExprForLoop) -> Option<Expr> {
        let (j, start, end) = counted(source)?;
        let facts = Facts::of(&source.body)?;
        if doubts::about_twice(&source.body, true) || facts.changes(j) {
            return None;
        }
        let mut items = Vec::new();
        let roots = |root: &Expr| self.root(root, &facts);
        let fixed = |expr: &Expr| root_of(expr).is_some_and(|root| root != j && !facts.touches(root));
        Places { j, roots: &roots, fixed: &fixed, krate: self.krate, items: &mut items, replace: false }
            .visit_block_mut(&mut source.body.clone());
        let mut fast;
        loop {
            fast = source.body.clone();
            Places { j, roots: &roots, fixed: &fixed, krate: self.krate, items: &mut items, replace: true }
                .visit_block_mut(&mut fast);
            // Who writes along a lane has lent it all: nothing else may look at it.
            let shared = |item: &Item| {
                let name = &item.lane.name;
                facts.writes(name)
                    && (mentions(&fast, name)
                        || items.iter().filter(|other| other.lane.name == *name).count() > 1)
            };
            let dropped: Vec<Ident> =
                items.iter().filter(|item| shared(item)).map(|item| item.lane.name.clone()).collect();
            if dropped.is_empty() {
                break;
            }
            items.retain(|item| !dropped.contains(&item.lane.name));
        }
        if items.is_empty() {
            return None;
        }
        Some(self.versions(source, j, quote!(#start..#end), &items, &fast, &facts))
    }

    fn versions(
        &self,
        source: &ExprForLoop,
        j: &Ident,
        bounds: TokenStream,
        items: &[Item],
        fast: &Block,
        facts: &Facts,
    ) -> Expr {
        let krate = self.krate;
        let (range, stretch) = (names::ours("range"), names::ours("stretch"));
        let names = items.iter().map(|item| &item.name);
        let lanes = items.iter().map(|Item { lane, .. }| {
            if lane.is_lent() && facts.writes(&lane.name) {
                lane.written(&stretch, j, krate)
            } else {
                lane.read(&stretch, j, krate)
            }
        });
        let (label, slow) = (&source.label, &source.body);
        let with_index = mentions(fast, j);
        let (pattern, iter) = in_step(with_index.then(|| (quote!(#j), quote!(#range))).into_iter().chain(
            items.iter().map(|item| {
                let name = &item.name;
                (quote!(#name), quote!(#name))
            }),
        ));
        let uses = imports(krate);
        parse_quote! {{
            #uses
            let #range = #bounds;
            let #stretch = #krate::__private::reads::Counted(&#range).stretch();
            if let (#(::core::option::Option::Some(#names),)*) = (#(#lanes,)*) {
                #label for #pattern in #iter #fast
            } else {
                #label for #j in #range #slow
            }
        }}
    }

    /// What a lane may begin with.
    fn root(&self, root: &Expr, facts: &Facts) -> Option<(Ident, Root)> {
        let (name, through) = match root {
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => (root_of(&unary.expr)?, true),
            _ => (root_of(root)?, false),
        };
        let text = name.to_string();
        let kind = if text.starts_with(VIEW) && through {
            Root::View
        } else if text.starts_with(LENT) {
            if facts.looks_at(name) || facts.binds(name) || facts.names_whole(name) {
                return None;
            }
            self.lent
                .iter()
                .find(|lent| lent.is_called(name))
                .and_then(|lent| lent.root(through, self.exact))?
        } else if !names::is_ours(name)
            && !through
            && is_plain(root)
            && text.starts_with(|c: char| !c.is_uppercase())
        {
            if facts.touches(name) || facts.names_whole(name) {
                return None;
            }
            Root::Variable
        } else {
            return None;
        };
        Some((name.clone(), kind))
    }
}

/// The fallbacks, for methods that are not found otherwise.
pub(super) fn imports(krate: &TokenStream) -> TokenStream {
    quote! {
        #[allow(unused_imports)]
        use #krate::__private::reads::otherwise::{
            OtherArray as _, OtherArrayMut as _, OtherLeaf as _, OtherRange as _,
        };
    }
}

/// Patterns and iterators, nested in pairs.
pub(super) fn in_step(
    parts: impl DoubleEndedIterator<Item = (TokenStream, TokenStream)>,
) -> (TokenStream, TokenStream) {
    parts
        .rev()
        .reduce(|(inner_pattern, inner), (pattern, iter)| {
            (quote!((#pattern, #inner_pattern)), quote!(::core::iter::Iterator::zip(#iter, #inner)))
        })
        .unwrap_or_default()
}

/// The variable and the bounds of a loop over a plain range.
fn counted(source: &ExprForLoop) -> Option<(&Ident, &Expr, &Expr)> {
    let Pat::Ident(pattern) = &*source.pat else { return None };
    let Expr::Range(ExprRange {
        start: Some(start), end: Some(end), limits: RangeLimits::HalfOpen(_), ..
    }) = peel(&source.expr)
    else {
        return None;
    };
    let plain = pattern.by_ref.is_none() && pattern.mutability.is_none() && pattern.subpat.is_none();
    (plain && source.attrs.is_empty() && is_simple(start) && is_simple(end)).then_some((
        &pattern.ident,
        start,
        end,
    ))
}

/// Whether a bound leaves nothing behind that lives as long as the loop, as the guard of a lock would.
fn is_simple(bound: &Expr) -> bool {
    match bound {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Field(field) => is_simple(&field.base),
        Expr::Paren(inner) => is_simple(&inner.expr),
        Expr::Group(inner) => is_simple(&inner.expr),
        Expr::Cast(cast) => is_simple(&cast.expr),
        Expr::Unary(unary) => is_simple(&unary.expr),
        Expr::Index(indexed) => is_simple(&indexed.expr) && is_simple(&indexed.index),
        Expr::Binary(binary) => is_simple(&binary.left) && is_simple(&binary.right),
        Expr::MethodCall(call) => {
            matches!(&*call.method.to_string(), "len" | "min" | "max")
                && is_simple(&call.receiver)
                && call.args.iter().all(is_simple)
        }
        _ => false,
    }
}

/// Finds the lanes, or puts their items in the place of what they reach.
struct Places<'p> {
    j: &'p Ident,
    roots: &'p dyn Fn(&Expr) -> Option<(Ident, Root)>,
    fixed: &'p dyn Fn(&Expr) -> bool,
    krate: &'p TokenStream,
    items: &'p mut Vec<Item>,
    replace: bool,
}

impl VisitMut for Places<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Index(place) = &*expr {
            let written = text(place);
            let known = self.items.iter().find(|item| item.text == written);
            if let Some(Item { name, .. }) = known
                && self.replace
            {
                *expr = parse_quote!((*#name));
                return;
            }
            if !self.replace
                && known.is_none()
                && let Some(lane) = Lane::of(place, self.j, self.roots, self.fixed, self.krate)
            {
                let name =
                    format_ident!("ferromp_at_{}", self.items.len(), span = proc_macro2::Span::mixed_site());
                self.items.push(Item { text: written, lane, name });
            }
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}
