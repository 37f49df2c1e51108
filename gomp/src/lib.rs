//! The interface of gcc's OpenMP runtime (`GOMP_*`, `omp_*`), on ferromp's teams.
//!
//! Programs compiled with `gcc -fopenmp` call these names, whether they are linked to `libgomp.so.1`, which `build.sh`
//! makes of this crate, or into a Rust program that depends on it. Each function states the contract of the compiler;
//! `README.md` tells how to use the library and what is missing.
//!
//! Nothing unwinds through a frame of C: what leaves a construct that way ends the process (`escape.rs`), and waits that
//! are called off answer so.

#![allow(non_snake_case)] // The compiler's names.
#![warn(unreachable_pub)]

mod affinity_list;
mod alloc;
mod api;
mod cancel;
mod clash;
mod critical;
mod environment;
mod escape;
mod lock;
mod loops;
mod memory;
mod message;
mod ordered;
mod parallel;
mod place;
mod reductions;
mod sections;
mod single;
mod start;
mod sync;
mod target;
mod task;
mod truth;

pub use alloc::*;
pub use api::*;
pub use cancel::*;
pub use critical::*;
pub use lock::*;
pub use loops::*;
pub use message::*;
pub use ordered::*;
pub use parallel::*;
pub use reductions::*;
pub use sections::*;
pub use single::*;
pub use sync::*;
pub use target::*;
pub use task::*;
pub use truth::Truth;
