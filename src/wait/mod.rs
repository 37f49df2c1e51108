//! How a member waits: it looks, spins, yields, sleeps. See `README.md` in this folder for the proof that no
//! wake-up is lost.

#[cfg(all(test, loom))]
mod loom_tests;
#[cfg_attr(loom, path = "impatience.rs")]
mod patience;
mod sleeper;
mod turns;

pub(crate) use patience::{Advice, Patience};
pub(crate) use sleeper::{Bell, Sleeper};
