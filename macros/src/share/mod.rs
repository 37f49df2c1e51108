//! Variables of the function that a region shares, seen as a whole: what makes the everyday pragmas of C safe.
//!
//! - A variable that is mentioned in `critical` sections of one name only is lent to them ([`lend`]).
//! - A number that is mentioned in `atomic` statements only is atomic for the time of the region ([`lend`]).
//! - A variable that worksharing constructs of a region leave results in is kept by every member, all alike, and comes
//!   back from one of them ([`replicate`]).
//! - A variable that a region declares, and a loop in it writes, is handed on from chunk to chunk ([`Carried`]).
//! - What is written otherwise is refused ([`check`]).
//!
//! All of this happens before loops are taken apart, on the user's text; it changes the text and no more. Where a
//! mention is overlooked (in the tokens of a macro of the user's), the compiler refuses what comes out.

mod carry;
mod check;
mod lend;
mod mentions;
mod replicate;
mod rewrite;

use proc_macro2::TokenStream;
use syn::{Block, Ident};

use crate::errors::Errors;
use crate::model::{Locals, Sharing};

pub(crate) use carry::Carried;
pub(crate) use replicate::Replicated;
pub(crate) use rewrite::Rewrite;

/// What a construct knows of its surroundings.
pub(crate) struct Outer<'o> {
    pub(crate) sharing: &'o Sharing,
    pub(crate) locals: &'o Locals,
    pub(crate) errors: &'o Errors,
    pub(crate) krate: &'o TokenStream,
}

impl Outer<'_> {
    /// Whether `name` is a variable from outside that no clause makes private.
    fn shares(&self, name: &Ident) -> bool {
        self.locals.contains(name) && !self.sharing.privates().any(|private| private == name)
    }
}

/// Lends variables to the synchronised parts of `body`. The answer stands before the construct, in a block with it.
pub(crate) fn lend(body: &mut Block, outer: &Outer<'_>) -> TokenStream {
    lend::lend(body, outer)
}

/// Prepares the block of a region: which variables its members keep copies of.
pub(crate) fn region(body: &mut Block, outer: &Outer<'_>) -> Replicated {
    let replicated = replicate::replicate(body, outer);
    check::region(body, outer, &replicated);
    replicated
}
