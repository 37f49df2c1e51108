//! Macros whose arguments are expressions: std's, where they are what their names say.

use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Expr, Lit, Macro, Token};

use super::walk::Walk;

const EXPRESSIONS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "panic",
    "print",
    "println",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
];

/// Whether the arguments of a macro of this name are expressions.
pub(crate) fn takes_expressions(name: &str) -> bool {
    EXPRESSIONS.contains(&name)
}

/// Walks through the arguments of a macro that takes expressions. Answers whether it is one.
///
/// Nothing unsound follows where a macro of the user's has such a name and does something else.
pub(super) fn visit(walk: &mut Walk<'_>, mac: &mut Macro) -> bool {
    let Some(name) = mac.path.segments.last() else { return false };
    if !takes_expressions(&name.ident.to_string()) {
        return false;
    }
    if let Ok(mut arguments) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(mac.tokens.clone()) {
        for argument in &mut arguments {
            match argument {
                // `name = value`
                Expr::Assign(assign) => walk.visit_expr_mut(&mut assign.right),
                Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)) => {
                    walk.names(literal.to_token_stream());
                }
                _ => walk.visit_expr_mut(argument),
            }
        }
        mac.tokens = arguments.to_token_stream();
        return true;
    }
    let repeated = |input: syn::parse::ParseStream<'_>| {
        let element: Expr = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok((element, input.parse::<Expr>()?))
    };
    let Ok((mut element, mut count)) = repeated.parse2(mac.tokens.clone()) else { return false };
    walk.visit_expr_mut(&mut element);
    walk.visit_expr_mut(&mut count);
    mac.tokens = quote!(#element; #count);
    true
}
