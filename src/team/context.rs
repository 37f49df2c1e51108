use std::cell::Cell;
use std::ptr;

use super::core::TeamCore;
use super::frame::Frame;
use super::interrupt;
use super::raw::Raw;
use super::tasking::Tasks;
use crate::barrier::Phase;
use crate::icv::DataEnv;
use crate::schedule::Schedule;
use crate::sys::thread_word;
use crate::taskpool::node::Node;
use crate::taskpool::seat::TaskSeat;

/// The implicit task that this thread is running; null outside every region.
#[inline]
fn current() -> *const Context {
    thread_word::get().cast()
}

/// One member's view of the region it runs: the implicit task of OpenMP. Lives on the member's stack.
pub(crate) struct Context {
    pub(super) frame: *const Frame,
    pub(super) core: Option<&'static TeamCore>,
    pub(super) thread_num: usize,
    pub(super) size: usize,
    /// The phase the member is in: advances at each barrier.
    pub(super) phase: Cell<Phase>,
    /// The phase in which the region began.
    pub(super) start: Phase,
    /// The number of the worksharing construct that the member will meet next.
    pub(super) construct: Cell<u64>,
    /// The same at the last barrier.
    pub(super) construct_at_barrier: Cell<u64>,
    /// This task's internal control variables, once it has changed one.
    settings: Cell<Option<Box<DataEnv>>>,
    /// Whether other members may run tasks that this one creates.
    pub(super) lends: bool,
    /// What it uses for tasks, once it does.
    pub(super) tasks: Cell<Option<Tasks>>,
    /// The same, but only if there are others to take what this member offers: what a join looks at.
    pub(super) joins: Cell<Option<&'static TaskSeat>>,
    /// The task, or the group in it, that it runs; `None` before it uses tasks.
    pub(super) current: Cell<Option<&'static Node>>,
    /// What callers without types keep here.
    #[cfg_attr(not(all(feature = "raw", not(loom))), allow(dead_code))]
    pub(crate) raw: Raw,
}

impl Drop for Context {
    #[inline]
    fn drop(&mut self) {
        if self.tasks.get().is_some() {
            self.close_tasks();
        }
    }
}

impl Context {
    /// # Safety
    /// `frame` outlives the context.
    #[inline]
    pub(crate) unsafe fn new(
        frame: *const Frame,
        core: Option<&'static TeamCore>,
        thread_num: usize,
        size: usize,
        start: Phase,
        first_construct: u64,
    ) -> Self {
        Self {
            frame,
            core,
            thread_num,
            size,
            phase: Cell::new(start),
            start,
            construct: Cell::new(first_construct),
            construct_at_barrier: Cell::new(first_construct),
            settings: Cell::new(None),
            lends: core.is_some(),
            tasks: Cell::new(None),
            joins: Cell::new(None),
            current: Cell::new(None),
            raw: Raw::new(),
        }
    }

    /// The implicit task of one share of a combined loop: whoever has claimed it runs its tasks, too, because
    /// members that have not come are not members.
    #[inline]
    #[must_use]
    pub(crate) fn keeping_tasks(mut self) -> Self {
        self.lends = false;
        self
    }

    /// Runs `f` as this implicit task: library routines called inside answer for it.
    #[inline]
    pub(crate) fn enter<R>(&self, f: impl FnOnce() -> R) -> R {
        struct Leave(*const Context);
        impl Drop for Leave {
            fn drop(&mut self) {
                thread_word::set(self.0.cast());
            }
        }
        let _leave = Leave(thread_word::replace(ptr::from_ref(self).cast()).cast());
        f()
    }

    /// Calls `f` with the implicit task that this thread runs, if it runs one.
    #[inline]
    pub(crate) fn with_current<R>(f: impl FnOnce(Option<&Context>) -> R) -> R {
        // SAFETY: the pointer was set by `enter` on this thread, whose borrow of the context outlives the
        // time it is set; `f` cannot keep the reference.
        f(unsafe { current().as_ref() })
    }

    #[inline]
    pub(crate) fn current_ptr() -> *const Context {
        current()
    }

    #[inline]
    pub(crate) fn frame(&self) -> &Frame {
        // SAFETY: it outlives the context (contract of `new`).
        unsafe { &*self.frame }
    }

    /// The enclosing implicit task.
    pub(crate) fn parent(&self) -> Option<&Context> {
        // SAFETY: the parent waits for the region that this task belongs to, and its context with it.
        unsafe { self.frame().parent.as_ref() }
    }

    /// The enclosing implicit task at `level`, this one at its own.
    fn ancestor(&self, level: usize) -> Option<&Context> {
        let mut task = self;
        while task.frame().level > level {
            task = task.parent()?;
        }
        (task.frame().level == level).then_some(task)
    }

    /// See [`Team::ancestor_thread_num`](super::Team::ancestor_thread_num).
    pub(crate) fn ancestor_thread_num(&self, level: usize) -> Option<usize> {
        if level == 0 { Some(0) } else { self.ancestor(level).map(Context::thread_num) }
    }

    /// See [`Team::team_size`](super::Team::team_size).
    pub(crate) fn team_size(&self, level: usize) -> Option<usize> {
        if level == 0 { Some(1) } else { self.ancestor(level).map(Context::size) }
    }

    #[inline]
    pub(crate) fn thread_num(&self) -> usize {
        self.thread_num
    }

    #[inline]
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    #[inline]
    pub(crate) fn core(&self) -> Option<&'static TeamCore> {
        self.core
    }

    /// The internal control variables of this task.
    pub(crate) fn settings(&self) -> DataEnv {
        self.own_settings(|own| own.copied()).unwrap_or_else(|| self.frame().settings.for_members())
    }

    /// `run-sched-var` of this task.
    #[inline]
    pub(crate) fn settings_schedule(&self) -> Schedule<'static> {
        self.settings().schedule
    }

    pub(crate) fn set_settings(&self, settings: DataEnv) {
        self.settings.set(Some(Box::new(settings)));
    }

    /// Calls `f`, which does not call this, with this task's variables if it has changed one.
    #[inline]
    fn own_settings<R>(&self, f: impl FnOnce(Option<&DataEnv>) -> R) -> R {
        let own = self.settings.take();
        let result = f(own.as_deref());
        self.settings.set(own);
        result
    }

    #[inline]
    pub(crate) fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// What the explicit task that begins starts with: something only if its parent had changed a variable.
    #[inline]
    pub(super) fn exchange_settings(&self, settings: Option<Box<DataEnv>>) -> Option<Box<DataEnv>> {
        self.settings.replace(settings)
    }

    /// A copy of this task's variables for a task that it creates, if it has changed one.
    #[inline]
    pub(crate) fn settings_for_task(&self) -> Option<Box<DataEnv>> {
        self.own_settings(|own| own.copied().map(Box::new))
    }

    /// Waits at a barrier until `ready` holds, running tasks of the region in the meantime; unwinds if the team is
    /// called off first.
    #[inline]
    pub(crate) fn wait(&self, core: &'static TeamCore, mut ready: impl FnMut() -> bool) {
        let interrupt = &core.notice.interrupt;
        let mut answer = false;
        core.wait(self.thread_num, self.size, || {
            answer = ready();
            answer || interrupt.calls()
        });
        if !answer {
            self.help_or_unwind(core, &mut ready);
        }
    }

    #[cold]
    #[inline(never)]
    fn help_or_unwind(&self, core: &'static TeamCore, ready: &mut dyn FnMut() -> bool) {
        let interrupt = &core.notice.interrupt;
        let mut answer = false;
        if interrupt.has_tasks() {
            self.help_at_barrier(core, || {
                answer = ready();
                answer || interrupt.is_raised()
            });
        }
        if !answer {
            interrupt::unwind(self.frame());
        }
    }

    /// Waits until `over` holds, running tasks of the region in the meantime.
    #[inline]
    pub(super) fn wait_or_help(&self, core: &'static TeamCore, mut over: impl FnMut() -> bool) {
        let mut come = false;
        core.wait(self.thread_num, self.size, || {
            come = over();
            come || core.notice.interrupt.has_tasks()
        });
        if !come {
            self.help_at_barrier(core, over);
        }
    }
}
