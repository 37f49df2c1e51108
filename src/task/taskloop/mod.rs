//! `taskloop`: a loop whose chunks are tasks.

pub(super) mod cut;
mod draw;
mod grouped;
mod kept;
mod nogroup;
mod reduce;

use std::panic::Location;

pub use nogroup::TaskLoopNogroup;

use self::cut::{Cut, Grain};
use self::draw::Told;
use super::clauses::Task;
use crate::space::{Admission, IntoSpace, Space, Ticket};
use crate::team::Team;

impl<'scope> Team<'scope> {
    /// Makes tasks of the iterations of `space`, several in each, and waits until they and all that they have created are
    /// done. One member meets it, where a [`for_loop`](Team::for_loop) is met by all. OpenMP 5.2 §12.6.
    ///
    /// The chunks are drawn, as those of a dynamic loop, by this member and by all that have nothing better to do. A
    /// chunk costs about as much as one of [`Schedule::Dynamic`](crate::Schedule::Dynamic): there is one task for each
    /// member at most, which draws until none is left. What a chunk creates belongs to that task: a
    /// [`taskwait`](Team::taskwait) in a chunk also waits for what the chunks before it have created there.
    ///
    /// The order of the chunks is not specified. Every space that other loops run over will do, with nests of loops by
    /// [`collapse`](crate::space::collapse()).
    ///
    /// ```
    /// let mut squares = vec![0; 1000];
    /// ferromp::parallel_masked(|team| {
    ///     team.taskloop(ferromp::space::enumerate(&mut squares)).grainsize(64).for_each(|(i, x)| *x = i * i);
    ///     assert_eq!(squares[999], 999 * 999);
    /// });
    /// ```
    #[inline]
    #[track_caller]
    pub fn taskloop<I: IntoSpace>(&self, space: I) -> TaskLoop<'_, 'scope, I::Space> {
        TaskLoop {
            team: self,
            space: space.into_space(),
            grain: Grain::Unsaid,
            strict: false,
            clauses: Task::new(),
            place: Location::caller(),
        }
    }
}

/// A loop whose chunks are tasks, and its clauses. See [`Team::taskloop`].
#[must_use = "a loop does nothing until `for_each` or another of its ends"]
pub struct TaskLoop<'t, 'scope, S> {
    team: &'t Team<'scope>,
    space: S,
    grain: Grain,
    strict: bool,
    clauses: Task,
    place: &'static Location<'static>,
}

impl<'t, 'scope, S: Space> TaskLoop<'t, 'scope, S> {
    /// The `grainsize` clause: a chunk has at least `n` iterations, if there are so many, and fewer than twice `n`. It
    /// replaces [`num_tasks`](TaskLoop::num_tasks). 0 is taken as 1. OpenMP 5.2 §12.6.1.
    ///
    /// Without either clause there are 16 chunks for each member.
    #[inline]
    pub fn grainsize(mut self, n: u64) -> Self {
        self.grain = Grain::Size(n);
        self
    }

    /// The `num_tasks` clause: there are `n` chunks, or as many as iterations if these are fewer; their lengths differ by
    /// one at most. It replaces [`grainsize`](TaskLoop::grainsize). 0 is taken as 1. OpenMP 5.2 §12.6.2.
    #[inline]
    pub fn num_tasks(mut self, n: u64) -> Self {
        self.grain = Grain::Count(n);
        self
    }

    /// The `strict` modifier: with [`grainsize`](TaskLoop::grainsize), every chunk but the last has exactly so many
    /// iterations. [`num_tasks`](TaskLoop::num_tasks) is always obeyed as strictly as this asks. OpenMP 5.2 §12.6.
    #[inline]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// The `if` clause: if false, this member runs all chunks, in order. See [`Task::only_if`].
    #[inline]
    pub fn only_if(mut self, condition: bool) -> Self {
        self.clauses = self.clauses.only_if(condition);
        self
    }

    /// The `final` clause: if true, what a chunk creates runs at once. See [`Task::final_if`].
    #[inline]
    pub fn final_if(mut self, condition: bool) -> Self {
        self.clauses = self.clauses.final_if(condition);
        self
    }

    /// The `untied` clause: a chunk that waits lets its member run any task. See [`Task::untied`].
    #[inline]
    pub fn untied(mut self) -> Self {
        self.clauses = self.clauses.untied();
        self
    }

    /// The `mergeable` clause, which changes nothing. See [`Task::mergeable`].
    #[inline]
    pub fn mergeable(self) -> Self {
        self
    }

    /// The `priority` clause: of the tasks that draw the chunks. See [`Task::priority`].
    #[inline]
    pub fn priority(mut self, value: u32) -> Self {
        self.clauses = self.clauses.priority(value);
        self
    }

    /// The `nogroup` clause: does not wait. The loop's tasks are done where other tasks of the region are waited for, so
    /// space and body may borrow only what outlives the region. OpenMP 5.2 §12.6.
    #[inline]
    pub fn nogroup(self) -> TaskLoopNogroup<'t, 'scope, S> {
        TaskLoopNogroup(self)
    }

    fn cut(&self) -> Cut {
        Cut::new(self.space.len(), self.grain, self.strict, self.team.num_threads())
    }

    fn told(&self) -> Told {
        Told::new(self.space.len(), self.place)
    }

    /// The clauses of the task that this member runs itself, before it waits.
    fn undeferred(&self) -> Task {
        self.clauses.only_if(false)
    }

    /// The claim on what the space lends: one for the whole loop, whoever runs its chunks. `id` is unlike that of any
    /// other loop at this time.
    fn admit<'s>(&self, space: &'s S, id: *const ()) -> Admission<'s> {
        let context = self.team.context();
        let mut admission = Admission::new(Ticket {
            region: context.frame().id(),
            // Constructs that all members meet are numbered from 0 and never get here.
            construct: id.addr() as u64 | 1 << 63,
            member: context.thread_num() as u32,
            members: context.size() as u32,
            len: space.len(),
            static_chunk: None,
            place: self.place,
        });
        space.admit(&mut admission);
        admission
    }
}

impl<S> std::fmt::Debug for TaskLoop<'_, '_, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskLoop")
            .field("grain", &self.grain)
            .field("strict", &self.strict)
            .field("clauses", &self.clauses)
            .finish_non_exhaustive()
    }
}
