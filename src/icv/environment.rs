//! All that the environment says, read once.

use super::read::{Reader, Variable};
use super::values::{self, DisplayEnv, WaitPolicy};
use super::{MAX_THREADS, SUPPORTED_ACTIVE_LEVELS};
use crate::place::ProcBind;
use std::sync::OnceLock;

/// The values of the `OMP_*` variables, with their defaults (OpenMP 5.2, chapter 21).
///
/// `None` and empty lists stand for variables that are not set and whose default depends on the machine or on the
/// thread that asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Environment {
    /// `nthreads-var`: threads for regions of each nesting level, the last for all deeper ones.
    pub(crate) num_threads: Vec<u32>,
    /// `run-sched-var`, not yet parsed.
    pub(crate) schedule: Option<String>,
    /// `dyn-var`.
    pub(crate) dynamic: bool,
    /// `max-active-levels-var`, at most [`SUPPORTED_ACTIVE_LEVELS`].
    pub(crate) max_active_levels: u32,
    /// `thread-limit-var`: threads of a contention group.
    pub(crate) thread_limit: u32,
    /// `bind-var`: policies for each nesting level, the last for all deeper ones. Never empty.
    pub(crate) proc_bind: Vec<ProcBind>,
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

const BOOLEAN: &str = "true or false";
const POSITIVE: &str = "a positive integer";

const fn variable(name: &'static str, grammar: &'static str) -> Variable {
    Variable { name, grammar }
}

impl Environment {
    /// Reads the variables by `lookup`, and returns with them a line for each that was not understood.
    pub(crate) fn read(lookup: &dyn Fn(&str) -> Option<String>) -> (Self, Vec<String>) {
        let mut reader = Reader::new(lookup);
        let environment = Self::from_reader(&mut reader);
        (environment, reader.into_warnings())
    }

    fn from_reader(reader: &mut Reader<'_>) -> Self {
        let num_threads = reader
            .read(
                variable("OMP_NUM_THREADS", "a list of positive integers, as in 4,3,2"),
                values::positive_list,
            )
            .unwrap_or_default();
        let proc_bind = reader.read(
            variable("OMP_PROC_BIND", "true, false, or a list of primary, close and spread"),
            values::proc_bind,
        );
        let levels =
            reader.read(variable("OMP_MAX_ACTIVE_LEVELS", "a non-negative integer"), values::non_negative);
        let nested = reader.read(variable("OMP_NESTED", BOOLEAN), values::boolean);
        let lists = num_threads.len() > 1 || proc_bind.as_ref().is_some_and(|list| list.len() > 1);

        Self {
            max_active_levels: max_active_levels(levels, nested, lists),
            num_threads,
            proc_bind: proc_bind.unwrap_or_else(|| vec![ProcBind::False]),
            schedule: reader.read(variable("OMP_SCHEDULE", "a schedule, as in guided,16"), values::text),
            dynamic: reader.read(variable("OMP_DYNAMIC", BOOLEAN), values::boolean).unwrap_or(false),
            thread_limit: reader
                .read(variable("OMP_THREAD_LIMIT", POSITIVE), values::positive)
                .unwrap_or(MAX_THREADS),
            stack_size: reader
                .read(
                    variable("OMP_STACKSIZE", "a positive integer and a unit B, K (the default), M or G"),
                    values::size,
                )
                .unwrap_or(DEFAULT_STACK_SIZE),
            wait_policy: reader.read(variable("OMP_WAIT_POLICY", "active or passive"), values::wait_policy),
            cancellation: reader
                .read(variable("OMP_CANCELLATION", BOOLEAN), values::boolean)
                .unwrap_or(false),
            display_env: reader
                .read(variable("OMP_DISPLAY_ENV", "true, false or verbose"), values::display_env)
                .unwrap_or_default(),
            display_affinity: reader
                .read(variable("OMP_DISPLAY_AFFINITY", BOOLEAN), values::boolean)
                .unwrap_or(false),
            affinity_format: reader.read(
                variable("OMP_AFFINITY_FORMAT", "text with fields such as %n or %{thread_num}"),
                values::text,
            ),
            max_task_priority: reader
                .read(variable("OMP_MAX_TASK_PRIORITY", "a non-negative integer"), values::non_negative)
                .unwrap_or(0),
            num_teams: reader.read(variable("OMP_NUM_TEAMS", POSITIVE), values::positive).unwrap_or(0),
            teams_thread_limit: reader
                .read(variable("OMP_TEAMS_THREAD_LIMIT", POSITIVE), values::positive)
                .unwrap_or(0),
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

/// What the process's environment says. Read at the first call, which prints a warning for each value that cannot be
/// understood; changes of the environment after that have no effect, as OpenMP has it.
pub(crate) fn environment() -> &'static Environment {
    static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        // A value that is not Unicode becomes one that no grammar takes, and is warned about as any other.
        let lookup = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        let (environment, warnings) = Environment::read(&lookup);
        warnings.iter().for_each(|warning| eprintln!("{warning}"));
        environment
    })
}
