//! Calls whose place in the source is that of a directive.

use crate::parallel::{ParallelFor, parallel_for};
use crate::space::IntoSpace;

/// A place to call methods of: where a method is called is where its name stands, and the macros choose that. A path would
/// stand where the macro does.
#[derive(Clone, Copy, Debug)]
pub struct Here;

impl Here {
    /// [`parallel_for`](crate::parallel_for()).
    #[inline]
    #[track_caller]
    pub fn parallel_for<I: IntoSpace>(self, space: I) -> ParallelFor<'static, I::Space> {
        parallel_for(space)
    }
}
