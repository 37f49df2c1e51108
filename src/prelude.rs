//! What most programs use: `use ferromp::prelude::*;`.
//!
//! ```
//! use ferromp::prelude::*;
//! let mut y = [1.0, 2.0, 3.0];
//! parallel_for(&mut y[..]).for_each(|y| *y *= 2.0);
//! parallel(|team| assert_eq!(team.reduce(Sum, 1), team.num_threads()));
//! ```

#[cfg(feature = "macros")]
pub use crate::annotations::omp;
pub use crate::space::{
    Collapse, IntoSpace, SharedMut, Space, chunks_exact_mut, chunks_mut, collapse, collapse3, enumerate,
    lower_triangle, upper_triangle,
};
pub use crate::{
    BitAnd, BitOr, BitXor, ChunkPolicy, Data, Doacross, Elementwise, ForLoop, LogicalAnd, LogicalOr,
    LoopState, Max, Min, Ordered, Parallel, ParallelFor, ProcBind, Product, Reduction, Schedule, Sum, Team,
    parallel, parallel_for, parallel_masked, reduction,
};
#[cfg(not(loom))]
pub use crate::{Critical, critical};
