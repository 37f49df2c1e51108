//! The rivals. Each module has one function `run(session)` that starts the rival and hands it to the session.

mod floor;
mod joins;
#[cfg(feature = "micropool")]
mod micro;
mod orx;
mod our_tasks;
mod ours;
mod para;
mod ray;
mod ray_tasks;
mod serial;
mod spindle;
mod std_scope;
mod team;

use crate::session::Session;

/// A rival's entry.
pub type Run = fn(&Session);

/// The rivals of the library, by name; the programs `peer` and `peer-forkunion2` add one each.
pub const PEERS: &[(&str, Run)] = &[
    ("ferromp", ours::run),
    ("floor", floor::run),
    ("threadteam", team::run),
    #[cfg(feature = "micropool")]
    ("micropool", micro::run),
    ("rayon", ray::run_outside),
    ("rayon-in", ray::run_inside),
    ("spindle", spindle::run),
    ("paralight", para::run),
    ("orx", orx::run),
    ("chili", joins::run_chili),
    ("forte", joins::run_forte),
    ("std", std_scope::run),
    ("serial-rust", serial::run),
];
