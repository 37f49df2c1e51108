//! Models of a whole team: the real core, the real workers, regions and loops opened as users open them.
//!
//! `RUSTFLAGS="--cfg loom" cargo test --release --lib loom_`. Waiters go to sleep after one look, so every
//! wait is a chance to lose a wake-up, which loom reports as a deadlock. Plain data of the models lives in
//! loom's cells, which report an access that nothing orders.

mod claims;
mod exchanges;
mod interrupts;
mod regions;
pub(crate) mod rig;
mod slots;
mod tasks;
