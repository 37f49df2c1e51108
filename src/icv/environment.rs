//! All that the environment says, read once.

use super::read::Reader;
use super::values::{DisplayEnv, WaitPolicy};
use super::{MAX_THREADS, SUPPORTED_ACTIVE_LEVELS, variables};
use crate::place::{PlaceSpec, ProcBind};
use crate::schedule::Schedule;

/// The values of the `OMP_*` variables, with their defaults (OpenMP 5.2, chapter 21).
///
/// `None` and empty lists stand for variables that are not set and whose default depends on the machine or on the
/// thread that asks.
#[derive(Debug, PartialEq)]
pub(crate) struct Environment {
    /// `nthreads-var`: threads for regions of each nesting level, the last for all deeper ones.
    pub(crate) num_threads: Vec<u32>,
    /// `run-sched-var`.
    pub(crate) schedule: Schedule<'static>,
    /// `dyn-var`.
    pub(crate) dynamic: bool,
    /// `max-active-levels-var`, at most `SUPPORTED_ACTIVE_LEVELS`.
    pub(crate) max_active_levels: u32,
    /// `thread-limit-var`: threads of a contention group.
    pub(crate) thread_limit: u32,
    /// `bind-var`: policies for each nesting level, the last for all deeper ones. Never empty.
    pub(crate) proc_bind: Vec<ProcBind>,
    /// `OMP_PROC_BIND=false`: not only are threads not bound by default, `proc_bind` clauses are ignored as well.
    pub(crate) never_bind: bool,
    /// `place-partition-var` of the initial task, not yet looked up in the machine.
    pub(crate) places: Option<PlaceSpec>,
    /// `stacksize-var`: bytes of stack for a thread that the runtime creates.
    pub(crate) stack_size: usize,
    /// `wait-policy-var`.
    pub(crate) wait_policy: Option<WaitPolicy>,
    /// `cancel-var`.
    pub(crate) cancellation: bool,
    /// Whether, and how much of, the environment is shown at the start.
    pub(crate) display_env: DisplayEnv,
    /// `display-affinity-var`.
    pub(crate) display_affinity: bool,
    /// `affinity-format-var`.
    pub(crate) affinity_format: Option<String>,
    /// `max-task-priority-var`.
    pub(crate) max_task_priority: u32,
    /// `nteams-var`; 0 if not set.
    pub(crate) num_teams: u32,
    /// `teams-thread-limit-var`; 0 if not set.
    pub(crate) teams_thread_limit: u32,
}

/// Stack of threads that the runtime creates, unless `OMP_STACKSIZE` says otherwise. Ported programs keep arrays on
/// it, so it is more than Rust's usual 2 MiB; it takes address space only, until used.
const DEFAULT_STACK_SIZE: usize = 4 << 20;

/// What `schedule(runtime)` means without `OMP_SCHEDULE`: who asks for the choice at run time expects uneven work.
const DEFAULT_SCHEDULE: Schedule<'static> = Schedule::Dynamic(1);

impl Environment {
    /// Reads the variables by `lookup`, and returns with them a line for each that was not understood.
    pub(crate) fn read(lookup: &dyn Fn(&str) -> Option<String>) -> (Self, Vec<String>) {
        let mut reader = Reader::new(lookup);
        let environment = Self::from_reader(&mut reader);
        (environment, reader.into_warnings())
    }

    fn from_reader(reader: &mut Reader<'_>) -> Self {
        let num_threads = reader.read(variables::NUM_THREADS).unwrap_or_default();
        let proc_bind = reader.read(variables::PROC_BIND);
        let places = reader.read(variables::PLACES);
        let levels = reader.read(variables::MAX_ACTIVE_LEVELS);
        let nested = reader.read(variables::NESTED);
        let lists = num_threads.len() > 1 || proc_bind.as_ref().is_some_and(|list| list.len() > 1);
        // Who names places wants threads to be bound to them.
        let bind_by_default = if places.is_some() { ProcBind::True } else { ProcBind::False };
        Self {
            max_active_levels: max_active_levels(levels, nested, lists),
            num_threads,
            never_bind: proc_bind.as_deref() == Some(&[ProcBind::False]),
            proc_bind: proc_bind.unwrap_or_else(|| vec![bind_by_default]),
            places,
            schedule: reader.read(variables::SCHEDULE).unwrap_or(DEFAULT_SCHEDULE),
            dynamic: reader.read(variables::DYNAMIC).unwrap_or(false),
            thread_limit: reader.read(variables::THREAD_LIMIT).unwrap_or(MAX_THREADS),
            stack_size: reader.read(variables::STACK_SIZE).unwrap_or(DEFAULT_STACK_SIZE),
            wait_policy: reader.read(variables::WAIT_POLICY),
            cancellation: reader.read(variables::CANCELLATION).unwrap_or(false),
            display_env: reader.read(variables::DISPLAY_ENV).unwrap_or_default(),
            display_affinity: reader.read(variables::DISPLAY_AFFINITY).unwrap_or(false),
            affinity_format: reader.read(variables::AFFINITY_FORMAT),
            max_task_priority: reader.read(variables::MAX_TASK_PRIORITY).unwrap_or(0),
            num_teams: reader.read(variables::NUM_TEAMS).unwrap_or(0),
            teams_thread_limit: reader.read(variables::TEAMS_THREAD_LIMIT).unwrap_or(0),
        }
    }
}

/// `max-active-levels-var`: as the environment says; else all levels if it asks for nested regions, be it by the
/// deprecated `OMP_NESTED` or by a list with values for more than one level; else one (OpenMP 5.2, table 2.2).
fn max_active_levels(levels: Option<u32>, nested: Option<bool>, lists: bool) -> u32 {
    match (levels, nested) {
        (Some(levels), _) => levels.min(SUPPORTED_ACTIVE_LEVELS),
        (None, Some(true)) => SUPPORTED_ACTIVE_LEVELS,
        (None, None) if lists => SUPPORTED_ACTIVE_LEVELS,
        (None, _) => 1,
    }
}

#[cfg(test)]
pub(super) mod tests;
