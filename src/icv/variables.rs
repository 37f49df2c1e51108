//! The variables of the environment: their names, what their values may be, and who reads those.

use super::values::{self, DisplayEnv, WaitPolicy};
use crate::place::{PlaceSpec, ProcBind};
use crate::schedule::{ParseScheduleError, Schedule};
use crate::syntax::SyntaxError;

/// A variable of the environment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variable<T, E = SyntaxError> {
    pub(super) name: &'static str,
    /// What its value may be, as a warning tells the user.
    pub(super) grammar: &'static str,
    pub(super) parse: fn(&str) -> Result<T, E>,
}

const BOOLEAN: &str = "true or false";
const POSITIVE: &str = "a positive integer";
const NON_NEGATIVE: &str = "a non-negative integer";

const fn variable<T, E>(
    name: &'static str,
    grammar: &'static str,
    parse: fn(&str) -> Result<T, E>,
) -> Variable<T, E> {
    Variable { name, grammar, parse }
}

pub(super) const AFFINITY_FORMAT: Variable<String> =
    variable("OMP_AFFINITY_FORMAT", "text with fields such as %n or %{thread_num}", values::text);
pub(super) const CANCELLATION: Variable<bool> = variable("OMP_CANCELLATION", BOOLEAN, values::boolean);
pub(super) const DISPLAY_AFFINITY: Variable<bool> =
    variable("OMP_DISPLAY_AFFINITY", BOOLEAN, values::boolean);
pub(super) const DISPLAY_ENV: Variable<DisplayEnv> =
    variable("OMP_DISPLAY_ENV", "true, false or verbose", values::display_env);
pub(super) const DYNAMIC: Variable<bool> = variable("OMP_DYNAMIC", BOOLEAN, values::boolean);
pub(super) const MAX_ACTIVE_LEVELS: Variable<u32> =
    variable("OMP_MAX_ACTIVE_LEVELS", NON_NEGATIVE, values::non_negative);
pub(super) const MAX_TASK_PRIORITY: Variable<u32> =
    variable("OMP_MAX_TASK_PRIORITY", NON_NEGATIVE, values::non_negative);
pub(super) const NESTED: Variable<bool> = variable("OMP_NESTED", BOOLEAN, values::boolean);
pub(super) const NUM_TEAMS: Variable<u32> = variable("OMP_NUM_TEAMS", POSITIVE, values::positive);
pub(super) const NUM_THREADS: Variable<Vec<u32>> =
    variable("OMP_NUM_THREADS", "a list of positive integers, as in 4,3,2", values::positive_list);
pub(super) const PLACES: Variable<PlaceSpec> = variable("OMP_PLACES", PlaceSpec::GRAMMAR, PlaceSpec::parse);
pub(super) const PROC_BIND: Variable<Vec<ProcBind>> =
    variable("OMP_PROC_BIND", "true, false, or a list of primary, close and spread", values::proc_bind);
pub(super) const SCHEDULE: Variable<Schedule<'static>, ParseScheduleError> =
    variable("OMP_SCHEDULE", "a kind and its numbers, as in guided,16", str::parse);
pub(super) const STACK_SIZE: Variable<usize> =
    variable("OMP_STACKSIZE", "a positive integer and a unit B, K (the default), M or G", values::size);
pub(super) const TEAMS_THREAD_LIMIT: Variable<u32> =
    variable("OMP_TEAMS_THREAD_LIMIT", POSITIVE, values::positive);
pub(super) const THREAD_LIMIT: Variable<u32> = variable("OMP_THREAD_LIMIT", POSITIVE, values::positive);
pub(super) const WAIT_POLICY: Variable<WaitPolicy> =
    variable("OMP_WAIT_POLICY", "active or passive", values::wait_policy);
