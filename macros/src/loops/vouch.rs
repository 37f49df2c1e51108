//! `unsafe shared(y)`: the user's word that threads do not meet in `y`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Block, Expr, Ident, parse_quote};

use super::names::{self, VOUCHED};
use super::place::{Base, How};
use super::walk::Walk;

/// Puts accesses through pointers in the place of the variables, and answers with the statements that make these.
pub(super) fn rewrite(
    body: &mut Block,
    vouched: &[Ident],
    bound: &[Ident],
    krate: &TokenStream,
) -> TokenStream {
    vouched.iter().map(|name| variable(body, name, bound, krate)).collect()
}

fn variable(body: &mut Block, variable: &Ident, bound: &[Ident], krate: &TokenStream) -> TokenStream {
    let name = names::of(VOUCHED, &Base::variable(variable));
    let mut whole = false;
    Walk::through(&mut body.clone(), bound, &mut |found| {
        let of_slice = found.index.is_some() || is_len(&found.how);
        whole |= found.base.root == *variable && !(of_slice && found.base.is_variable());
        None
    });
    Walk::through(body, bound, &mut |found| {
        if found.base.root != *variable {
            return None;
        }
        let reads = matches!(found.how, How::Read | How::Macro);
        // The index is the user's own, and not in `unsafe`. A reference to one element, as long as it is used: others
        // may be in use elsewhere. It is bound to the data's borrow, since nobody has vouched for what comes after.
        let at = names::ours("index");
        let place: Expr = match found.index {
            _ if whole && reads => parse_quote!((*unsafe { #name.whole() })),
            _ if whole => parse_quote!((*unsafe { #name.whole_mut() })),
            Some(index) if reads => parse_quote!((*{ let #at = #index; unsafe { #name.element(#at) } })),
            Some(index) => parse_quote!((*{ let #at = #index; unsafe { #name.element_mut(#at) } })),
            None => return Some(parse_quote!(#name)),
        };
        Some(if whole { with_root(found.expr.clone(), place) } else { place })
    });
    if whole {
        return quote!(let #name = #krate::__private::Vouched::new(&mut #variable););
    }
    quote! {
        let #name = #krate::__private::Vouched::new({ use #krate::space::lend::Lend as _; #variable.__ferromp_lend() });
    }
}

fn is_len(how: &How) -> bool {
    matches!(how, How::Method(name) if name == "len" || name == "is_empty")
}

/// The place with another expression for its variable.
fn with_root(mut place: Expr, root: Expr) -> Expr {
    let inner = match &mut place {
        Expr::Field(field) => &mut field.base,
        Expr::Index(indexed) => &mut indexed.expr,
        Expr::Paren(paren) => &mut paren.expr,
        Expr::Group(group) => &mut group.expr,
        Expr::Unary(unary) => &mut unary.expr,
        _ => return root,
    };
    **inner = with_root((**inner).clone(), root);
    place
}
