//! An index as arithmetic that is done before the loop.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{BinOp, Expr, Ident, Lit, Member, Type};

use crate::loops::syntax::peel;

/// The index in calls of `ferromp::__private::reads`, in which it does not overflow; and how often the loop's variable is a
/// term of it.
struct Arithmetic {
    tokens: TokenStream,
    terms: usize,
}

/// An index that grows by one with every iteration of a loop over `j`, as the body of a closure over `j`. `fixed` tells
/// variables that are the same in all iterations.
pub(super) fn along(
    index: &Expr,
    j: &Ident,
    fixed: &dyn Fn(&Expr) -> bool,
    krate: &TokenStream,
) -> Option<TokenStream> {
    let found = arithmetic(index, Some(j), fixed, krate)?;
    (found.terms == 1).then_some(found.tokens)
}

/// An index that is the same in all iterations.
pub(super) fn same(index: &Expr, fixed: &dyn Fn(&Expr) -> bool, krate: &TokenStream) -> Option<TokenStream> {
    arithmetic(index, None, fixed, krate).map(|found| found.tokens)
}

fn arithmetic(
    index: &Expr,
    j: Option<&Ident>,
    fixed: &dyn Fn(&Expr) -> bool,
    krate: &TokenStream,
) -> Option<Arithmetic> {
    let inner = |expr: &Expr| arithmetic(expr, j, fixed, krate);
    match index {
        Expr::Paren(parens) => {
            let Arithmetic { tokens, terms } = inner(&parens.expr)?;
            Some(Arithmetic { tokens: quote!((#tokens)), terms })
        }
        Expr::Group(group) => {
            let Arithmetic { tokens, terms } = inner(&group.expr)?;
            Some(Arithmetic { tokens: quote!((#tokens)), terms })
        }
        Expr::Lit(literal) => matches!(literal.lit, Lit::Int(_))
            .then(|| Arithmetic { tokens: quote!(#krate::__private::reads::known(#literal)), terms: 0 }),
        Expr::Path(path) if j.is_some_and(|j| path.path.is_ident(j)) => {
            Some(Arithmetic { tokens: quote!(#path), terms: 1 })
        }
        Expr::Path(_) | Expr::Field(_) => (is_plain(index) && fixed(index)).then(|| Arithmetic {
            tokens: quote!(#krate::__private::reads::Leaf(&#index).known()),
            terms: 0,
        }),
        Expr::Cast(cast) if matches!(&*cast.ty, Type::Path(path) if path.path.is_ident("usize")) => {
            let Arithmetic { tokens, terms } = inner(&cast.expr)?;
            Some(Arithmetic { tokens: quote!((#tokens).as_usize()), terms })
        }
        Expr::Binary(binary) => {
            let (left, right) = (inner(&binary.left)?, inner(&binary.right)?);
            let grows = match binary.op {
                BinOp::Add(_) => left.terms + right.terms <= 1,
                BinOp::Sub(_) => right.terms == 0,
                BinOp::Mul(_) => left.terms + right.terms == 0,
                _ => false,
            };
            let (op, terms) = (binary.op, left.terms + right.terms);
            let (left, right) = (left.tokens, right.tokens);
            grows.then(|| Arithmetic { tokens: quote!(#left #op #right), terms })
        }
        _ => None,
    }
}

/// A variable, or a field of `self`: what lies behind other dots may be behind a `Deref` of the user's.
pub(super) fn is_plain(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Path(path) => path.qself.is_none() && path.path.get_ident().is_some(),
        Expr::Field(field) => {
            matches!(peel(&field.base), Expr::Path(path) if path.path.is_ident("self"))
                && matches!(field.member, Member::Named(_) | Member::Unnamed(_))
        }
        _ => false,
    }
}
