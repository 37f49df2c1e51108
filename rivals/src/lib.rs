//! The measuring program of ferromp: the constructs of OpenMP, each measured on ferromp and on its rivals.
//!
//! The method is EPCC's: a construct is repeated until a sample lasts long enough for the clock, the same work run
//! serially is timed beside it and subtracted, and the median of the samples counts. One process (`peer`) measures
//! one rival once; the `overhead` program starts such processes in interleaved rounds and prints the tables.
//!
//! - [`construct`]: what is measured, and its name in the tables.
//! - [`work`]: the bodies the constructs run, the same machine code for every rival.
//! - [`kernels`]: the programs of tasks.
//! - [`peer`]: what a rival must provide; [`peers`]: the rivals.
//! - [`session`]: runs the constructs of one rival; [`timing`]: how one of them is timed.

pub mod cli;
pub mod construct;
pub mod kernels;
pub mod peer;
pub mod peers;
pub mod record;
pub mod session;
pub mod timing;
pub mod work;
