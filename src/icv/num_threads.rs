//! How many threads a region gets.

use super::DataEnv;

/// What a `parallel` construct asks for, and what is going on when it is encountered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RegionRequest {
    /// The `if` clause; true without one.
    pub(crate) only_if: bool,
    /// The `num_threads` clause.
    pub(crate) num_threads: Option<u32>,
    /// Active regions that enclose the construct (`active-levels-var`).
    pub(crate) active_levels: u32,
    /// Threads of the contention group that execute now, the encountering one included.
    pub(crate) threads_busy: u32,
    /// CPUs for which no thread is at work, plus one for the encountering thread: what `dyn-var` makes of a request.
    pub(crate) unoccupied: u32,
}

/// OpenMP 5.2, algorithm 10.1: determine the number of threads for a parallel region. Never less than one, the
/// encountering thread.
///
/// What the algorithm leaves open: with `dyn-var` a team gets as many of the requested threads as find a CPU; without
/// it, a request beyond the thread limit gets what the limit leaves.
pub(crate) fn num_threads_for_region(env: &DataEnv, request: &RegionRequest) -> u32 {
    if !request.only_if || request.active_levels >= env.max_active_levels {
        return 1;
    }
    let requested = request.num_threads.unwrap_or(env.nthreads);
    // The encountering thread is counted as busy and is a member as well: hence the one that is added.
    let available = env.thread_limit.saturating_sub(request.threads_busy).saturating_add(1);
    let sensible = if env.dynamic { request.unoccupied } else { u32::MAX };
    requested.min(available).min(sensible).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::icv::{Environment, MAX_THREADS};

    fn env(dynamic: bool, thread_limit: u32, max_active_levels: u32) -> DataEnv {
        let (environment, _) = Environment::read(&|_| None);
        let mut env = DataEnv::initial(Box::leak(Box::new(environment)), 8);
        (env.dynamic, env.thread_limit, env.max_active_levels) = (dynamic, thread_limit, max_active_levels);
        env
    }

    const ALONE: RegionRequest =
        RegionRequest { only_if: true, num_threads: None, active_levels: 0, threads_busy: 1, unoccupied: 8 };

    #[test]
    fn table() {
        let free = env(false, MAX_THREADS, 1);
        let limited = env(false, 5, 2);
        let dynamic = env(true, MAX_THREADS, 1);
        let table = [
            ("nthreads-var", free, ALONE, 8),
            ("clause", free, RegionRequest { num_threads: Some(3), ..ALONE }, 3),
            ("more than CPUs", free, RegionRequest { num_threads: Some(100), ..ALONE }, 100),
            ("if(false)", free, RegionRequest { only_if: false, num_threads: Some(3), ..ALONE }, 1),
            ("nested, inactive", free, RegionRequest { active_levels: 1, ..ALONE }, 1),
            ("nested, active", env(false, MAX_THREADS, 2), RegionRequest { active_levels: 1, ..ALONE }, 8),
            ("no levels at all", env(false, MAX_THREADS, 0), ALONE, 1),
            ("thread limit", limited, ALONE, 5),
            ("rest of the limit", limited, RegionRequest { active_levels: 1, threads_busy: 3, ..ALONE }, 3),
            ("limit used up", limited, RegionRequest { active_levels: 1, threads_busy: 5, ..ALONE }, 1),
            ("limit overdrawn", limited, RegionRequest { active_levels: 1, threads_busy: 9, ..ALONE }, 1),
            ("limit of one", env(false, 1, 1), ALONE, 1),
            ("dynamic, idle machine", dynamic, ALONE, 8),
            ("dynamic, busy machine", dynamic, RegionRequest { unoccupied: 3, ..ALONE }, 3),
            ("dynamic, no CPU left", dynamic, RegionRequest { unoccupied: 0, ..ALONE }, 1),
            ("dynamic under a limit", env(true, 4, 1), ALONE, 4),
            ("zero asked for", free, RegionRequest { num_threads: Some(0), ..ALONE }, 1),
            ("the most", free, RegionRequest { num_threads: Some(u32::MAX), ..ALONE }, MAX_THREADS),
        ];
        for (name, env, request, expected) in table {
            assert_eq!(num_threads_for_region(&env, &request), expected, "{name}");
        }
    }
}
