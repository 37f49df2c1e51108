//! What stands behind `in`: the space it becomes, and which variable is an index.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprForLoop, ExprMethodCall, Ident, Pat, Stmt, parse_quote};

use super::names::{is_shared, ours};
use super::syntax::{bound_by, peel};
use crate::errors::Errors;

/// The header of a loop, taken apart.
pub(super) struct Header {
    /// Statements before the loop.
    pub(super) before: TokenStream,
    /// The space and the pattern for its items.
    pub(super) space: TokenStream,
    pub(super) pattern: TokenStream,
    /// Statements at the start of the body.
    pub(super) opening: Vec<Stmt>,
    /// The variable that is an index into arrays.
    pub(super) index: Option<Index>,
    /// Every name that the header binds.
    pub(super) names: Vec<Ident>,
}

/// A variable that has another value in every iteration.
pub(super) struct Index {
    pub(super) name: Ident,
    /// Our name for the space whose items it takes.
    pub(super) space: Ident,
    /// Whether the loop has as many iterations as that space.
    pub(super) exact: bool,
    /// The statement that makes it of an item, at the start of the body. A loop over `0..10` learns there of which type
    /// its index is, since an iterator over a chunk does not say so before that type is known.
    pub(super) typed: Option<Stmt>,
    /// Whether nothing but the index comes from the header: then it may go where nobody asks for it.
    pub(super) alone: bool,
}

struct Parser<'h> {
    krate: &'h TokenStream,
    errors: &'h Errors,
    before: TokenStream,
    opening: Vec<Stmt>,
    index: Option<Index>,
}

impl Index {
    /// Whether its space is one of integers for certain.
    pub(super) fn counts(&self) -> bool {
        self.typed.is_some() || self.space == "numbers"
    }
}

impl Header {
    pub(super) fn of(source: &ExprForLoop, errors: &Errors, krate: &TokenStream) -> Option<Self> {
        let before_errors = errors.count();
        let mut parser =
            Parser { krate, errors, before: TokenStream::new(), opening: Vec::new(), index: None };
        let (space, pattern) = parser.adapted(&source.expr, &source.pat);
        let Parser { before, opening, index, .. } = parser;
        let names = bound_by(&source.pat);
        (errors.count() == before_errors).then_some(Header { before, space, pattern, opening, index, names })
    }
}

impl Parser<'_> {
    /// A chain that may end in adaptors of single items. What they do is done in the body.
    fn adapted(&mut self, expr: &Expr, pattern: &Pat) -> (TokenStream, TokenStream) {
        let Expr::MethodCall(call) = peel(expr) else { return self.space(expr, pattern, true) };
        let item = ours("item");
        let taken: Pat = parse_quote!(#item);
        let function = call.args.first();
        let bind: Stmt = match (call.method.to_string().as_str(), function) {
            ("copied", None) => parse_quote!(let #pattern = *#item;),
            ("cloned", None) => parse_quote!(let #pattern = ::core::clone::Clone::clone(#item);),
            ("map", Some(function)) => parse_quote!(let #pattern = (#function)(#item);),
            ("filter", Some(function)) => {
                let answer = self.adapted(&call.receiver, &taken);
                self.opening.push(parse_quote!(if !(#function)(&#item) { continue; }));
                self.opening.push(parse_quote!(let #pattern = #item;));
                return answer;
            }
            ("filter_map", Some(function)) => {
                parse_quote!(let ::core::option::Option::Some(#pattern) = (#function)(#item) else { continue };)
            }
            _ => return self.space(expr, pattern, true),
        };
        let answer = self.adapted(&call.receiver, &taken);
        self.opening.push(bind);
        answer
    }

    /// A space and the pattern for its items. `whole`: it is all that the loop runs over.
    fn space(&mut self, expr: &Expr, pattern: &Pat, whole: bool) -> (TokenStream, TokenStream) {
        let krate = self.krate;
        if is_progression(expr) {
            return self.progression(expr, pattern, whole);
        }
        let as_is = (quote!(#expr), quote!(#pattern));
        if let Expr::Reference(reference) = peel(expr)
            && names_shared(&reference.expr)
        {
            let method = ours(if reference.mutability.is_some() { "iter_mut" } else { "iter" });
            let shared = &reference.expr;
            return (quote!(#shared.#method()), quote!(#pattern));
        }
        let Expr::MethodCall(call) = peel(expr) else {
            // A variable, or what a function answers: a range as well as anything else.
            let may_be_range = matches!(peel(expr), Expr::Path(_) | Expr::Field(_) | Expr::Call(_));
            return if may_be_range { self.progression(expr, pattern, whole) } else { as_is };
        };
        let receiver = &call.receiver;
        match (call.method.to_string().as_str(), call.args.first()) {
            ("into_iter", None) => self.space(receiver, pattern, whole),
            ("enumerate", None) => self.enumerated(receiver, pattern, whole),
            ("zip", Some(other)) => match pattern {
                Pat::Tuple(pair) if pair.elems.len() == 2 => {
                    let (a, a_pattern) = self.space(receiver, &pair.elems[0], false);
                    let (b, b_pattern) = self.space(other, &pair.elems[1], false);
                    (quote!((#a, #b)), quote!((#a_pattern, #b_pattern)))
                }
                _ => {
                    let hidden: Pat = parse_quote!(_);
                    let (a, _) = self.space(receiver, &hidden, false);
                    let (b, _) = self.space(other, &hidden, false);
                    (quote!((#a, #b)), quote!(#pattern))
                }
            },
            ("chunks_mut", Some(_)) if names_shared(receiver) => as_is,
            ("chunks_mut" | "chunks_exact_mut", Some(n)) => {
                let method = &call.method;
                let space = quote!(#krate::space::#method({
                    use #krate::space::lend::Lend as _;
                    #receiver.__ferromp_lend()
                }, #n));
                (space, quote!(#pattern))
            }
            ("outer_iter_mut", None) => {
                (quote!(#krate::space::axis_iter_mut(#receiver.view_mut(), 0)), quote!(#pattern))
            }
            ("axis_iter_mut", Some(axis)) => {
                (quote!(#krate::space::axis_iter_mut(#receiver.view_mut(), #axis)), quote!(#pattern))
            }
            ("map" | "filter" | "filter_map" | "copied" | "cloned", _) => {
                self.refuse(
                    call,
                    "stands before what needs the number of items, or their order; move it into the body",
                );
                as_is
            }
            (
                "take" | "skip" | "chain" | "take_while" | "skip_while" | "map_while" | "scan" | "flat_map"
                | "flatten" | "peekable" | "cycle" | "inspect" | "chars" | "bytes" | "lines"
                | "split_whitespace" | "drain" | "keys" | "values" | "values_mut",
                _,
            ) => {
                self.refuse(call, "has no iterations that can be counted and reached one by one; collect into a `Vec` first, or loop over an index");
                as_is
            }
            _ => as_is,
        }
    }

    fn refuse(&self, call: &ExprMethodCall, why: &str) {
        self.errors.at(&call.method, format!("`{}` {why}", call.method));
    }

    /// A range, or something that may be one; its space is kept for what its indices reach.
    fn progression(&mut self, expr: &Expr, pattern: &Pat, whole: bool) -> (TokenStream, TokenStream) {
        let Pat::Ident(name) = pattern else { return (quote!(#expr), quote!(#pattern)) };
        let krate = self.krate;
        if name.by_ref.is_some() || name.mutability.is_some() || self.index.is_some() {
            return (quote!(#expr), quote!(#pattern));
        }
        let space = ours("indices");
        let span = expr.span().resolved_at(Span::mixed_site());
        self.before.extend(quote_spanned!(span=> let #space = #krate::space::IntoSpace::into_space(#expr);));
        let name = name.ident.clone();
        let sure = is_progression(expr);
        let (item, kind) = (ours("index"), ours("kind"));
        let typed = sure.then(|| {
            self.before.extend(quote!(let #kind = #krate::space::lend::kind_of(&#space);));
            parse_quote!(let #name = #kind.same(#item);)
        });
        let taken = if sure { quote!(#item) } else { quote!(#pattern) };
        self.index = Some(Index { name, space: space.clone(), exact: whole, typed, alone: whole && sure });
        (quote!(#space), taken)
    }

    fn enumerated(&mut self, items: &Expr, pattern: &Pat, whole: bool) -> (TokenStream, TokenStream) {
        let krate = self.krate;
        let hidden: Pat = parse_quote!(_);
        let (name, of_items) = match pattern {
            Pat::Tuple(pair) if pair.elems.len() == 2 => (&pair.elems[0], &pair.elems[1]),
            _ => (&hidden, &hidden),
        };
        // The number is the index, if there is one; what the items are is another thing.
        let known = self.index.take();
        let (items, item_pattern) = self.space(items, of_items, false);
        self.index = known;
        let space = format_ident!("items", span = Span::mixed_site());
        let all = quote!(#krate::space::enumerate(#items));
        let Pat::Ident(name) = name else { return (all, quote!(#pattern)) };
        if self.index.is_some() || name.mutability.is_some() {
            return (all, quote!(#pattern));
        }
        let indices = ours("numbers");
        self.before.extend(quote! {
            let #space = #all;
            let #indices = #krate::space::IntoSpace::into_space(0..#krate::space::Space::len(&#space) as usize);
        });
        self.index =
            Some(Index { name: name.ident.clone(), space: indices, exact: whole, typed: None, alone: false });
        (quote!(#space), quote!((#name, #item_pattern)))
    }
}

/// A range, or `rev` and `step_by` of one.
pub(crate) fn is_progression(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Range(range) => range.start.is_some() && range.end.is_some(),
        Expr::MethodCall(call) => {
            (call.method == "rev" || call.method == "step_by") && is_progression(&call.receiver)
        }
        _ => false,
    }
}

/// Whether it is an array that a region shares.
fn names_shared(expr: &Expr) -> bool {
    matches!(peel(expr), Expr::Path(path) if path.path.get_ident().is_some_and(is_shared))
}
