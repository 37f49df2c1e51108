use std::any::Any;
use std::cell::{Cell, UnsafeCell};
use std::mem::{MaybeUninit, align_of, size_of};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{self, NonNull};

use super::links::Links;
use super::tally::Tally;
use crate::hook::TaskMark;
use crate::prim::plain::{AtomicPtr, AtomicU8, AtomicU32};
use std::sync::atomic::Ordering;

/// What happens to a task's closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Run,
    /// The task was cancelled: the closure is dropped, not run.
    Drop,
}

/// What runs a task, or drops its closure.
///
/// # Safety of calling
/// Once for each time that the node was filled, with the node's payload and the [`Context`] of the member that runs it.
///
/// [`Context`]: crate::team::context::Context
pub(crate) type Execute = unsafe fn(node: &Node, member: *const (), fate: Fate);

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// The implicit task of a member: the root of a tree, part of the member's seat.
    Implicit,
    /// An explicit task.
    Task,
    /// A `taskgroup` or another construct that waits for what is created inside: stands between its task and these.
    Group,
    /// The second half of a `join` that others may take.
    Half,
}

/// What is said of a node in one bit each.
pub(crate) type Flags = u16;

/// The task is `final`: what it creates runs at once.
pub(crate) const FINAL: Flags = 1;
/// The task is `untied`: when it waits its member may run any task of the region.
pub(crate) const UNTIED: Flags = 2;
/// The task has dependences.
pub(crate) const LINKED: Flags = 4;
/// The task needs turns of what it commutes on.
pub(crate) const COMMUTES: Flags = 8;
/// The task has created one that comes after it on its own data: waiting for its children would last for ever.
pub(crate) const FOLLOWED: Flags = 32;
/// The task has begun and is over only when its event is fulfilled, too.
pub(crate) const DETACHED: Flags = 16;
/// Whoever waits for the children of this group waits for their trees, too.
pub(crate) const WHOLE: Flags = 64;
/// The task knows what data its children depend on by their addresses: to be forgotten with it.
pub(crate) const KNOWS_DATA: Flags = 128;
/// The task's arguments were made by a function of the program's, and only its body destroys them: it runs in any case.
#[cfg_attr(not(all(feature = "raw", not(loom))), allow(dead_code))]
pub(crate) const OWNS: Flags = 512;
/// The group was opened by [`Node::fill_group`].
#[cfg_attr(not(all(feature = "raw", not(loom))), allow(dead_code))]
pub(crate) const RAW_GROUP: Flags = 256;
/// Set by another thread: what belongs to the group and has not started shall not start.
pub(crate) const CANCELLED: u8 = 1;

pub(super) const PAYLOAD: usize = 144;

/// Room for a task's closure: what is left of four cache lines.
#[repr(C, align(16))]
pub(super) struct Payload(MaybeUninit<[u8; PAYLOAD]>);

/// A task, or something else that has children: one node of the tree that every implicit task is the root of.
///
/// Nodes belong to the [`Store`](super::store::Store) of a member and go back there when their tree is complete;
/// their memory is never freed, so whoever has read a stale pointer may still look at the fields that are atomic.
/// The others are for the one thread that has the node: its creator until it is pushed, then whoever took it.
#[repr(C, align(64))]
pub(crate) struct Node {
    parent: AtomicPtr<Node>,
    /// An ancestor further up, so that a look at one far away takes few steps; null for a root.
    jump: AtomicPtr<Node>,
    depth: AtomicU32,
    /// The seat of the member that runs the node, plus one.
    executor: AtomicU32,
    kind: Cell<Kind>,
    flags: Cell<Flags>,
    /// The body is over: children are no longer counted in the executor's part of the tally.
    closed: Cell<bool>,
    cancelled: AtomicU8,
    pub(super) execute: Cell<Option<Execute>>,
    /// The seat whose store the node belongs to.
    home: u32,
    /// The next node of whatever list the node is in.
    next: AtomicPtr<Node>,
    /// The innermost enclosing group, or null.
    group: Cell<*const Node>,
    /// The first panic of a child that no wait has surfaced yet: a box of a payload.
    panic: AtomicPtr<Box<dyn Any + Send>>,
    /// The internal control variables that the task starts with, when its parent had changed one.
    pub(crate) settings: Cell<Option<Box<crate::icv::DataEnv>>>,
    pub(crate) tally: Tally,
    /// What observers know the task by.
    pub(crate) mark: TaskMark,
    /// Made when the node first stands for a task with dependences, and kept.
    links: Cell<Option<&'static Links>>,
    pub(super) payload: UnsafeCell<Payload>,
}

const _: () = assert!(size_of::<Node>() == 256);

// SAFETY: the cells are for the thread that has the node (see the type), the rest is atomic.
unsafe impl Sync for Node {}
// SAFETY: nothing in a node is bound to a thread: closures are `Send`.
unsafe impl Send for Node {}

impl Node {
    pub(crate) fn new(home: usize, kind: Kind) -> Self {
        Self {
            parent: AtomicPtr::new(ptr::null_mut()),
            jump: AtomicPtr::new(ptr::null_mut()),
            depth: AtomicU32::new(0),
            executor: AtomicU32::new(0),
            kind: Cell::new(kind),
            flags: Cell::new(0),
            closed: Cell::new(false),
            cancelled: AtomicU8::new(0),
            execute: Cell::new(None),
            home: home as u32,
            next: AtomicPtr::new(ptr::null_mut()),
            group: Cell::new(ptr::null()),
            panic: AtomicPtr::new(ptr::null_mut()),
            settings: Cell::new(None),
            tally: Tally::new(),
            mark: TaskMark::new(),
            links: Cell::new(None),
            payload: UnsafeCell::new(Payload(MaybeUninit::uninit())),
        }
    }

    /// Makes the node a child of `parent`, with `open` children of its own. For whoever has taken it from its store.
    #[inline]
    pub(crate) fn begin(&self, kind: Kind, parent: &Node, flags: Flags, open: u64) {
        // Relaxed: published by the push of the node, or read by whoever looks at a stale one.
        self.parent.store(ptr::from_ref(parent).cast_mut(), Ordering::Relaxed);
        self.jump.store(ptr::from_ref(parent.jump_of_children()).cast_mut(), Ordering::Relaxed);
        self.depth.store(parent.depth.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        self.kind.set(kind);
        self.flags.set(flags);
        self.closed.set(false);
        self.mark.clear();
        self.tally.reset(open);
        self.group.set(if parent.kind.get() == Kind::Group { parent } else { parent.group.get() });
    }

    /// Notes that the member in `seat` runs the node.
    #[inline]
    pub(crate) fn start(&self, seat: usize) {
        self.executor.store(seat as u32 + 1, Ordering::Relaxed);
    }

    /// Whether the member in `seat` runs the node's body at this moment: asked by that member.
    #[inline]
    pub(crate) fn is_run_by(&self, seat: usize) -> bool {
        // Relaxed: if it is that member, it wrote so itself.
        self.executor.load(Ordering::Relaxed) == seat as u32 + 1 && !self.closed.get()
    }

    /// The seat of the member that runs or ran the node.
    #[inline]
    pub(crate) fn executor(&self) -> usize {
        (self.executor.load(Ordering::Relaxed) as usize).saturating_sub(1)
    }

    #[inline]
    pub(crate) fn note_closed(&self) {
        self.closed.set(true);
    }

    #[inline]
    pub(crate) fn kind(&self) -> Kind {
        self.kind.get()
    }

    #[inline]
    pub(crate) fn has(&self, flag: Flags) -> bool {
        self.flags.get() & flag != 0
    }

    /// For whoever has the node.
    pub(crate) fn set_flag(&self, flag: Flags) {
        self.flags.set(self.flags.get() | flag);
    }

    /// For whoever has the node.
    pub(crate) fn clear_flag(&self, flag: Flags) {
        self.flags.set(self.flags.get() & !flag);
    }

    /// The node's links. For whoever has the node.
    #[inline]
    pub(crate) fn links(&'static self) -> &'static Links {
        self.links.get().unwrap_or_else(|| self.make_links())
    }

    /// The same, if there are any.
    #[inline]
    pub(crate) fn linked(&self) -> Option<&'static Links> {
        self.links.get()
    }

    #[cold]
    fn make_links(&'static self) -> &'static Links {
        let links: &'static Links = Box::leak(Box::new(Links::new(self)));
        self.links.set(Some(links));
        links
    }

    /// Whether a panic of a child waits to be surfaced. A hint.
    pub(crate) fn has_panic(&self) -> bool {
        !self.panic.load(Ordering::Relaxed).is_null()
    }

    #[inline]
    pub(crate) fn home(&self) -> usize {
        self.home as usize
    }

    #[inline]
    pub(crate) fn parent(&self) -> Option<&Node> {
        // SAFETY: null or a node, and the memory of nodes is never freed.
        unsafe { self.parent.load(Ordering::Relaxed).as_ref() }
    }

    /// The innermost group around the node's body.
    #[inline]
    pub(crate) fn group(&self) -> Option<&Node> {
        // SAFETY: null or a node, which waits for what belongs to it.
        unsafe { self.group.get().as_ref() }
    }

    /// This node and, if it is a group, those around it up to the task that they are in.
    #[inline]
    pub(crate) fn levels(&'static self) -> impl Iterator<Item = &'static Self> + Clone {
        std::iter::successors(Some(self), |node| {
            // SAFETY: nodes are never freed; a node's member has its parents.
            node.parent()
                .filter(|_| node.kind() == Kind::Group)
                .map(|parent| unsafe { &*ptr::from_ref(parent) })
        })
    }

    #[inline]
    pub(crate) fn next(&self) -> *mut Node {
        self.next.load(Ordering::Relaxed)
    }

    #[inline]
    pub(crate) fn set_next(&self, next: *mut Node) {
        self.next.store(next, Ordering::Relaxed);
    }

    /// Where the children of this node jump to: two jumps of equal length become one, so that the way to any ancestor
    /// takes a number of steps that grows with the logarithm of its distance (Myers, "An applicative random-access
    /// stack", 1983).
    #[inline]
    fn jump_of_children(&self) -> &Node {
        let depth = |node: &Node| node.depth.load(Ordering::Relaxed);
        let Some(jump) = self.jump() else { return self };
        let Some(beyond) = jump.jump() else { return self };
        if depth(self) - depth(jump) == depth(jump) - depth(beyond) { beyond } else { self }
    }

    #[inline]
    fn jump(&self) -> Option<&Node> {
        // SAFETY: null or a node, and the memory of nodes is never freed.
        unsafe { self.jump.load(Ordering::Relaxed).as_ref() }
    }

    /// Whether `above` is an ancestor of this node. May be asked of a stale node: then the answer means nothing.
    #[inline]
    pub(crate) fn is_under(&self, above: *const Node) -> bool {
        let parent = self.parent.load(Ordering::Relaxed).cast_const();
        parent == above || self.is_far_under(above)
    }

    fn is_far_under(&self, above: *const Node) -> bool {
        /// More than the way to any ancestor takes: only a stale node could lead further.
        const STEPS: u32 = 128;
        // SAFETY: the caller's own node, or one that it waits for.
        let depth = unsafe { &*above }.depth.load(Ordering::Relaxed);
        let reaches = |node: &&Node| node.depth.load(Ordering::Relaxed) >= depth;
        let mut node = self;
        for _ in 0..STEPS {
            match node.jump().filter(reaches).or_else(|| node.parent().filter(reaches)) {
                Some(ancestor) if ptr::eq(ancestor, above) => return true,
                Some(ancestor) => node = ancestor,
                None => return false,
            }
        }
        false
    }

    /// Marks the group as cancelled; false if it is already.
    pub(crate) fn cancel(&self) -> bool {
        self.cancelled.swap(CANCELLED, Ordering::Relaxed) != CANCELLED
    }

    /// Takes the mark away; false if there is none.
    #[inline]
    pub(crate) fn clear_cancel(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) == CANCELLED
            && self.cancelled.swap(0, Ordering::Relaxed) == CANCELLED
    }

    /// Whether the node, or a group around it, has been cancelled. Relaxed: a task that misses it runs.
    pub(crate) fn is_cancelled(&self) -> bool {
        let mut group = Some(self);
        while let Some(node) = group {
            if node.cancelled.load(Ordering::Relaxed) == CANCELLED {
                return true;
            }
            group = node.group();
        }
        false
    }

    /// Puts `closure` into the node, to be [executed](Node::execute) once.
    #[inline]
    pub(crate) fn fill<F>(&self, closure: F, execute: Execute) {
        self.execute.set(Some(execute));
        let payload = self.payload.get();
        if const { fits::<F>() } {
            // SAFETY: the caller has the node alone, and the closure fits.
            unsafe { payload.cast::<F>().write(closure) };
        } else {
            // SAFETY: as above; a box fits.
            unsafe { payload.cast::<Box<F>>().write(Box::new(closure)) };
        }
    }

    /// Takes out what [`fill`](Node::fill) has put in.
    ///
    /// # Safety
    /// The node was filled with an `F`, which has not been taken since.
    #[inline]
    pub(crate) unsafe fn take<F>(&self) -> F {
        let payload = self.payload.get();
        if const { fits::<F>() } {
            // SAFETY: contract of this function.
            unsafe { payload.cast::<F>().read() }
        } else {
            // SAFETY: contract of this function.
            unsafe { *payload.cast::<Box<F>>().read() }
        }
    }

    /// # Safety
    /// The caller has the node, which has been filled and not executed since; `member` as for [`Execute`].
    #[inline]
    pub(crate) unsafe fn execute(&self, member: *const (), fate: Fate) {
        if let Some(execute) = self.execute.get() {
            // SAFETY: contract of this function.
            unsafe { execute(self, member, fate) }
        }
    }

    /// Keeps the panic of a child, if it is the first.
    #[cold]
    pub(crate) fn keep_panic(&self, payload: Box<dyn Any + Send>) {
        let boxed = Box::into_raw(Box::new(payload));
        // Release: partner of the Acquire in `take_panic`.
        let kept =
            self.panic.compare_exchange(ptr::null_mut(), boxed, Ordering::Release, Ordering::Relaxed).is_ok();
        if !kept {
            // SAFETY: made above, and not kept.
            discard(unsafe { Box::from_raw(boxed) });
        }
    }

    /// The panic of a child that no wait has surfaced yet.
    #[inline]
    pub(crate) fn take_panic(&self) -> Option<Box<dyn Any + Send>> {
        if self.panic.load(Ordering::Relaxed).is_null() {
            return None;
        }
        // Acquire: partner of the Release in `keep_panic`.
        let boxed = NonNull::new(self.panic.swap(ptr::null_mut(), Ordering::Acquire))?;
        // SAFETY: made by `keep_panic`, and the exchange gives it to one.
        Some(*unsafe { Box::from_raw(boxed.as_ptr()) })
    }
}

/// Drops what user code has thrown; if that panics in turn, nobody could hear it.
#[cold]
pub(crate) fn discard(payload: impl Sized) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}

const fn fits<F>() -> bool {
    size_of::<F>() <= PAYLOAD && align_of::<F>() <= align_of::<Payload>()
}
