use std::cell::Cell;
use std::ptr;

use super::node::{Execute, Fate, Kind, Node, RAW_GROUP};
use super::seat::Aside;
use crate::prim::plain::AtomicPtr;
use std::sync::atomic::Ordering;

/// What is kept with a group that is opened by one call and closed by another.
pub(crate) struct RawGroup {
    /// The joins around it.
    aside: Cell<Option<Aside>>,
    /// A word of the caller's.
    note: AtomicPtr<()>,
    pub(crate) purpose: Purpose,
}

/// What a group is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It is what the program knows as the group around it: `taskgroup` or `taskloop`.
    Taskgroup,
    /// It carries the reduction of another construct, or waits for an event. What cancels a group means one further out.
    Internal,
}

impl RawGroup {
    pub(crate) fn take_aside(&self) -> Option<Aside> {
        self.aside.take()
    }

    pub(crate) fn set_note(&self, note: *mut ()) {
        // Release: partner of the Acquire in `note`.
        self.note.store(note, Ordering::Release);
    }

    pub(crate) fn note(&self) -> *mut () {
        self.note.load(Ordering::Acquire)
    }
}

/// # Safety
/// None needed: groups are never executed.
unsafe fn never(_node: &Node, _member: *const (), _fate: Fate) {}

impl Node {
    /// Makes the node, a [group](Kind::Group) that has begun, one that [`raw_group`](Node::raw_group) answers.
    pub(crate) fn fill_group(&self, aside: Option<Aside>, purpose: Purpose) {
        debug_assert_eq!(self.kind(), Kind::Group);
        self.fill(
            RawGroup { aside: Cell::new(aside), note: AtomicPtr::new(ptr::null_mut()), purpose },
            never as Execute,
        );
        self.set_flag(RAW_GROUP);
    }

    /// What is kept with the node, if it is such a group. For those inside the group.
    pub(crate) fn raw_group(&self) -> Option<&RawGroup> {
        // SAFETY: filled so, and never taken out; the group waits for those inside. `RawGroup` fits, so it lies in the node.
        self.has(RAW_GROUP).then(|| unsafe { &*self.payload.get().cast::<RawGroup>() })
    }

    /// The groups around what this node runs or stands for, innermost first.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Self> {
        let innermost = if self.kind() == Kind::Group { Some(self) } else { self.group() };
        std::iter::successors(innermost, |group| group.group())
    }
}

const _: () = assert!(
    size_of::<RawGroup>() <= 96 && align_of::<RawGroup>() <= 16 && !std::mem::needs_drop::<RawGroup>()
);
