//! `reduction(+: sum)` and its kin.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::spanned::Spanned;
use syn::{Expr, Token};

use super::args::idents;
use crate::model::{Arg, ReductionOp};

/// `[modifier,] operator: list`.
pub(super) fn reduction(input: ParseStream<'_>) -> syn::Result<Arg> {
    let start = input.span();
    let modifier = modifier(input)?;
    let op = operator(input)?;
    input.parse::<Token![:]>().map_err(|error| {
        syn::Error::new(error.span(), "expected `:` and the variables: `reduction(+: sum)`")
    })?;
    let vars = idents(input)?;
    if vars.is_empty() {
        return Err(syn::Error::new(start, "which variables are reduced? `reduction(+: sum)`"));
    }
    Ok(Arg::Reduction { modifier, op, vars })
}

/// `inscan,`, `task,` or `default,`.
fn modifier(input: ParseStream<'_>) -> syn::Result<Option<Ident>> {
    if !(input.peek(Ident::peek_any) && input.peek2(Token![,])) {
        return Ok(None);
    }
    let word = input.call(Ident::parse_any)?;
    if !["inscan", "task", "default"].iter().any(|known| word == known) {
        let message =
            format!("`{word}` is no modifier of `reduction`: it has `inscan`, `task` and `default`");
        return Err(syn::Error::new(word.span(), message));
    }
    input.parse::<Token![,]>()?;
    Ok((word != "default").then_some(word))
}

fn operator(input: ParseStream<'_>) -> syn::Result<ReductionOp> {
    let span = input.span();
    let builtin = |name| Ok(ReductionOp::Builtin { name, span });
    macro_rules! symbols {
        ($($symbol:tt $name:literal)+) => {$(
            if input.peek(Token![$symbol]) {
                let fork = input.fork();
                fork.parse::<Token![$symbol]>()?;
                // `&op` is an operator of the user's.
                if fork.peek(Token![:]) || !["BitAnd", "LogicalAnd"].contains(&$name) {
                    input.advance_to(&fork);
                    return builtin($name);
                }
            }
        )+};
    }
    symbols! { && "LogicalAnd" || "LogicalOr" + "Sum" * "Product" & "BitAnd" | "BitOr" ^ "BitXor" }
    if let Some(minus) = input.parse::<Option<Token![-]>>()? {
        let message = "`-` is gone from OpenMP since version 5.2: it meant `+`";
        return Err(syn::Error::new(minus.span(), message));
    }
    if input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        let word = input.call(Ident::parse_any)?;
        let text = word.to_string();
        let known = match text.as_str() {
            "min" => "Min",
            "max" => "Max",
            _ => return Ok(ReductionOp::User(ident_expr(word))),
        };
        return builtin(known);
    }
    // `my::Op: x`: a type's path would swallow nothing behind it.
    let op = input.call(Expr::parse_without_eager_brace)?;
    if let Expr::Path(path) = &op
        && path.path.segments.is_empty()
    {
        return Err(syn::Error::new(op.span(), "expected an operator"));
    }
    Ok(ReductionOp::User(op))
}

fn ident_expr(word: Ident) -> Expr {
    Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: word.into() })
}
