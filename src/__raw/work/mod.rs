//! Constructs that share work, as begin, next and end.

mod cancel;
mod doacross;
mod ended;
mod memory;
mod ordered;
mod sections;
mod shape;
mod single;
mod taken;

pub use cancel::Cancelled;
pub use memory::Memory;
pub use shape::{Loop, Sharing};
