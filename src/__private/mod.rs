//! What the macros expand to. No part of the public interface: it may change with every version.

mod atomic;
mod clauses;
mod copied;
mod current;
mod exit;
mod here;
mod lent;
mod linear;
mod outcome;
mod plain;
pub mod reads;
mod sections;
mod sink;
mod slot;
mod task;
mod thread_private;
mod tiles;
mod vouched;

pub use std::sync::atomic::Ordering;

pub use atomic::{Arithmetic, Atomic, Bits};
pub use clauses::{Bins, chunk, num_threads, priority, ratio, thread_num, weight, weights};
pub use copied::{Copied, copy};
pub use current::with_team;
pub use exit::{Branch, FromExit};
pub use here::Here;
pub use lent::Lent;
pub use linear::{Linear, linear};
pub use outcome::{Latest, Outcome, Term, Total, absorb, fold, identity, term};
pub use plain::{Plain, atomic, atomics};
pub use sections::Once;
pub use sink::{after, before};
pub use slot::Slot;
pub use task::Taken;
pub use thread_private::ThreadPrivate;
pub use tiles::{Tiled, tiles};
pub use vouched::Vouched;

pub use crate::space::blocks;
#[cfg(not(loom))]
pub use crate::sync::{CriticalGuard, NamedCritical};

#[cfg(all(test, not(loom)))]
mod tests;
