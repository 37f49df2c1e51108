//! What observers are told, construct by construct.

#[path = "../common/watchdog.rs"]
mod watchdog;

mod constructs;
mod hostile;
mod log;
mod loops;
mod regions;
mod tasks;
