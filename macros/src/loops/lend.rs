//! What lending becomes: a space beside the loop's own, and a name in place of `y[i]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Block, Expr, Ident, parse_quote};

use super::Lane;
use super::classify::Lent;
use super::header::Index;
use super::index::Form;
use super::names::{self, LEN, LENT};
use super::reads::Root;
use super::uses::Outside;

impl Lent {
    /// Our name for what an iteration is lent.
    fn name(&self) -> Ident {
        names::of(LENT, &self.base)
    }

    fn len_name(&self) -> Ident {
        names::of(LEN, &self.base)
    }

    /// Whether a region shares it.
    pub(super) fn is_shared(&self) -> bool {
        names::is_shared(&self.base.root)
    }

    /// Whether our name for it is this.
    pub(super) fn is_called(&self, name: &Ident) -> bool {
        self.name() == *name
    }

    /// What an iteration has under our name, where the body says `(*name)[…]` (or `name[…]`); `exact` as in
    /// [`Index`].
    pub(super) fn root(&self, through: bool, exact: bool) -> Option<Root> {
        match (&self.form, through) {
            (Form::Row { .. }, false) => Some(Root::Lent),
            (Form::Element { .. }, true) if self.sure && exact => Some(Root::Lent),
            (Form::Element { .. } | Form::Cell | Form::Flat { .. }, true) => Some(Root::Perhaps),
            _ => None,
        }
    }

    /// The statement that makes the space, and the pattern for its items.
    pub(super) fn lane(&self, index: &Index, krate: &TokenStream) -> (TokenStream, Lane) {
        let (name, len, indices) = (self.name(), self.len_name(), &index.space);
        let (function, argument, pattern) = match &self.form {
            Form::Part { offset, .. } => return self.lane_of_parts(index, &offset.to_i128(), krate),
            Form::Row { stride, .. } => ("rows", quote!(#stride), quote!(#name)),
            Form::Element { offset } if self.sure && index.exact => {
                ("elements", offset.to_i128(), quote!(#name))
            }
            Form::Element { offset } => ("perhaps", offset.to_i128(), quote!(mut #name)),
            _ => unreachable!("only own elements are lent"),
        };
        let array = match &self.array {
            array @ Expr::Unary(_) => quote!((#array)),
            array => quote!(#array),
        };
        let span = self.base.root.span().resolved_at(Span::mixed_site());
        let statement = if self.is_shared() {
            let method = names::ours(&format!("lend_{function}"));
            quote_spanned! {span=>
                let (#name, #len) = (
                    #array.#method(&#indices, #argument),
                    #krate::space::lend::Length(#array.len()),
                );
            }
        } else {
            let function = names::ours(function);
            quote_spanned! {span=>
                let (#name, #len) = {
                    use #krate::space::lend::Lend as _;
                    let array = #array.__ferromp_lend();
                    let len = #krate::space::lend::Length(array.len());
                    (#krate::space::lend::#function(array, &#indices, #argument), len)
                };
            }
        };
        // A body that does not ask for it must not be warned.
        let statement = if self.len { statement } else { quote!(#statement let _ = #len;) };
        (statement, Lane { space: quote!(#name), pattern, constant: false })
    }

    /// Subviews of an array of ndarray's.
    fn lane_of_parts(&self, index: &Index, offset: &TokenStream, krate: &TokenStream) -> (TokenStream, Lane) {
        let (name, array, indices) = (self.name(), &self.array, &index.space);
        let span = self.base.root.span().resolved_at(Span::mixed_site());
        let statement = quote_spanned! {span=>
            let #name = #krate::space::lend::subviews(#array.view_mut(), &#indices, #offset);
        };
        (statement, Lane { space: quote!(#name), pattern: quote!(mut #name), constant: false })
    }

    /// The same for a nest, whose loops have these spaces.
    pub(super) fn lane_of_nest(
        &self,
        [outer, inner]: [&Ident; 2],
        krate: &TokenStream,
    ) -> (TokenStream, Lane) {
        let (name, len, array) = (self.name(), self.len_name(), &self.array);
        let slice = names::ours("slice");
        let rows = match &self.form {
            Form::Flat { stride } => quote!(#krate::space::lend::rows_of(#slice, #stride)),
            _ => quote!(#slice.iter_mut().map(|row| row.__ferromp_lend())),
        };
        let span = self.base.root.span().resolved_at(Span::mixed_site());
        let statement = quote_spanned! {span=>
            let (#name, #len) = {
                use #krate::space::lend::Lend as _;
                let #slice = #array.__ferromp_lend();
                let len = #krate::space::lend::Length(#slice.len());
                (#krate::space::lend::grid(#rows, &#outer, &#inner), len)
            };
            let _ = #len;
        };
        (statement, Lane { space: quote!(#name), pattern: quote!(mut #name), constant: false })
    }

    /// What stands in place of a use.
    fn instead(&self, form: Option<&Form>) -> Option<Expr> {
        let (name, len) = (self.name(), self.len_name());
        match form {
            Some(Form::Element { .. } | Form::Cell | Form::Flat { .. }) => Some(parse_quote!((*#name))),
            Some(Form::Part { rest, .. }) => Some(parse_quote!(#name[[#(#rest),*]])),
            Some(Form::Row { rest, .. }) => Some(parse_quote!(#name[#rest])),
            Some(Form::Other) => None,
            // Its length is all that is asked of the whole.
            None => Some(parse_quote!(#len)),
        }
    }
}

/// Puts what is lent in the place of the elements.
pub(super) fn rewrite(body: &mut Block, lent: &[Lent], outside: &Outside<'_>) {
    outside.walk(body, &mut |found| {
        let this = lent.iter().find(|lent| lent.base == found.base)?;
        this.instead(outside.form(&found).as_ref())
    });
}

/// The same lanes, those beyond the seventh as tuples in one; and in none of them is something constant beside something
/// that is not.
pub(super) fn at_most_eight(mut lanes: Vec<Lane>) -> Vec<Lane> {
    if lanes.len() > 8 {
        let (constant, others) = lanes.into_iter().partition(|lane| lane.constant);
        let constant = tuples(constant, 1);
        lanes = tuples(others, 8 - constant.len());
        lanes.extend(constant);
    }
    lanes
}

/// The same lanes, as so many at most.
fn tuples(mut lanes: Vec<Lane>, most: usize) -> Vec<Lane> {
    while lanes.len() > most {
        let last = lanes.split_off(lanes.len() - 2);
        let spaces = last.iter().map(|lane| &lane.space);
        let patterns = last.iter().map(|lane| &lane.pattern);
        let constant = last.iter().all(|lane| lane.constant);
        lanes.push(Lane { space: quote!((#(#spaces),*)), pattern: quote!((#(#patterns),*)), constant });
    }
    lanes
}
