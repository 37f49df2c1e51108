//! What a member tells observers. Without the feature `observe`, nothing: all of this is empty.

use std::panic::Location;

use super::context::Context;
use crate::hook::{self, Access, Cancelled, Kind, Member, Quiet, Scope, SyncKind, TaskStatus, Work};
use crate::taskpool::history::Mode;
use crate::taskpool::node::{Fate, Kind as NodeKind, LINKED, Node};

type Place = &'static Location<'static>;

impl Context {
    /// This member as observers know it.
    #[inline(always)]
    pub(crate) fn observed(&self) -> Option<Member> {
        self.frame().mark.member(self.thread_num)
    }

    /// The implicit task, run by the thread of seat `runner`. To be dropped last.
    #[inline(always)]
    pub(crate) fn tell_task(&self, runner: usize) -> (Scope<'static>, Quiet) {
        let quiet = Quiet::if_silent(|| self.frame().mark);
        (hook::scope(|| self.observed(), || Kind::ImplicitTask { size: self.size, runner }), quiet)
    }

    /// This member's part of a worksharing construct.
    #[inline(always)]
    pub(crate) fn tell_work<'a>(&self, place: Place, work: impl FnOnce() -> Work<'a>) -> Scope<'a> {
        hook::scope(|| self.observed(), || Kind::Work { work: work(), place })
    }

    /// This member's part of a synchronisation.
    #[inline(always)]
    pub(crate) fn tell_sync(&self, sync: SyncKind, place: Place) -> Scope<'static> {
        hook::scope(|| self.observed(), || Kind::Sync { sync, place })
    }

    /// The same at the end of the region, from the end of its body to where it leaves.
    #[inline(always)]
    pub(crate) fn tell_end(&self) -> Scope<'static> {
        match hook::is_on().then(|| self.frame().mark.place()).flatten() {
            Some(place) => self.tell_sync(SyncKind::ParallelEnd, place),
            None => Scope::none(),
        }
    }

    /// Its wait there.
    #[inline(always)]
    pub(crate) fn tell_last_wait(&self) -> Scope<'static> {
        match hook::is_on().then(|| self.frame().mark.place()).flatten() {
            Some(place) => self.tell_wait(SyncKind::ParallelEnd, place),
            None => Scope::none(),
        }
    }

    /// Its wait in one.
    #[inline(always)]
    pub(crate) fn tell_wait(&self, sync: SyncKind, place: Place) -> Scope<'static> {
        hook::scope(|| self.observed(), || Kind::Wait { sync, place })
    }

    #[inline(always)]
    pub(crate) fn tell_cancel(&self, what: Cancelled) {
        hook::point(|| self.observed(), || Kind::Cancel { what });
    }

    /// A task is created by the one that this member runs.
    #[inline(always)]
    pub(crate) fn tell_task_create(&self, task: &'static Node, depends: bool, place: Place) {
        if hook::is_on() {
            self.tell_new_task(task, depends, place);
        }
    }

    #[cold]
    fn tell_new_task(&self, task: &'static Node, depends: bool, place: Place) {
        task.mark.name();
        let (parent, number) = (self.current_task().mark.get(), task.mark.get());
        hook::point(|| self.observed(), || Kind::TaskCreate { task: number, parent, depends, place });
        if let Some(links) = task.linked().filter(|_| task.has(LINKED)) {
            links.with_entries(|entries| {
                for entry in entries.iter() {
                    let (data, access) = (entry.header.addr(), access(entry.mode));
                    hook::point(|| self.observed(), || Kind::TaskDependence { task: number, data, access });
                }
            });
        }
    }

    /// This member goes from its current task to `task`, which is current already.
    #[inline(always)]
    pub(super) fn tell_task_begin(&self, outer: &'static Node, task: &'static Node) {
        if hook::is_on() {
            self.tell_switch(outer, TaskStatus::Switch, task);
        }
    }

    /// It comes back.
    #[inline(always)]
    pub(super) fn tell_task_end(&self, task: &'static Node, fate: Fate, outer: &'static Node) {
        if hook::is_on() {
            let status = if fate == Fate::Run { TaskStatus::Complete } else { TaskStatus::Cancel };
            self.tell_switch(task, status, outer);
        }
    }

    #[cold]
    fn tell_switch(&self, from: &'static Node, status: TaskStatus, to: &'static Node) {
        // The half of a join that another member has taken: nobody has created it as a task.
        if to.kind() == NodeKind::Half && to.mark.get() == 0 {
            to.mark.name();
        }
        let number = |node: &'static Node| node.levels().last().unwrap_or(node).mark.get();
        let (prior, next) = (number(from), number(to));
        hook::point(|| self.observed(), || Kind::TaskSchedule { prior, status, next });
    }
}

fn access(mode: Mode) -> Access {
    match mode {
        Mode::Read => Access::Read,
        Mode::Write => Access::Write,
        Mode::Commute => Access::Commute,
        Mode::Concurrent => Access::Concurrent,
    }
}
