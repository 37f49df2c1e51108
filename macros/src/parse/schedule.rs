use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Token};

use crate::model::Arg;

const MODIFIERS: [&str; 3] = ["monotonic", "nonmonotonic", "simd"];

/// `[modifier [, modifier]:] kind [, number…]`. The kind may be a word that names one, or any expression.
pub(super) fn schedule(input: ParseStream<'_>) -> syn::Result<Arg> {
    let mut modifiers = Vec::new();
    if input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        let word = input.fork().call(Ident::parse_any)?;
        if !MODIFIERS.iter().any(|known| word == known) {
            let message = "`schedule` has the modifiers `monotonic`, `nonmonotonic` and `simd`";
            return Err(syn::Error::new(word.span(), message));
        }
    }
    while input.peek(Ident::peek_any) && MODIFIERS.iter().any(|word| peeks(input, word)) {
        modifiers.push(input.call(Ident::parse_any)?);
        if input.parse::<Option<Token![,]>>()?.is_none() {
            input.parse::<Token![:]>()?;
            break;
        }
    }
    let kind = kind(input)?;
    let mut numbers = Vec::new();
    while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
        numbers.push(input.parse::<Expr>()?);
    }
    Ok(Arg::Schedule { modifiers, kind, numbers })
}

/// `static` is a keyword, which no expression begins with: it becomes the raw identifier.
fn kind(input: ParseStream<'_>) -> syn::Result<Expr> {
    if input.peek(Token![static]) {
        let span = input.parse::<Token![static]>()?.span;
        let word = TokenTree::Ident(Ident::new_raw("static", span));
        return (|input: ParseStream<'_>| input.parse::<Expr>()).parse2(TokenStream::from(word));
    }
    input.parse()
}

fn peeks(input: ParseStream<'_>, word: &str) -> bool {
    let next = input.fork().call(Ident::parse_any);
    next.is_ok_and(|ident| ident == word)
        && (input.peek2(Token![,]) || input.peek2(Token![:]))
        && !input.peek2(Token![::])
}
