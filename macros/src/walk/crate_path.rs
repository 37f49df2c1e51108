//! Under which name the user's crate knows ferromp.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{Path, Token};

use crate::errors::Errors;

mod manifest;

/// `crate = path` if the attribute says so; otherwise the name in the manifest.
pub(super) fn find(arguments: TokenStream, errors: &Errors) -> TokenStream {
    if arguments.is_empty() {
        return default();
    }
    let parse = |input: ParseStream<'_>| {
        let hint = "on an item, `#[omp]` turns on the directives inside and takes `crate = path` only; \
                    directives stand on loops and blocks";
        let word = input.parse::<Token![crate]>().map_err(|error| syn::Error::new(error.span(), hint))?;
        input.parse::<Token![=]>().map_err(|_| syn::Error::new(word.span, hint))?;
        input.call(Path::parse_mod_style)
    };
    match errors.keep(parse.parse2(arguments)) {
        Some(path) => path.into_token_stream(),
        None => default(),
    }
}

fn default() -> TokenStream {
    let name = manifest::name_of_ferromp().unwrap_or_else(|| "ferromp".into());
    let name = Ident::new(&name, Span::call_site());
    quote!(::#name)
}
