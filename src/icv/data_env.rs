//! The internal control variables of which every task has its own copy.

use super::host::host;
use super::{ContentionGroup, Environment, HostVariables};
use crate::place::ProcBind;
use crate::schedule::Schedule;

/// Variables of a data environment (OpenMP 5.2, section 2.3): a task starts with a copy of its parent's and changes
/// only its own. Small and `Copy`, so a region hands its encountering task's to each member by value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DataEnv {
    /// First element of `nthreads-var`: threads for the next region. What `omp_set_num_threads` sets.
    pub(crate) nthreads: u32,
    /// The elements of `nthreads-var` behind the first, for deeper levels.
    pub(crate) nthreads_deeper: &'static [u32],
    /// First element of `bind-var`.
    pub(crate) bind: ProcBind,
    /// The elements of `bind-var` behind the first.
    pub(crate) bind_deeper: &'static [ProcBind],
    /// Whether `proc_bind` clauses are ignored.
    pub(crate) never_bind: bool,
    /// `dyn-var`: whether fewer threads than asked for may be given, to not oversubscribe the machine.
    pub(crate) dynamic: bool,
    /// `max-active-levels-var`.
    pub(crate) max_active_levels: u32,
    /// `thread-limit-var`.
    pub(crate) thread_limit: u32,
    /// Whose threads it bounds, if that is not the whole process.
    pub(crate) contention: Option<&'static ContentionGroup>,
    /// `display-affinity-var`, which no program changes: here so that a fork looks at one thing only.
    pub(crate) display_affinity: bool,
    /// `run-sched-var`: what `schedule(runtime)` means. Never `runtime` itself.
    pub(crate) schedule: Schedule<'static>,
    /// What a host of this library keeps with each task.
    pub(crate) host: HostVariables,
}

impl DataEnv {
    /// Variables of an initial task, whose thread may use `width` CPUs.
    pub(crate) fn initial(environment: &'static Environment, width: usize) -> Self {
        let width = u32::try_from(width).unwrap_or(u32::MAX);
        let (nthreads, nthreads_deeper) = environment.num_threads.split_first().unwrap_or((&width, &[]));
        let (bind, bind_deeper) = environment.proc_bind.split_first().unwrap_or((&ProcBind::False, &[]));
        Self {
            nthreads: *nthreads,
            nthreads_deeper,
            bind: *bind,
            bind_deeper,
            never_bind: environment.never_bind,
            dynamic: environment.dynamic,
            max_active_levels: environment.max_active_levels,
            thread_limit: environment.thread_limit,
            contention: None,
            display_affinity: environment.display_affinity,
            schedule: environment.schedule,
            host: host().variables,
        }
    }

    /// Variables of the implicit tasks of a region whose encountering task has these: the lists lose their first
    /// element unless it is the only one (OpenMP 5.2, sections 2.4 and 10.1).
    #[must_use]
    pub(crate) fn for_members(mut self) -> Self {
        if let Some((first, deeper)) = self.nthreads_deeper.split_first() {
            (self.nthreads, self.nthreads_deeper) = (*first, deeper);
        }
        if let Some((first, deeper)) = self.bind_deeper.split_first() {
            (self.bind, self.bind_deeper) = (*first, deeper);
        }
        self
    }

    /// The policy for a region with this `proc_bind` clause.
    pub(crate) fn policy(&self, clause: Option<ProcBind>) -> ProcBind {
        clause.filter(|_| !self.never_bind).unwrap_or(self.bind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::icv::environment::tests::environment_of;

    fn initial(variables: &[(&str, &str)], width: usize) -> DataEnv {
        DataEnv::initial(Box::leak(Box::new(environment_of(variables))), width)
    }

    /// What the first, second, … region in the chain of nested ones would use.
    fn levels<T>(env: DataEnv, value: impl Fn(DataEnv) -> T) -> Vec<T> {
        std::iter::successors(Some(env), |env| Some(env.for_members())).map(value).take(4).collect()
    }

    #[test]
    fn lists_have_an_element_per_level_and_the_last_repeats() {
        use ProcBind::*;
        let env = initial(&[("OMP_NUM_THREADS", "8,4,2"), ("OMP_PROC_BIND", "spread,close,primary")], 64);
        assert_eq!(levels(env, |env| env.nthreads), [8, 4, 2, 2]);
        assert_eq!(levels(env, |env| env.bind), [Spread, Close, Primary, Primary]);
    }

    #[test]
    fn without_variables_every_level_has_the_machines_width() {
        let env = initial(&[], 6);
        assert_eq!(levels(env, |env| env.nthreads), [6; 4]);
        assert_eq!(levels(env, |env| env.bind), [ProcBind::False; 4]);
    }

    #[test]
    fn setting_the_number_of_threads_leaves_deeper_levels_alone() {
        let mut env = initial(&[("OMP_NUM_THREADS", "8,4")], 64);
        env.nthreads = 3;
        assert_eq!(levels(env, |env| env.nthreads), [3, 4, 4, 4]);
    }

    #[test]
    fn a_clause_binds_unless_the_user_has_forbidden_it() {
        let spread = Some(ProcBind::Spread);
        assert_eq!(initial(&[], 4).policy(spread), ProcBind::Spread);
        assert_eq!(initial(&[], 4).policy(None), ProcBind::False);
        assert_eq!(initial(&[("OMP_PROC_BIND", "close")], 4).policy(spread), ProcBind::Spread);
        assert_eq!(initial(&[("OMP_PROC_BIND", "close")], 4).policy(None), ProcBind::Close);
        assert_eq!(initial(&[("OMP_PROC_BIND", "false")], 4).policy(spread), ProcBind::False);
    }
}
