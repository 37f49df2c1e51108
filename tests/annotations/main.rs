//! Annotated programs against their serial form.
#![cfg(feature = "macros")]

mod basics;
mod loops;
