//! Small questions about syntax.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Expr, Ident, Pat};

/// Without the parentheses around it.
pub(super) fn peel(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => peel(&inner.expr),
        Expr::Group(inner) => peel(&inner.expr),
        _ => expr,
    }
}

/// As one would write it, more or less: for comparison and for messages.
pub(super) fn text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    // The printer puts spaces around every token; people do not.
    let spaces = [
        (" [", "["),
        ("[ ", "["),
        (" ]", "]"),
        (" . ", "."),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
        (" ,", ","),
        ("[* ", "[*"),
        ("(* ", "(*"),
    ];
    for (from, to) in spaces {
        text = text.replace(from, to);
    }
    text
}

/// Whether a token of this name occurs, in macros as well.
pub(crate) fn mentions(tokens: &impl ToTokens, name: &Ident) -> bool {
    fn any(tokens: TokenStream, name: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == *name,
            TokenTree::Group(group) => any(group.stream(), name),
            // `"{name}"`
            TokenTree::Literal(literal) => captures(&literal.to_string()).any(|captured| *name == captured),
            TokenTree::Punct(_) => false,
        })
    }
    any(tokens.to_token_stream(), name)
}

/// What a format string captures: the names behind `{`, whatever the string is for.
pub(crate) fn captures(literal: &str) -> impl Iterator<Item = &str> {
    let string = if literal.starts_with(['"', 'r']) { literal } else { "" };
    string.split('{').skip(1).filter_map(|piece| {
        let end = piece.find(|c: char| !c.is_alphanumeric() && c != '_')?;
        let name = &piece[..end];
        let ends = piece[end..].starts_with(['}', ':']);
        (ends && name.starts_with(|c: char| c.is_alphabetic() || c == '_')).then_some(name)
    })
}

/// The variables that a pattern binds. A name alone may be a constant, but not one in lower case.
pub(crate) fn bound_by(pattern: &Pat) -> Vec<Ident> {
    struct Names(Vec<Ident>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
            visit::visit_pat_ident(self, pattern);
            self.0.push(pattern.ident.clone());
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut names = Names(Vec::new());
    names.visit_pat(pattern);
    names.0
}

/// Every name that occurs, once.
pub(crate) fn names(tokens: &impl ToTokens) -> Vec<Ident> {
    fn collect(tokens: TokenStream, names: &mut Vec<Ident>) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) if !names.contains(&name) => names.push(name),
                TokenTree::Group(group) => collect(group.stream(), names),
                _ => {}
            }
        }
    }
    let mut names = Vec::new();
    collect(tokens.to_token_stream(), &mut names);
    names
}
