//! The annotated loop itself, in two versions for each chunk.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Ident, parse_quote};

use super::facts::root_of;
use super::lane::{Lane, Root};
use super::{doubts, inner};
use crate::loops::header::Index;
use crate::loops::names::{self, VIEW};
use crate::loops::syntax::{mentions, peel, text};
use crate::loops::uses::Outside;

/// What a loop reads by its index.
#[derive(Default)]
pub(crate) struct Reads {
    /// Statements before the loop over a chunk (or at the beginning of an iteration).
    views: TokenStream,
    items: Vec<Item>,
    index: Option<Ident>,
    /// Our name for the space of the indices.
    space: Option<Ident>,
    /// Whether the faster version has no use for the index, which is the first lane, and made by the first statement.
    without_index: bool,
}

/// An element that is read, which has our name in the body until the version is known.
struct Item {
    name: Ident,
    text: String,
    /// As it is reached by index.
    place: Expr,
    lane: Lane,
}

/// Gives names to what the body reads by the loop's index.
pub(super) fn take(
    body: &mut Block,
    views: TokenStream,
    index: Option<&Index>,
    outside: &Outside<'_>,
    krate: &TokenStream,
) -> Reads {
    let mut reads = Reads { views, ..Reads::default() };
    let Some(index) = index.filter(|index| index.counts()) else { return reads };
    if reads.views.is_empty() || has_loops(body) || doubts::about_twice(body, false) {
        return reads;
    }
    let i = &index.name;
    let mut items: Vec<Item> = Vec::new();
    outside.walk(body, &mut |found| {
        let Expr::Index(place) = found.expr else { return None };
        if found.in_closure || found.inner.contains(i) {
            return None;
        }
        // The same text may mean another element where a name of it is bound anew.
        let fixed = |expr: &Expr| root_of(expr).is_some_and(|root| root != i && !found.inner.contains(root));
        let lane = Lane::of(place, i, &root, &fixed, krate)?;
        let written = text(place);
        if let Some(Item { name, .. }) = items.iter().find(|item| item.text == written) {
            return Some(parse_quote!(#name));
        }
        let name = format_ident!("ferromp_item_{}", items.len(), span = Span::mixed_site());
        items.push(Item { name: name.clone(), text: written, place: found.expr.clone(), lane });
        Some(parse_quote!(#name))
    });
    reads.items = items;
    reads.index = Some(i.clone());
    reads.space = Some(index.space.clone());
    reads.without_index = index.alone && !mentions(body, i);
    reads
}

fn root(root: &Expr) -> Option<(Ident, Root)> {
    let Expr::Unary(unary) = peel(root) else { return None };
    let name = root_of(&unary.expr)?;
    name.to_string().starts_with(VIEW).then(|| (name.clone(), Root::View))
}

fn has_loops(body: &Block) -> bool {
    struct Loops(bool);
    impl<'ast> Visit<'ast> for Loops {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= matches!(expr, Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_));
            visit::visit_expr(self, expr);
        }
    }
    let mut loops = Loops(false);
    loops.visit_block(body);
    loops.0
}

impl Reads {
    /// Whether there are two versions.
    pub(crate) fn has_two_versions(&self) -> bool {
        !self.items.is_empty()
    }

    pub(crate) fn is_without_index(&self) -> bool {
        self.without_index
    }

    /// Statements before the loop over a chunk, or at the beginning of an iteration.
    pub(crate) fn views(&self, krate: &TokenStream) -> TokenStream {
        if self.views.is_empty() {
            return TokenStream::new();
        }
        let (imports, views) = (inner::imports(krate), &self.views);
        quote!(#imports #views)
    }

    /// Patterns and iterators of what is read.
    pub(crate) fn names(&self) -> impl DoubleEndedIterator<Item = &Ident> {
        self.items.iter().map(|item| &item.name)
    }

    /// One of two versions of a chunk, of the iterations `range`.
    pub(crate) fn choose(
        &self,
        range: &Ident,
        fast: &TokenStream,
        slow: &TokenStream,
        krate: &TokenStream,
    ) -> TokenStream {
        let (Some(index), Some(space)) = (&self.index, &self.space) else { return slow.clone() };
        let stretch = names::ours("stretch");
        let names = self.names();
        let lanes = self.items.iter().map(|item| item.lane.read(&stretch, index, krate));
        quote! {{
            let #stretch = #krate::__private::reads::stretch(&#space, &#range);
            if let (#(::core::option::Option::Some(#names),)*) = (#(#lanes,)*) { #fast } else { #slow }
        }}
    }

    /// The tokens as the version has them that goes by index.
    pub(crate) fn by_index(&self, tokens: TokenStream) -> TokenStream {
        replace(tokens, &self.items, &Item::by_index)
    }

    /// The same for the version in which elements run in step.
    pub(crate) fn in_step(&self, tokens: TokenStream) -> TokenStream {
        replace(tokens, &self.items, &|item| {
            let name = &item.name;
            quote!((*#name))
        })
    }

    /// Goes back to one version, by index: for bodies that are not called for a chunk.
    pub(crate) fn forget(&mut self, body: &mut Block, value: Option<&mut Expr>) {
        let mut back = Back(std::mem::take(&mut self.items));
        back.visit_block_mut(body);
        if let Some(value) = value {
            back.visit_expr_mut(value);
        }
        self.without_index = false;
    }
}

impl Item {
    fn by_index(&self) -> TokenStream {
        let place = &self.place;
        quote!(#place)
    }
}

/// Puts something in the place of our names, wherever they stand.
fn replace(tokens: TokenStream, items: &[Item], instead: &dyn Fn(&Item) -> TokenStream) -> TokenStream {
    if items.is_empty() {
        return tokens;
    }
    let replaced = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), replace(group.stream(), items, instead));
            inner.set_span(group.span());
            TokenStream::from(TokenTree::Group(inner))
        }
        TokenTree::Ident(name) => match items.iter().find(|item| item.name == name) {
            Some(item) => instead(item),
            None => TokenStream::from(TokenTree::Ident(name)),
        },
        token => TokenStream::from(token),
    });
    replaced.collect()
}

struct Back(Vec<Item>);

impl VisitMut for Back {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Path(path) = &*expr
            && let Some(name) = path.path.get_ident()
            && let Some(item) = self.0.iter().find(|item| item.name == *name)
        {
            *expr = item.place.clone();
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        mac.tokens = replace(std::mem::take(&mut mac.tokens), &self.0, &Item::by_index);
    }
}
