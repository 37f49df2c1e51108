use std::panic::Location;

use super::clauses::Task;
use super::group::TaskGroup;
use super::scope::TaskScope;
use crate::taskpool::node::{FINAL, Fate, Flags, Kind, Node, UNTIED};
use crate::taskpool::tally::{PENDING, TREE};
use crate::team::Team;
use crate::team::context::Context;
use crate::team::tasking::Tasks;

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::team::Team<'_> {}
    impl Sealed for super::super::group::TaskGroup<'_, '_> {}
    impl Sealed for super::super::scope::TaskScope<'_, '_> {}
}

/// Where a task can be created: the handle of a region, [`Team`], or of a group, [`TaskGroup`]. `'s` is what a task may
/// borrow.
pub trait Place<'s>: sealed::Sealed {
    /// What a task receives.
    type Handle;

    #[doc(hidden)]
    fn member(&self) -> Member<'_>;

    /// Calls `body` with this place's handle of the member that runs a task.
    #[doc(hidden)]
    fn hand_on(origin: Origin, member: Member<'_>, body: impl FnOnce(&Self::Handle));

    #[doc(hidden)]
    fn origin(&self) -> Origin;
}

/// The member that creates or runs a task.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Member<'a>(pub(super) &'a Context);

/// What a task keeps of the place where it was created.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Origin(pub(super) Option<&'static Node>);

impl<'scope> Place<'scope> for Team<'scope> {
    type Handle = Self;

    #[inline]
    fn member(&self) -> Member<'_> {
        Member(self.context())
    }

    #[inline]
    fn hand_on(_: Origin, Member(context): Member<'_>, body: impl FnOnce(&Self)) {
        body(Team::of(context));
    }

    #[inline]
    fn origin(&self) -> Origin {
        Origin(None)
    }
}

impl<'s, 'scope> Place<'s> for TaskScope<'s, 'scope> {
    type Handle = Team<'scope>;

    #[inline]
    fn member(&self) -> Member<'_> {
        Member(self.creator())
    }

    #[inline]
    fn hand_on(_: Origin, Member(context): Member<'_>, body: impl FnOnce(&Team<'scope>)) {
        body(Team::of(context));
    }

    #[inline]
    fn origin(&self) -> Origin {
        Origin(None)
    }
}

impl<'group> Place<'group> for TaskGroup<'group, '_> {
    type Handle = Self;

    #[inline]
    fn member(&self) -> Member<'_> {
        Member(self.handle().context())
    }

    #[inline]
    fn hand_on(origin: Origin, Member(context): Member<'_>, body: impl FnOnce(&Self)) {
        TaskGroup::of(origin, context, body);
    }

    #[inline]
    fn origin(&self) -> Origin {
        Origin(Some(self.node()))
    }
}

/// A task's closure and what else it needs.
struct Work<F> {
    body: F,
    origin: Origin,
}

/// Runs or drops what a node was filled with.
///
/// # Safety
/// As for [`Execute`](crate::taskpool::node::Execute); the node was filled with a `Work<F>`.
unsafe fn execute<'s, P: Place<'s>, F: FnOnce(&P::Handle) + 's>(node: &Node, member: *const (), fate: Fate) {
    // SAFETY: contract of this function.
    let work = unsafe { node.take::<Work<F>>() };
    if fate == Fate::Run {
        // SAFETY: contract of this function.
        let context = unsafe { &*member.cast::<Context>() };
        P::hand_on(work.origin, Member(context), work.body);
    }
}

/// Creates a task and offers it, or runs it at once where clauses or circumstances say so.
#[inline]
pub(super) fn spawn<'s, P, F>(place: &P, clauses: Task, at: &'static Location<'static>, body: F)
where
    P: Place<'s>,
    F: FnOnce(&P::Handle) + Send + 's,
{
    let Member(context) = place.member();
    let tasks = context.tasks();
    let parent = context.current();
    let node = tasks.seat.store().take();
    node.begin(Kind::Task, parent, flags(context, clauses), 0);
    context.tell_task_create(node, false, at);
    node.settings.set(context.settings_for_task());
    node.fill(Work { body, origin: place.origin() }, execute::<P, F>);
    parent.tally.add(PENDING + TREE);
    let deferred = clauses.deferred && !parent.has(FINAL) && context.crew_size() > 1;
    if clauses.priority > 0 && deferred {
        queue(context, tasks, node, clauses.priority);
    } else if !deferred || !context.offer(tasks, node) {
        context.run_task(tasks, node);
    }
}

#[inline]
pub(super) fn flags(context: &Context, clauses: Task) -> Flags {
    let inherited = if context.current().has(FINAL) || clauses.is_final { FINAL } else { 0 };
    inherited | if clauses.untied { UNTIED } else { 0 }
}

#[cold]
pub(super) fn queue(context: &Context, tasks: Tasks, node: &'static Node, priority: u32) {
    tasks.pool.queue.push(node.into(), priority);
    context.call_helper();
}
