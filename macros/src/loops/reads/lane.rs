//! Iterators that run in step with a loop.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, ExprIndex, Ident};

use super::index;
use crate::loops::syntax::peel;

/// What a walk along an array begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::loops) enum Root {
    /// A slice, or a reference to something else: `(*view)[…]`.
    View,
    /// A variable of the body, or a field of `self`: `row[…]`.
    Variable,
    /// What the iteration is lent: `(*lent)[…]`, perhaps.
    Perhaps,
    /// The same, and it exists: `(*lent)[…]` or `lent[…]`.
    Lent,
}

/// `root[k]…[index]`, where the last index grows with the loop's and the others stay.
pub(super) struct Lane {
    /// As it stands before the first bracket.
    root: Expr,
    /// Its name.
    pub(super) name: Ident,
    kind: Root,
    rows: Vec<(Expr, TokenStream)>,
    index: Expr,
    along: TokenStream,
}

impl Lane {
    /// The lane that `place` is, in a loop over `j`. `roots` says what begins with an expression and a name.
    pub(super) fn of(
        place: &ExprIndex,
        j: &Ident,
        roots: &dyn Fn(&Expr) -> Option<(Ident, Root)>,
        fixed: &dyn Fn(&Expr) -> bool,
        krate: &TokenStream,
    ) -> Option<Self> {
        let along = index::along(&place.index, j, fixed, krate)?;
        let mut rows = Vec::new();
        let mut root = peel(&place.expr);
        while let Expr::Index(row) = root {
            rows.push(((*row.index).clone(), index::same(&row.index, fixed, krate)?));
            root = peel(&row.expr);
        }
        rows.reverse();
        let (name, kind) = roots(root)?;
        let index = (*place.index).clone();
        Some(Self { root: root.clone(), name, kind, rows, index, along })
    }

    /// The iterator over what is read, if all of it exists: an `Option`.
    pub(super) fn read(&self, stretch: &Ident, j: &Ident, krate: &TokenStream) -> TokenStream {
        let (name, root) = (&self.name, &self.root);
        let reads = quote!(#krate::__private::reads);
        let row = crate::loops::names::ours("row");
        let (index, along) = (&self.index, &self.along);
        let lane = |view: &Ident| quote!(#reads::Indexed(#view).lane(&#stretch, |#j| #along, |#j| &(*#view)[#index]));
        // From the last row back to the first.
        let within = |rows: &[(Expr, TokenStream)], view: &Ident| {
            let nested = lane(if rows.is_empty() { view } else { &row });
            rows.iter().enumerate().rev().fold(nested, |inner, (depth, (expr, known))| {
                let view = if depth == 0 { view } else { &row };
                quote! {
                    #reads::Indexed(#view).row(#known, || &(*#view)[#expr]).and_then(|#row| {
                        let #row = #reads::Indexed(#row).view();
                        #inner
                    })
                }
            })
        };
        match self.kind {
            Root::View => within(&self.rows, name),
            Root::Variable => {
                let inner = within(&self.rows, &row);
                quote!({ let #row = #reads::Indexed(&#root).view(); #inner })
            }
            Root::Lent => {
                let inner = within(&self.rows, &row);
                quote!({ let #row = #reads::Indexed(&*#name).view(); #inner })
            }
            Root::Perhaps => {
                let inner = within(&self.rows, &row);
                quote!(#name.existing().and_then(|#row| { let #row = #reads::Indexed(#row).view(); #inner }))
            }
        }
    }

    /// The same of what is written, which only something lent can be.
    pub(super) fn written(&self, stretch: &Ident, j: &Ident, krate: &TokenStream) -> TokenStream {
        let name = &self.name;
        let reads = quote!(#krate::__private::reads);
        let row = crate::loops::names::ours("row");
        let (index, along) = (&self.index, &self.along);
        let lane =
            quote!(#reads::IndexedMut(#row).lane(&#stretch, |#j| #along, |#row, #j| &mut (*#row)[#index]));
        let inner = self.rows.iter().rev().fold(lane, |inner, (expr, known)| {
            quote! {
                #reads::IndexedMut(#row).row(#known, |#row| &mut (*#row)[#expr]).and_then(|#row| #inner)
            }
        });
        if self.kind == Root::Perhaps {
            quote!(#name.existing_mut().and_then(|#row| #inner))
        } else {
            quote!({ let #row = &mut *#name; #inner })
        }
    }

    pub(super) fn is_lent(&self) -> bool {
        matches!(self.kind, Root::Perhaps | Root::Lent)
    }
}
