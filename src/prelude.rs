//! What most programs use: `use ferromp::prelude::*;`.

pub use crate::space::{
    Collapse, IntoSpace, SharedMut, Space, chunks_exact_mut, chunks_mut, collapse, collapse3, enumerate,
    lower_triangle, upper_triangle,
};
pub use crate::{
    BitAnd, BitOr, BitXor, ChunkPolicy, Elementwise, ForLoop, LogicalAnd, LogicalOr, LoopState, Max, Min,
    Ordered, Parallel, ParallelFor, ProcBind, Product, Reduction, Schedule, Sum, Team, parallel,
    parallel_for, parallel_masked, reduction,
};
