//! Arrays that a loop reads, or writes row by row, without a check for every element.
//!
//! An array that is only read is looked at once for each chunk ([`views`]): then the optimiser knows that its address and
//! length stay what they are. A loop that walks along arrays, `x[i - 1]` or `c[i][j]`, gets a second version of its body, in
//! which iterators over the elements run in step with it: the annotated loop itself ([`chunk`]) if no other loop is in it,
//! and innermost serial loops ([`inner`]). Which version runs is asked when the loop begins; the other one is as it was
//! written. `ferromp::__private::reads` says what the expansion calls, and for which types.
//!
//! Any doubt whether the two versions do the same leaves the loop as it is.

mod chunk;
mod doubts;
mod facts;
mod index;
mod inner;
mod lane;
mod views;

pub(crate) use chunk::Reads;
pub(super) use lane::Root;

use proc_macro2::TokenStream;
use syn::Block;

use super::classify::Lent;
use super::header::Index;
use super::uses::Outside;

/// Looks at a body in which everything lent has its name already.
pub(super) fn of_body(
    body: &mut Block,
    index: Option<&Index>,
    lent: &[Lent],
    outside: &Outside<'_>,
    krate: &TokenStream,
) -> Reads {
    if doubts::about(body) {
        return Reads::default();
    }
    let views = views::take(body, outside, krate);
    inner::split(body, lent, index.is_some_and(|index| index.exact), krate);
    chunk::take(body, views, index, outside, krate)
}
