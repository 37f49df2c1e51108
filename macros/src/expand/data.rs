//! Variables that a thread, a chunk or an iteration has of its own.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Reduction, ReductionOp, Sharing};

/// A name of ours for something that belongs to `var`.
pub(crate) fn ours(prefix: &str, var: &Ident) -> Ident {
    format_ident!("{prefix}_{}", unraw(var), span = Span::mixed_site())
}

fn unraw(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

/// Whether `tokens` mention `var`.
pub(crate) fn mentions(tokens: TokenStream, var: &Ident) -> bool {
    use proc_macro2::TokenTree;
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == *var,
        TokenTree::Group(group) => mentions(group.stream(), var),
        // Format strings capture variables.
        TokenTree::Literal(literal) => literal.to_string().contains(&format!("{{{var}")),
        TokenTree::Punct(_) => false,
    })
}

/// Whether there is a loop `for var in …`.
fn counts(tokens: TokenStream, var: &Ident) -> bool {
    use proc_macro2::TokenTree;
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |tree: &TokenTree, word: &str| matches!(tree, TokenTree::Ident(ident) if ident == word);
    let header =
        |trees: &[TokenTree]| is(&trees[0], "for") && is(&trees[1], &var.to_string()) && is(&trees[2], "in");
    trees.windows(3).any(header)
        || trees.into_iter().any(|tree| match tree {
            TokenTree::Group(group) => counts(group.stream(), var),
            _ => false,
        })
}

/// `private`: declared and not initialised, so that the compiler finds who reads it first. Not declared at all
/// if `body` does not mention it, since nothing would tell its type, or if it is the index of a loop in there, which C
/// programs name and which is private anyway.
pub(super) fn private(sharing: &Sharing, body: &TokenStream) -> TokenStream {
    sharing
        .private
        .iter()
        .filter(|var| mentions(body.clone(), var) && !counts(body.clone(), var))
        .map(|var| quote!(let mut #var;))
        .collect()
}

/// `firstprivate`: a clone of the value at the entry.
pub(super) fn firstprivate(sharing: &Sharing) -> TokenStream {
    let copies =
        sharing.firstprivate.iter().map(|var| quote!(let mut #var = ::core::clone::Clone::clone(&#var);));
    copies.collect()
}

/// The operator of a reduction, as an expression.
fn operator(reduction: &Reduction, krate: &TokenStream) -> TokenStream {
    match &reduction.op {
        ReductionOp::Builtin { name, span } => {
            let name = Ident::new(name, *span);
            quote!(#krate::#name)
        }
        ReductionOp::User(expr) => quote!(#expr),
    }
}

/// The operators, each evaluated once: to stand before the construct.
pub(super) fn operators(reductions: &[Reduction], krate: &TokenStream) -> TokenStream {
    let lets = reductions.iter().map(|reduction| {
        let (name, operator) = (ours("op", &reduction.var), operator(reduction, krate));
        quote!(let #name = #operator;)
    });
    lets.collect()
}

/// The private copies of reduced variables, with the operator's identity.
pub(super) fn identities(reductions: &[Reduction], krate: &TokenStream) -> TokenStream {
    let lets = reductions.iter().map(|Reduction { var, .. }| {
        let op = ours("op", var);
        quote!(let mut #var = #krate::__private::identity(&#op, &#var);)
    });
    lets.collect()
}

/// Brings the totals of reductions into the user's variables.
pub(super) fn absorb(reductions: &[Reduction], krate: &TokenStream) -> TokenStream {
    let statements = reductions.iter().map(|Reduction { var, .. }| {
        let (op, total) = (ours("op", var), ours("total", var));
        quote!(#krate::__private::absorb(&#op, &mut #var, #total);)
    });
    statements.collect()
}

/// `(a, (b, (c, ())))`, which takes any number; a single one stands alone.
pub(crate) fn nest(parts: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    let nested = parts.rev().reduce(|inner, outer| quote!((#outer, #inner)));
    nested.unwrap_or_else(|| quote!(()))
}

/// What warnings about copies, and about indices of rows that are lent, would be about the expansion.
pub(super) fn quiet() -> TokenStream {
    quote!(#[allow(unused_mut, unused_variables, unused_assignments, clippy::needless_range_loop)])
}
