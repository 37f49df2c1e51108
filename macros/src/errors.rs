//! Several errors at once.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// What is wrong with an item, in the order in which it was found.
#[derive(Default)]
pub(crate) struct Errors(RefCell<Vec<syn::Error>>);

impl Errors {
    /// Adds an error that points at `tokens`.
    pub(crate) fn at(&self, tokens: impl ToTokens, message: impl Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn add(&self, error: syn::Error) {
        self.0.borrow_mut().push(error);
    }

    pub(crate) fn extend(&self, errors: impl IntoIterator<Item = syn::Error>) {
        self.0.borrow_mut().extend(errors);
    }

    /// The value; or `None`, with the error kept.
    pub(crate) fn keep<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// How many there are: two readings tell whether something in between failed.
    pub(crate) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// All of them as calls of `compile_error!`, empty if there are none.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.into_inner().iter().map(syn::Error::to_compile_error).collect()
    }

    /// What was said so far.
    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.0.borrow().iter().map(ToString::to_string).collect()
    }
}
