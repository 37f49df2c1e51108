//! Schedules and team sizes that every loop is tried with.
#![allow(dead_code)] // each test uses what it needs

use ferromp::{ChunkPolicy, LoopState, Schedule};

/// Chunks that shrink, differ from thread to thread, and at times are nonsense.
pub(crate) struct Erratic;

impl ChunkPolicy for Erratic {
    fn next_chunk(&self, s: &LoopState) -> u64 {
        match s.step() % 5 {
            0 => 0,
            1 => s.remaining() / 3,
            2 => s.thread_num() as u64 + 1,
            3 if s.remaining() < 4 => u64::MAX,
            _ => 2,
        }
    }
}

pub(crate) const TEAMS: [usize; 5] = [1, 2, 3, 4, 8];

/// None at all, every built-in schedule, some with chunk sizes, and a policy.
pub(crate) fn schedules() -> Vec<Option<Schedule<'static>>> {
    let chunked = [
        Schedule::StaticChunk(3),
        Schedule::Dynamic(5),
        Schedule::Dynamic(7).monotonic(),
        Schedule::Guided(4),
        Schedule::Dynamic(1 << 40),
        Schedule::custom(&Erratic),
    ];
    let all = Schedule::all().chain(chunked).map(Some);
    std::iter::once(None).chain(all).collect()
}

/// `parallel_for` with these clauses.
#[macro_export]
macro_rules! combined {
    ($space:expr, $threads:expr, $schedule:expr) => {{
        let plain = ferromp::parallel_for($space).num_threads($threads);
        match $schedule {
            Some(schedule) => plain.schedule(schedule),
            None => plain,
        }
    }};
}
