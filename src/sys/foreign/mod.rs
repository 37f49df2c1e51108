//! Threads that belong to pools of other crates.

#[cfg_attr(feature = "rayon", path = "rayon.rs")]
#[cfg_attr(not(feature = "rayon"), path = "none.rs")]
mod pool;

pub(crate) use pool::is_one_of_several;
