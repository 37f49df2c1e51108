//! The lines over which a team forks, joins and meets: release lines that announce, arrival words that
//! answer, claim words for loops that wait only for those who came, and the tree that says who looks at whom.
//! See `README.md` in this folder.

mod arrival;
mod claim;
#[cfg(all(test, loom))]
mod loom_tests;
mod release;
pub(crate) mod tree;
mod word;

pub(crate) use arrival::{Arrival, Manner, Stand};
pub(crate) use claim::Claim;
pub(crate) use release::{Job, Release};
pub(crate) use word::{Kind, MAX_MEMBERS, Phase, Word};
