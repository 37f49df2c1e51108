//! The annotations of [ferromp](https://docs.rs/ferromp), which re-exports and documents them.
//!
//! An attribute cannot stand on a statement by itself, but one on the enclosing item sees the whole text. So
//! `#[omp]` on an item finds the directives inside and replaces them. From a text to its expansion there are
//! four phases, one folder each:
//!
//! | phase | from | to |
//! |---|---|---|
//! | `parse` | the tokens of one directive | `model::Directive` |
//! | `model` | | what a directive is, without any tokens of its syntax |
//! | `validate` | a directive, and what encloses it | errors |
//! | `expand` | a valid directive and its statement | calls of `ferromp::__private` and of the public API |
//!
//! `walk` leads through an item and calls the phases for each directive it meets; `loops` understands loops as
//! they are written, `share` variables that a region shares. Errors are collected in `errors::Errors`, and whatever happens an item is emitted: with the
//! directives left out if there was an error, so that editors keep their knowledge of the text.

mod errors;
mod expand;
mod loops;
mod model;
mod parse;
mod share;
#[cfg(test)]
mod tests;
mod validate;
mod walk;

use proc_macro::TokenStream;

/// Turns on the directives inside an item. `ferromp::omp` has the documentation.
#[proc_macro_attribute]
pub fn omp(arguments: TokenStream, item: TokenStream) -> TokenStream {
    walk::entry::omp(arguments.into(), item.into()).into()
}

/// `#[omp(parallel for, …)]` on the one outermost loop of a function. `ferromp::parallel_for` has the documentation.
#[proc_macro_attribute]
pub fn parallel_for(clauses: TokenStream, item: TokenStream) -> TokenStream {
    walk::entry::parallel_for(clauses.into(), item.into()).into()
}
