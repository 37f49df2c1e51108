//! Through an item, from directive to directive.
//!
//! [`Walker`] visits every block, keeps account of the variables in scope and of the constructs around, and puts in
//! place of each annotated statement what [`expand`](crate::expand) makes of it. The inside of a statement is walked
//! after loops have been taken apart, so these see the user's text.

pub(crate) mod attribute;
mod crate_path;
pub(crate) mod entry;
mod stacked;
mod strip;
mod surroundings;
mod walker;

pub(crate) use attribute::{begins_with, directive_of, is_taskwait, stand_alone};
pub(crate) use surroundings::{Around, TaskPlace};
pub(crate) use walker::Walker;
