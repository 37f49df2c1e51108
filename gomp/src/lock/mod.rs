//! `omp_lock_t` and `omp_nest_lock_t` (OpenMP 5.2, section 18.9), in the bytes that compiled programs set aside for them.
//!
//! | lock | bytes | owner | where |
//! |---|---|---|---|
//! | simple, both versions | 4 | nobody: whoever holds it may unset it | in place |
//! | nestable, `OMP_3.0` | 16 | the task | in place; behind a pointer in Fortran, whose kind has 8 bytes |
//! | nestable, `OMP_1.0` | 8 | the thread | in place |
//!
//! Programs that were linked before OpenMP 3.0 ask for the version `OMP_1.0`, in which threads own locks.

mod futex;
mod mutex;
mod nest;
mod thread_nest;
mod versions;

pub use nest::NestLock;
pub use thread_nest::ThreadNestLock;
pub use versions::*;

#[cfg(test)]
mod loom_tests;
#[cfg(test)]
mod tests;
