use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};

use super::access::{Access, Entries, Lend};
use super::clauses::Task;
use super::spawn::{Member, Origin, Place, flags, queue};
use super::throttle;
use crate::taskpool::history::Mode;
use crate::taskpool::links::Links;
use crate::taskpool::node::{COMMUTES, FINAL, FOLLOWED, Fate, Kind, LINKED, Node};
use crate::taskpool::tally::{PENDING, TREE};
use crate::team::Team;
use crate::team::context::Context;
use crate::team::tasking::Tasks;

/// A task's closure, its accesses and what else it needs.
struct Work<A, F> {
    body: F,
    access: A,
    origin: Origin,
}

/// Runs or drops what a node was filled with.
///
/// # Safety
/// As for [`Execute`](crate::taskpool::node::Execute); the node was filled with a `Work<A, F>`, registered with the entries of
/// its access, and is ready.
unsafe fn execute<'s, P, A, F>(node: &Node, member: *const (), fate: Fate)
where
    P: Place<'s>,
    A: Access,
    F: for<'r> FnOnce(&P::Handle, <A as Lend<'r>>::Refs),
{
    // SAFETY: contract of this function.
    let Work { body, access, origin } = unsafe { node.take::<Work<A, F>>() };
    if fate == Fate::Run && !is_spoiled(node) {
        // SAFETY: contract of this function.
        let context = unsafe { &*member.cast::<Context>() };
        // SAFETY: until the task is over, tasks whose accesses exclude these are over or wait for it.
        P::hand_on(origin, Member(context), |handle| body(handle, unsafe { access.lend() }));
    }
}

/// Whether a task must not run because what it needs was not made. Then that is passed on to what it was to make.
fn is_spoiled(node: &Node) -> bool {
    let Some(links) = node.linked().filter(|links| links.is_spoiled()) else { return false };
    links.spoil();
    tell_not_run(node);
    true
}

/// Lets those who wait for a task learn that it is not run.
pub(super) fn tell_not_run(node: &Node) {
    // They hear of the first panic; this is one only for those who have heard of none.
    assert!(node.parent().is_some_and(Node::has_panic), "{SPOILED}");
}

const SPOILED: &str = "a task was not run, because a task before it that was to make its data has panicked \
                       (`Data::clear_poison` lets tasks on such data run again)";

pub(super) const CIRCLE: &str = "a task with accesses waits for one that waits for it, since both have access to the same \
                                 `Data`: inside, use the reference that the closure has received";

/// Whether a task that is about to be created may come after the current one on the same data, as it does if their
/// accesses exclude each other: not if the current one is to wait for it.
fn may_follow(context: &Context, links: &Links, awaited: bool) -> bool {
    let task = context.current_task();
    let Some(own) = task.linked().filter(|_| task.has(LINKED)) else { return true };
    let follows = own.with_entries(|own| {
        links.with_entries(|new| {
            new.iter()
                .any(|new| own.iter().any(|own| own.header == new.header && new.mode.waits_for(own.mode)))
        })
    });
    let waits = awaited || !std::ptr::eq(context.current(), task);
    if follows && !waits {
        task.set_flag(FOLLOWED);
    }
    !(follows && waits)
}

/// Makes a node for a task with `access`, child of the current one.
#[track_caller]
fn prepare(
    context: &Context,
    tasks: Tasks,
    clauses: Task,
    access: &impl Access,
    awaited: bool,
) -> &'static Node {
    let node = tasks.seat.store().take();
    let links = node.links();
    let Some(commutes) = links.with_entries(|entries| {
        Entries::collect(access, entries)?;
        Some(entries.iter().any(|entry| entry.mode == Mode::Commute))
    }) else {
        tasks.seat.store().give_back(node);
        panic!(
            "the same `Data` twice in the accesses of one task, not both times to read it: the references would \
             exclude each other"
        );
    };
    if !may_follow(context, links, awaited) {
        tasks.seat.store().give_back(node);
        panic!("{CIRCLE}");
    }
    let linked = if commutes { LINKED | COMMUTES } else { LINKED };
    node.begin(Kind::Task, context.current(), flags(context, clauses) | linked, 0);
    context.tell_task_create(node, true, Location::caller());
    node.settings.set(context.settings_for_task());
    context.address_links(tasks, links, awaited, clauses.priority);
    node
}

/// Creates a task that runs when its accesses allow.
#[track_caller]
pub(super) fn spawn_with<'s, P, A, F>(place: &P, clauses: Task, access: A, body: F)
where
    P: Place<'s>,
    A: Access + Send + 's,
    F: for<'r> FnOnce(&P::Handle, <A as Lend<'r>>::Refs) + Send + 's,
{
    let Member(context) = place.member();
    let tasks = context.tasks();
    let parent = context.current();
    throttle::hold(context, tasks, parent);
    let awaited = !clauses.deferred || parent.has(FINAL);
    let node = prepare(context, tasks, clauses, &access, awaited);
    node.fill(Work { body, access, origin: place.origin() }, execute::<P, A, F>);
    parent.tally.add(PENDING + TREE);
    // SAFETY: filled, and the data outlive `'s`, which does not end before the task is over.
    let ready = unsafe { node.links().register() };
    if awaited {
        run_awaited(context, tasks, node);
    } else if ready {
        offer(context, tasks, node, clauses.priority);
    }
}

/// Hands a task that was ready when it was registered to those who may run it.
#[inline]
pub(super) fn offer(context: &Context, tasks: Tasks, node: &'static Node, priority: u32) {
    let lends = context.crew_size() > 1;
    if lends && priority > 0 {
        queue(context, tasks, node, priority);
    } else if !lends || !context.offer(tasks, node) {
        context.run_task(tasks, node);
    }
}

fn run_awaited(context: &Context, tasks: Tasks, node: &'static Node) {
    context.await_links(tasks, node.links());
    context.run_task(tasks, node);
}

type Answer<R> = Result<R, Box<dyn Any + Send>>;

/// What a member that waits for accesses does with them, on its stack.
struct Visit<'a, A, F, R> {
    context: &'a Context,
    access: A,
    /// The body runs although what it has access to may not have been made.
    takes_spoiled: bool,
    body: Cell<Option<F>>,
    answer: Cell<Option<Answer<R>>>,
}

/// Runs the body of a visit.
///
/// # Safety
/// As for [`Execute`](crate::taskpool::node::Execute); the node was filled with a pointer to a `Visit<A, F, R>` that lives, and
/// is ready.
unsafe fn execute_visit<A, F, R>(node: &Node, _member: *const (), fate: Fate)
where
    A: Access,
    F: for<'r> FnOnce(<A as Lend<'r>>::Refs) -> R,
{
    // SAFETY: contract of this function.
    let visit = unsafe { &*node.take::<*const Visit<'_, A, F, R>>() };
    // If a group is cancelled its tasks are not run, but their creator goes on.
    if fate == Fate::Drop && visit.context.is_interrupted() {
        return;
    }
    let (Some(body), Some(links)) = (visit.body.take(), node.linked()) else { return };
    let run = AssertUnwindSafe(|| {
        assert!(visit.takes_spoiled || !links.is_spoiled(), "{SPOILED}");
        // SAFETY: until the node is over, tasks whose accesses exclude these are over or wait for it.
        body(unsafe { visit.access.lend() })
    });
    let answer = catch_unwind(run);
    if answer.as_ref().is_err_and(|payload| !visit.context.is_cancellation(&**payload)) {
        links.spoil();
    }
    visit.answer.set(Some(answer));
}

impl<'scope> Team<'scope> {
    /// Creates a task that runs when its accesses to [`Data`](crate::Data) allow: after those tasks, created earlier, whose
    /// accesses exclude its own. OpenMP 5.2 §15.9.5, `depend`.
    ///
    /// Its closure receives references to the data, and as [`task`](Team::task) may borrow what outlives the region.
    /// When very many tasks wait already, this member first runs some of them.
    ///
    /// # Panics
    /// If `access` names the same data twice, not both times to read it; if the current task has access to the same data and
    /// is to wait for this one, since it is in a group. For panics of `body` see [`Data`](crate::Data).
    ///
    /// ```
    /// use ferromp::{Data, parallel_masked};
    /// let cells: Vec<Data<u64>> = (0..20).map(|_| Data::new(1)).collect();
    /// parallel_masked(|team| {
    ///     for i in 2..cells.len() {
    ///         let access = (cells[i - 2].read(), cells[i - 1].read(), cells[i].write());
    ///         team.task_with(access, |_, (a, b, c)| *c = a + b);
    ///     }
    /// });
    /// assert_eq!(cells.into_iter().last().unwrap().into_inner(), 6765);
    /// ```
    #[inline]
    #[track_caller]
    pub fn task_with<A, F>(&self, access: A, body: F)
    where
        A: Access + Send + 'scope,
        F: for<'r> FnOnce(&Team<'scope>, <A as Lend<'r>>::Refs) + Send + 'scope,
    {
        Task::new().spawn_with(self, access, body);
    }

    /// Waits until a task with this access would be run, and does what it would do: `taskwait` with a `depend` clause.
    /// Meanwhile this member runs tasks below the current one. OpenMP 5.2 §15.5.
    ///
    /// If the region is cancelled meanwhile, this leaves it, as [`cancellation_point`](Team::cancellation_point) does.
    ///
    /// `body` may borrow locals, and its result is answered. Tasks that are created later, and whose accesses exclude these,
    /// wait for its end.
    ///
    /// # Panics
    /// With the panic of `body`; if a task that was to make the data has panicked; and as [`task_with`](Team::task_with).
    ///
    /// ```
    /// use ferromp::{Data, parallel_masked};
    /// let (a, b) = (Data::new(0), Data::new(0));
    /// parallel_masked(|team| {
    ///     team.task_with(a.write(), |_, a| *a = 6);
    ///     team.task_with(b.write(), |_, b| *b = 7);
    ///     let product = team.taskwait_with((a.read(), b.read()), |(a, b)| a * b);
    ///     assert_eq!(product, 42);
    /// });
    /// ```
    #[track_caller]
    pub fn taskwait_with<A, F, R>(&self, access: A, body: F) -> R
    where
        A: Access,
        F: for<'r> FnOnce(<A as Lend<'r>>::Refs) -> R,
    {
        self.visit(access, false, body)
    }

    /// [`taskwait_with`](Team::taskwait_with). `takes_spoiled`: whether or not the data were made.
    #[track_caller]
    pub(super) fn visit<A, F, R>(&self, access: A, takes_spoiled: bool, body: F) -> R
    where
        A: Access,
        F: for<'r> FnOnce(<A as Lend<'r>>::Refs) -> R,
    {
        let context = self.context();
        let tasks = context.tasks();
        let node = prepare(context, tasks, Task::new(), &access, true);
        let visit =
            Visit { context, access, takes_spoiled, body: Cell::new(Some(body)), answer: Cell::new(None) };
        node.fill(std::ptr::from_ref(&visit), execute_visit::<A, F, R>);
        context.current().tally.add(PENDING + TREE);
        // SAFETY: filled, and this call, which borrows the data, does not return before the node is over.
        unsafe { node.links().register() };
        run_awaited(context, tasks, node);
        match visit.answer.take() {
            Some(Ok(result)) => result,
            Some(Err(payload)) => resume_unwind(payload),
            None => {
                self.cancellation_point();
                unreachable!("visits are made unless the region ends")
            }
        }
    }
}
