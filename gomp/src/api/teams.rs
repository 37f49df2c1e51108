//! Teams of initial threads (OpenMP 5.2, section 18.4).

use super::names::{count, getters, with_number};
use ferromp::__raw::{self, Settings};
use std::ffi::c_int;
use std::sync::atomic::{AtomicU32, Ordering};

/// A variable of the whole process: what the program has set, or else what the environment says.
struct Variable {
    /// [`NOT_SET`] as long as the program has said nothing.
    set: AtomicU32,
    environment: fn() -> u32,
}

const NOT_SET: u32 = u32::MAX;

impl Variable {
    const fn new(environment: fn() -> u32) -> Self {
        Self { set: AtomicU32::new(NOT_SET), environment }
    }

    /// 0 if nobody has said anything.
    fn get(&self) -> u32 {
        // Relaxed: a number, with which nothing else is published.
        match self.set.load(Ordering::Relaxed) {
            NOT_SET => (self.environment)(),
            set => set,
        }
    }

    fn set(&self, value: c_int) {
        if let Ok(value) = u32::try_from(value) {
            self.set.store(value, Ordering::Relaxed);
        }
    }
}

static NUM_TEAMS: Variable = Variable::new(__raw::num_teams_of_environment);
static THREAD_LIMIT: Variable = Variable::new(__raw::teams_thread_limit_of_environment);

/// `nteams-var`; 0 if nobody has said anything.
pub(crate) fn max_teams() -> u32 {
    NUM_TEAMS.get()
}

/// `teams-thread-limit-var`; 0 if nobody has said anything.
pub(crate) fn teams_thread_limit() -> u32 {
    THREAD_LIMIT.get()
}

getters! {
    /// Number of the caller's team.
    omp_get_team_num, omp_get_team_num_ -> c_int {
        count(Settings::of_this_task().host().team_num as usize)
    }

    /// How many teams there are.
    omp_get_num_teams, omp_get_num_teams_ -> c_int {
        count(Settings::of_this_task().host().num_teams as usize)
    }

    /// `nteams-var`.
    omp_get_max_teams, omp_get_max_teams_ -> c_int {
        count(max_teams() as usize)
    }

    /// `teams-thread-limit-var`.
    omp_get_teams_thread_limit, omp_get_teams_thread_limit_ -> c_int {
        count(teams_thread_limit() as usize)
    }
}

with_number! {
    /// Sets `nteams-var`, 0 meaning that nobody has said anything; numbers below 0 change nothing.
    omp_set_num_teams, omp_set_num_teams_, omp_set_num_teams_8_(teams) {
        NUM_TEAMS.set(teams);
    }

    /// Sets `teams-thread-limit-var`, 0 meaning that nobody has said anything; numbers below 0 change nothing.
    omp_set_teams_thread_limit, omp_set_teams_thread_limit_, omp_set_teams_thread_limit_8_(limit) {
        THREAD_LIMIT.set(limit);
    }
}
