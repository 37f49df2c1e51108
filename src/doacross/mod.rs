//! How far the iterations of a nest of loops have come, and how other members learn of it: the words under OpenMP's
//! `doacross`. See `README.md` in this folder for the proof.
//!
//! Words only; who waits, and what is said of wrong programs, is in the room `worksharing`.

mod lanes;
#[cfg(all(test, loom))]
mod loom_tests;
mod map;
mod track;

pub(crate) use lanes::Lanes;
pub(crate) use track::{Step, Track};
