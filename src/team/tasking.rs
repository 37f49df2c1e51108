//! How members run tasks: what a waiting member does, and what follows when a task has run. `taskpool` holds the parts.

use std::any::Any;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::ptr::NonNull;

use super::context::Context;
use super::core::TeamCore;
use super::{interrupt, spare};
use crate::error::die;
use crate::icv::named_by_host;
use crate::prim::Ordering;
use crate::sys::fence;
use crate::taskpool::half::Half;
use crate::taskpool::node::{COMMUTES, DETACHED, Fate, KNOWS_DATA, Kind, LINKED, Node, OWNS, discard};
use crate::taskpool::pool::{Reach, TaskPool};
use crate::taskpool::seat::{Aside, TaskSeat};
use crate::taskpool::tally::{PENDING, TREE};
use crate::wait::Advice;

/// What a member uses for tasks, once it does.
#[derive(Clone, Copy)]
pub(crate) struct Tasks {
    pub(crate) pool: &'static TaskPool,
    pub(crate) seat: &'static TaskSeat,
}

/// Carried by the unwinding that ends a task of a cancelled group.
pub(crate) struct TaskCancelled;

impl Context {
    /// What this member uses for tasks.
    #[inline]
    pub(crate) fn tasks(&self) -> Tasks {
        match self.tasks.get() {
            Some(tasks) => tasks,
            None => self.open_tasks(),
        }
    }

    /// Begins to use tasks: from now on, members of this region that wait look for tasks.
    #[cold]
    #[inline(never)]
    fn open_tasks(&self) -> Tasks {
        let pool = match self.helpers() {
            Some(core) => core.task_pool(),
            None => spare::take(),
        };
        let tasks = self.attach(pool);
        if let Some(core) = self.helpers() {
            core.open_tasking(self.start.0, self.size);
        }
        tasks
    }

    fn attach(&self, pool: &'static TaskPool) -> Tasks {
        let index = if self.helpers().is_some() { self.thread_num } else { 0 };
        let seat = &pool.seats[index];
        seat.root().start(index);
        seat.serve(self.crew_size());
        let tasks = Tasks { pool, seat };
        self.current.set(Some(seat.root()));
        self.joins.set((self.crew_size() > 1).then_some(seat));
        self.tasks.set(Some(tasks));
        pool.crew.store(self.crew_size() as u32, Ordering::Relaxed);
        tasks
    }

    /// Where this member notes its open joins, if others could take halves of them.
    #[inline]
    pub(crate) fn joins(&self) -> Option<&'static TaskSeat> {
        self.joins.get().or_else(|| self.open_joins())
    }

    #[cold]
    #[inline(never)]
    fn open_joins(&self) -> Option<&'static TaskSeat> {
        if self.crew_size() > 1 && self.tasks.get().is_none() {
            self.open_tasks();
        }
        self.joins.get()
    }

    /// What this member uses for tasks, if it does already.
    #[inline]
    pub(crate) fn opened_tasks(&self) -> Option<Tasks> {
        self.tasks.get()
    }

    #[inline]
    pub(crate) fn set_current(&self, node: &'static Node) {
        self.current.set(Some(node));
    }

    /// The team whose members may run this member's tasks.
    #[inline]
    pub(crate) fn helpers(&self) -> Option<&'static TeamCore> {
        if self.lends { self.core } else { None }
    }

    /// How many members may run this member's tasks, itself included.
    #[inline]
    pub(crate) fn crew_size(&self) -> usize {
        if self.helpers().is_some() { self.size } else { 1 }
    }

    /// The task, or the group in it, that this member runs; what is created now becomes its child.
    #[inline]
    pub(crate) fn current(&self) -> &'static Node {
        match self.current.get() {
            Some(node) => node,
            None => self.open_tasks().seat.root(),
        }
    }

    /// The task that this member runs: [`current`](Context::current) without the groups in it.
    pub(crate) fn current_task(&self) -> &'static Node {
        self.current().levels().last().unwrap_or_else(|| self.current())
    }

    /// A number that no other task has while the one that this member runs is there; never 0.
    #[cfg(all(feature = "raw", not(loom)))]
    pub(crate) fn task_number(&self) -> usize {
        if let Some(tasks) = self.opened_tasks() {
            // A task without a node has no number either, and one that it gets later would be another.
            self.take_shape(tasks);
        }
        let explicit =
            self.current.get().map(|_| self.current_task()).filter(|task| task.kind() == Kind::Task);
        explicit.map_or_else(|| std::ptr::from_ref(self).addr(), |task| std::ptr::from_ref(task).addr())
    }

    /// What a tied or untied task that waits lets its member run.
    pub(crate) fn reach(&self, below: &Node) -> Reach {
        if self.current_task().has(crate::taskpool::node::UNTIED) { Reach::Any } else { Reach::Under(below) }
    }

    /// Offers a task that is ready: to this member's later self and to every other member that looks for one. False
    /// if there is no room.
    #[inline]
    pub(crate) fn offer(&self, tasks: Tasks, task: &'static Node) -> bool {
        let room = tasks.seat.deque().push(task.into());
        if room {
            self.call_helper();
        }
        room
    }

    /// Wakes a member that sleeps because it found no task, if there is one.
    #[inline]
    pub(crate) fn call_helper(&self) {
        if let Some(core) = self.helpers() {
            core.call_helper(self.size);
        }
    }

    /// Waits until `done` holds, running tasks in the meantime.
    #[inline]
    pub(crate) fn help_until(&self, tasks: Tasks, reach: Reach, mut done: impl FnMut() -> bool) {
        while !done() {
            match tasks.pool.find(tasks.seat, self.crew_size(), reach) {
                Some((task, stolen)) => self.run_found(tasks, task, stolen),
                None => self.rest_until(tasks, reach, &mut done),
            }
        }
    }

    /// Runs one task, if there is one.
    pub(crate) fn help_once(&self, tasks: Tasks, reach: Reach) -> bool {
        let found = tasks.pool.find(tasks.seat, self.crew_size(), reach);
        found.inspect(|&(task, stolen)| self.run_found(tasks, task, stolen)).is_some()
    }

    /// Waits until `done` holds or there is a task, and runs that.
    #[cold]
    fn rest_until(&self, tasks: Tasks, reach: Reach, done: &mut dyn FnMut() -> bool) {
        let choosy = self.choosy(tasks, reach);
        let mut found = None;
        let ready = || {
            done() || {
                found = tasks.pool.find(tasks.seat, self.crew_size(), reach);
                if let (None, Some(choosy)) = (found, &choosy) {
                    found = choosy.find_wanted();
                }
                found.is_some()
            }
        };
        match self.helpers() {
            Some(core) => core.wait_in_turns(self.thread_num, self.size, ready),
            None => {
                let patience = super::limits::patience(false);
                patience.wait_in_turns(&tasks.pool.bell, &tasks.pool.sleeper, ready, || Advice::Spin);
            }
        }
        drop(choosy);
        if let Some((task, stolen)) = found {
            if let Some(core) = self.helpers() {
                core.pass_call_on(tasks.pool, self.size);
            }
            self.run_found(tasks, task, stolen);
        }
    }

    /// Runs a task that this member has found while it waited.
    fn run_found(&self, tasks: Tasks, task: &'static Node, stolen: bool) {
        // Before the change of deques: they must lie below what is left of the task.
        let aside = self.put_joins_aside(tasks);
        if stolen && tasks.seat.deque().len() != 0 {
            self.run_above(tasks, task);
        } else {
            self.run_task(tasks, task);
        }
        if let Some(aside) = aside {
            tasks.seat.take_joins_up(&aside);
        }
    }

    /// Runs what belongs elsewhere while the deque holds what belongs here.
    #[cold]
    fn run_above(&self, tasks: Tasks, task: &'static Node) {
        let seat = tasks.seat;
        let mut shed = |left| {
            tasks.pool.queue.push(left, 0);
            self.call_helper();
        };
        if seat.go_deeper() {
            self.run_task(tasks, task);
            seat.come_up(shed);
        } else {
            let mark = seat.deque().bottom();
            self.run_task(tasks, task);
            seat.shed_above(mark, &mut shed);
        }
    }

    /// Before this member runs something else: offers the joins that are open here, which do not belong to that.
    #[inline]
    pub(crate) fn put_joins_aside(&self, tasks: Tasks) -> Option<Aside> {
        let aside = tasks.seat.put_joins_aside(self.current(), run_half);
        if aside.is_some() {
            self.call_helper();
        }
        aside
    }

    /// Runs a task, or drops it if it is cancelled. The caller has taken it or never offered it.
    pub(crate) fn run_task(&self, tasks: Tasks, task: &'static Node) {
        // Asked once: a task that was let go on without its turns because it was called off must not run after all, and
        // the answer may change while others cancel and end groups.
        let called_off = !task.has(OWNS) && self.is_called_off(tasks, task);
        // SAFETY: the caller has the task, whose data outlive it.
        if task.has(COMMUTES) && !called_off && !unsafe { task.links().take_turns() } {
            return; // Somebody else may have it already.
        }
        let seat = tasks.seat;
        let outer = self.current();
        let aside = self.put_joins_aside(tasks);
        self.current.set(Some(task));
        task.start(seat.index());
        let own_settings = self.exchange_settings(task.settings.take());
        let fate = if called_off { Fate::Drop } else { Fate::Run };
        self.tell_task_begin(outer, task);
        let member = std::ptr::from_ref(self).cast();
        // SAFETY: the task was filled when it was created, and whoever has it runs it once.
        let run = || unsafe { task.execute(member, fate) };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            // Inside a region nested in this one, a handle of this one may still be waited with.
            if std::ptr::eq(Context::current_ptr(), self) { run() } else { self.enter(run) }
        }));
        self.exchange_settings(own_settings);
        self.current.set(Some(outer));
        self.tell_task_end(task, fate, outer);
        if let Some(aside) = aside {
            seat.take_joins_up(&aside);
        }
        if let Err(payload) = outcome {
            self.keep_panic(task, payload);
        }
        self.finish(tasks, task);
    }

    /// Whether what has not started shall not start.
    #[inline]
    pub(crate) fn is_called_off(&self, tasks: Tasks, task: &Node) -> bool {
        self.core.is_some_and(|core| core.notice.interrupt.is_raised())
            || tasks.pool.cancels.load(Ordering::Relaxed) != 0 && task.is_cancelled()
    }

    /// Keeps what a task has thrown for the one who waits for it.
    #[cold]
    fn keep_panic(&self, task: &'static Node, payload: Box<dyn Any + Send>) {
        if self.is_cancellation(&*payload) {
            return discard(payload);
        }
        if task.has(LINKED) {
            task.links().spoil();
        }
        if let Some(parent) = task.parent() {
            parent.keep_panic(payload);
        }
    }

    /// Whether a task has thrown `payload` because it was cancelled.
    pub(crate) fn is_cancellation(&self, payload: &(dyn Any + Send)) -> bool {
        let region_ended = self.core.is_some_and(|core| core.notice.interrupt.is_raised())
            && interrupt::ends(payload, self.frame());
        region_ended || payload.is::<TaskCancelled>()
    }

    /// The body of `task` has run on this member.
    #[inline]
    pub(crate) fn finish(&self, tasks: Tasks, task: &'static Node) {
        let reporter = Reporter { core: self.helpers(), pool: tasks.pool, seat: tasks.seat.index() };
        reporter.finish(task);
    }

    /// Runs the tasks that this member's implicit task has created and all that they bring about, as far as they have
    /// been created in the part of it that meets the barrier: groups around it stay open.
    fn drain(&self, tasks: Tasks) {
        let innermost = self.current();
        let rest = innermost.levels().skip(1);
        let groups_only = || rest.clone().all(|node| node.tally.has_open_trees(1));
        self.help_until(tasks, Reach::Any, || innermost.tally.is_complete() && groups_only());
        let root = tasks.seat.root();
        if root.has(KNOWS_DATA) {
            root.forget_siblings();
        }
    }

    /// [`drain`](Context::drain) at a barrier, where a panic of a task surfaces.
    #[inline]
    pub(crate) fn drain_at_barrier(&self, place: &'static Location<'static>) {
        if let Some(tasks) = self.tasks.get() {
            self.drain_in_region(tasks, place);
        }
    }

    fn drain_in_region(&self, tasks: Tasks, place: &'static Location<'static>) {
        self.refuse_in_task(place);
        self.drain(tasks);
        if let Some(payload) = self.current().levels().find_map(Node::take_panic) {
            resume_unwind(payload);
        }
    }

    /// Refuses a barrier or a worksharing construct where not every member of the team would meet it.
    ///
    /// # Panics
    /// In an explicit task, and in the first half of a join.
    #[inline]
    pub(crate) fn refuse_in_task(&self, place: &'static Location<'static>) {
        if let Some(tasks) = self.tasks.get()
            && (tasks.seat.open_joins() != 0 || self.current_task().kind() != Kind::Implicit)
        {
            report_in_task(place);
        }
    }

    /// Runs the tasks of this member, whose body is over, and answers the first panic that nobody has waited for.
    #[inline]
    pub(crate) fn end_tasks(&self) -> Option<Box<dyn Any + Send>> {
        let tasks = self.tasks.get()?;
        self.enter(|| self.drain(tasks));
        tasks.seat.root().take_panic()
    }

    /// The member ends: gives back what only it used.
    pub(crate) fn close_tasks(&self) {
        if let Some(tasks) = self.tasks.get()
            && self.helpers().is_none()
        {
            // Nothing, unless the member has unwound with a task outstanding that another thread will complete.
            if let Some(payload) = self.end_tasks() {
                discard(payload);
            }
            let pool = tasks.pool;
            // What is left of a body that has panicked.
            if let Some(payload) = tasks.seat.root().take_panic() {
                discard(payload);
            }
            spare::give_back(pool);
        }
    }

    /// Waits at a barrier until `ready` holds, running tasks of the region.
    #[cold]
    pub(super) fn help_at_barrier(&self, core: &'static TeamCore, ready: impl FnMut() -> bool) {
        let tasks = self.tasks.get().unwrap_or_else(|| self.attach(core.task_pool()));
        self.help_until(tasks, Reach::Any, ready);
    }

    /// Runs tasks of the region that this member has left, until it finds no more.
    pub(super) fn visit(&self, pool: &'static TaskPool) {
        let tasks = self.attach(pool);
        while let Some((task, stolen)) = pool.find(tasks.seat, self.size, Reach::Any) {
            if let Some(core) = self.helpers() {
                core.pass_call_on(pool, self.size);
            }
            self.run_found(tasks, task, stolen);
        }
    }
}

#[cold]
#[inline(never)]
fn report_in_task(place: &'static Location<'static>) -> ! {
    let tell = |place: &dyn std::fmt::Display| {
        format!(
            "the construct at {place} stands in an explicit task or in a half of a join: barriers and worksharing \
             constructs are for every member of the team, and belong outside of tasks"
        )
    };
    if let Some(place) = named_by_host(place) {
        // A panic would have nowhere to go.
        die(&tell(&place));
    }
    panic!("{}", tell(place));
}

/// Runs the second half of somebody's join.
///
/// # Safety
/// As for [`Execute`](crate::taskpool::node::Execute); the node was filled with a pointer to a half.
pub(crate) unsafe fn run_half(node: &Node, member: *const (), _fate: Fate) {
    // SAFETY: contract of this function.
    let half = unsafe { node.take::<*const Half>() };
    let joiner = node.parent().map(Node::executor);
    // SAFETY: the joining member waits for a half that was taken; a cancelled region still needs its result.
    unsafe { Half::run(half, member) };
    // SAFETY: contract of this function.
    let context = unsafe { &*member.cast::<Context>() };
    if let (Some(core), Some(joiner)) = (context.helpers(), joiner) {
        core.call(joiner);
    }
}

/// Counts off what has run: a member, or a thread outside the team.
pub(crate) struct Reporter {
    pub(crate) core: Option<&'static TeamCore>,
    pub(crate) pool: &'static TaskPool,
    /// The seat of the member, or a number that no seat has.
    pub(crate) seat: usize,
}

impl Reporter {
    /// The body of `task` has run.
    #[inline]
    pub(crate) fn finish(&self, task: &'static Node) {
        if task.has(DETACHED | LINKED) {
            if task.has(DETACHED) {
                return self.finish_body(task);
            }
            self.release_links(task);
        }
        let pending = if task.kind() == Kind::Half { 0 } else { PENDING };
        if task.tally.is_complete() {
            self.complete(task, pending + TREE);
        } else {
            // Before the tally is closed, because afterwards the parent may be gone.
            if pending != 0
                && let Some(parent) = task.parent()
            {
                self.report(parent, pending);
            }
            self.close(task);
        }
    }

    /// The member that has kept `node`, which has run elsewhere, needs it no longer.
    pub(crate) fn release(&self, node: &'static Node) {
        if node.tally.subtract_remotely(TREE) {
            self.complete(node, TREE);
        }
    }

    /// No child is added any longer: the last one completes the tree.
    pub(crate) fn close(&self, node: &'static Node) {
        node.note_closed();
        if node.tally.close() {
            self.complete(node, TREE);
        }
    }

    /// The tree of `node` is complete: tells its parent, and so on upwards.
    #[inline]
    pub(super) fn complete(&self, mut node: &'static Node, mut counts: u64) {
        loop {
            // SAFETY: nodes are never freed; this one has not been counted off its parent, which therefore is there.
            let Some(parent) = node.parent().map(|parent| unsafe { &*std::ptr::from_ref(parent) }) else {
                return;
            };
            if let Some(payload) = node.take_panic() {
                parent.keep_panic(payload);
            }
            if node.has(KNOWS_DATA) {
                node.forget_siblings();
            }
            self.give_back(node);
            if !self.report(parent, counts) {
                return;
            }
            (node, counts) = (parent, TREE);
        }
    }

    /// Counts off a child of `parent`; true if that completes the parent's tree, too.
    #[inline]
    pub(super) fn report(&self, parent: &Node, counts: u64) -> bool {
        if parent.is_run_by(self.seat) {
            parent.tally.subtract(counts);
            return false;
        }
        self.report_remotely(parent, counts)
    }

    fn report_remotely(&self, parent: &Node, counts: u64) -> bool {
        let executor = parent.executor();
        let last = parent.tally.subtract_remotely(counts);
        if !last {
            match self.core {
                Some(core) => core.call(executor),
                None => {
                    fence::light();
                    if self.pool.bell.seems_asleep() {
                        self.pool.sleeper.wake();
                    }
                }
            }
        }
        last
    }

    #[inline]
    pub(crate) fn give_back(&self, node: &'static Node) {
        let store = self.pool.seats[node.home()].store();
        if node.home() == self.seat {
            store.give_back(node);
        } else {
            store.give_back_remotely(NonNull::from(node));
        }
    }
}
