use super::Member;
use crate::icv::{self, DataEnv, HostVariables};
use crate::parallel;

/// The internal control variables of a task.
#[derive(Clone, Copy, Debug)]
pub struct Settings(pub(super) DataEnv);

impl Settings {
    /// Those of the task that the calling thread runs.
    #[must_use]
    pub fn of_this_task() -> Self {
        Self(parallel::settings())
    }

    /// Makes them those of the task that the calling thread runs.
    pub fn keep(self) {
        parallel::set_settings(self.0);
    }

    /// `thread-limit-var`.
    #[must_use]
    pub fn thread_limit(&self) -> u32 {
        self.0.thread_limit
    }

    /// Sets `thread-limit-var`, at least 1.
    pub fn set_thread_limit(&mut self, limit: u32) {
        self.0.thread_limit = limit.max(1);
    }

    /// What the library on top of this one keeps with each task.
    #[must_use]
    pub fn host(&self) -> &HostVariables {
        &self.0.host
    }

    /// The same, to be changed.
    pub fn host_mut(&mut self) -> &mut HostVariables {
        &mut self.0.host
    }
}

/// Reads the environment, unless that has been done.
pub fn read_environment() {
    icv::environment();
}

/// `nteams-var` as the environment has it; 0 if it says nothing.
#[must_use]
pub fn num_teams_of_environment() -> u32 {
    icv::environment().num_teams
}

/// `teams-thread-limit-var` as the environment has it; 0 if it says nothing.
#[must_use]
pub fn teams_thread_limit_of_environment() -> u32 {
    icv::environment().teams_thread_limit
}

impl Member {
    /// A number that no other task has while this one exists; never 0.
    #[must_use]
    pub fn task_number(&self) -> usize {
        self.0.task_number()
    }
}
