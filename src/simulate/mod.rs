//! What a schedule would do: on machines with other numbers of processors, at other speeds, without running the loop.
//!
//! A [`Workload`] says what each iteration costs, a [`Machine`] who runs it, and [`Machine::run`] what comes of
//! that under a [`Schedule`](crate::Schedule). So two processors can tell what happens on 128:
//!
//! ```
//! use ferromp::{Schedule, simulate::{Machine, Workload}};
//!
//! // Iteration `i` of 10,000 takes `i` nanoseconds: a triangular nest.
//! let triangle = Workload::from_fn(10_000, |i| i as f64 * 1e-9);
//! let machine = Machine::new(128);
//! let blocks = machine.run(&triangle, Schedule::Static);
//! let guided = machine.run(&triangle, Schedule::Guided(1));
//! assert!(blocks.speedup() < 70.0 && guided.speedup() > 90.0);
//! println!("static: {:.1} µs, guided: {:.1} µs", blocks.makespan * 1e6, guided.makespan * 1e6);
//! ```
//!
//! What is simulated is what runs: the chunks come from the dispenser that teams use, asked by all members from one
//! thread, in the order of a clock that only the simulation moves. Policies of one's own are simulated like
//! built-in ones. What they are told of time is the simulation's.
//!
//! The same arguments give the same outcome, bit for bit, on every machine: time is counted in whole picoseconds, members
//! that come at the same moment are served by number, and noise comes from a seed. (A policy that calculates with
//! logarithms or powers relies on the platform's mathematics for that.)
//!
//! What is left out: caches and memory bandwidth. An iteration costs the same wherever it runs, but for the
//! speed of its member.

mod dispatch;
mod machine;
mod noise;
mod outcome;
mod run;
mod time;
mod workload;

#[cfg(all(test, not(loom)))]
mod tests;

pub use machine::Machine;
pub use outcome::{Load, Outcome, Span};
pub use workload::Workload;
