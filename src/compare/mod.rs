//! A program's own loop under each schedule, measured and ranked: [`compare_schedules`].

mod builder;
mod comparison;
mod table;

#[cfg(all(test, not(loom)))]
mod tests;

pub use builder::{CompareSchedules, compare_schedules};
pub use comparison::{Comparison, Timing};
