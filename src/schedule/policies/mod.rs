//! The published policies: one file for each, with its paper, its formula, and when it wins.
//!
//! *Sequences* are known before the loop begins: chunk `k` depends on the length, the size of the team and the parameters
//! alone, so members take numbers from one cursor and find the bounds by themselves. *Adaptive* policies decide by who
//! asks and what chunks took; members move a cursor of positions by exchange.
//!
//! | file | names | family |
//! |---|---|---|
//! | `tss.rs`, `tfss.rs` | `tss`, `tfss` | sequences: falling by a step |
//! | `fac.rs`, `fac2.rs` | `fac`, `mfac`, `fac2` | sequences: batches of equal chunks, falling |
//! | `fiss.rs`, `viss.rs` | `fiss`, `viss` | sequences: batches, rising |
//! | `tap.rs`, `rnd.rs` | `tap`, `rnd` | sequences: chunk by chunk |
//! | `fsc.rs` | `fsc` | sequences: all chunks alike |
//! | `wf2.rs`, `awf.rs`, `af.rs`, `bold.rs`, `history.rs` | `wf2`, `awf…`, `af`, `bold`, `history` | adaptive |
//! | `binlpt.rs` | `binlpt` | a partition of its own, then shares |
//! | `auto.rs` | `auto` | chooses among the others |
//!
//! Throughout, N is the number of iterations, P of members, R of iterations not yet handed out; µ and σ are mean and
//! standard deviation of an iteration's time, h is what a chunk costs to get.

pub(super) mod af;
pub(super) mod auto;
pub(super) mod awf;
pub(super) mod binlpt;
pub(super) mod bold;
pub(super) mod fac;
pub(super) mod fac2;
pub(super) mod fiss;
pub(super) mod fsc;
pub(super) mod history;
pub(super) mod rnd;
pub(super) mod tap;
pub(super) mod tfss;
pub(super) mod tss;
pub(super) mod viss;
pub(super) mod wf2;

/// The lengths of a sequence whose chunks come in batches of equal ones: of P, or of one.
pub(super) trait Batches {
    /// The length of each chunk of the next batch, when `remaining` iterations are left, at least 1. 0 is taken as 1.
    fn next_batch(&mut self, remaining: u64) -> u64;

    /// Whether all batches to come have the length of the last, however many iterations are left: then nobody need ask
    /// for them.
    fn is_level(&self) -> bool;
}

/// What a user's ratio means: nothing below 0, and no number that is none.
pub(super) fn ratio(given: f32) -> f64 {
    if given > 0.0 { f64::from(given.min(1e9)) } else { 0.0 }
}
