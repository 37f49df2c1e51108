//! What a directive is.

mod clause;
mod construct;
mod directive;
mod locals;
mod schedules;
mod sharing;

pub(crate) use clause::{Arg, Clause, ClauseName, Modified, ReductionOp, schedule_word};
pub(crate) use construct::Construct;
pub(crate) use directive::Directive;
pub(crate) use locals::{Locals, Mutable};
pub(crate) use schedules::{Field, ScheduleKind, Shape};
pub(crate) use sharing::{LoopDirective, LoopKind, Reduction, Sharing};
