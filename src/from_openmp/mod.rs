#![doc = include_str!("start.md")]

#[doc = include_str!("data.md")]
pub mod data {}
#[doc = include_str!("loops.md")]
pub mod loops {}
#[doc = include_str!("reductions.md")]
pub mod reductions {}
#[doc = include_str!("regions.md")]
pub mod regions {}
#[doc = include_str!("rest.md")]
pub mod rest {}
#[doc = include_str!("synchronisation.md")]
pub mod synchronisation {}
#[doc = include_str!("tasks.md")]
pub mod tasks {}
