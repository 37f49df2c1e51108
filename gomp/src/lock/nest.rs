//! Nestable locks that belong to tasks.

use super::mutex;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

/// A task: no two that exist at the same time have the same number.
pub(super) type TaskId = NonZeroUsize;

/// `omp_nest_lock_t` of version `OMP_3.0`.
#[derive(Default)]
#[repr(C)]
pub struct NestLock {
    word: AtomicU32,
    /// How often the owner has set it; only the owner reads or writes it.
    depth: AtomicU32,
    /// The task that holds the lock; 0 for none. Everybody reads it, but what is read matters only to the owner, who
    /// has written it itself: nobody else could have put its number there. So Relaxed will do.
    owner: AtomicUsize,
}

impl NestLock {
    /// Waits until the lock is free or `task`'s own, and returns how often it has set it now.
    #[inline]
    pub(super) fn set(&self, task: TaskId) -> u32 {
        if self.is_of(task) {
            return self.deepen();
        }
        mutex::lock(&self.word);
        self.own(task)
    }

    /// The same without waiting; 0 if another task holds the lock.
    #[inline]
    pub(super) fn test(&self, task: TaskId) -> u32 {
        if self.is_of(task) {
            self.deepen()
        } else if mutex::try_lock(&self.word) {
            self.own(task)
        } else {
            0
        }
    }

    /// Undoes one setting.
    #[inline]
    pub(super) fn unset(&self) {
        let depth = self.depth.load(Ordering::Relaxed).saturating_sub(1);
        self.depth.store(depth, Ordering::Relaxed);
        if depth == 0 {
            self.owner.store(0, Ordering::Relaxed);
            mutex::unlock(&self.word);
        }
    }

    fn is_of(&self, task: TaskId) -> bool {
        self.owner.load(Ordering::Relaxed) == task.get()
    }

    fn own(&self, task: TaskId) -> u32 {
        self.owner.store(task.get(), Ordering::Relaxed);
        self.depth.store(1, Ordering::Relaxed);
        1
    }

    fn deepen(&self) -> u32 {
        let depth = self.depth.load(Ordering::Relaxed) + 1;
        self.depth.store(depth, Ordering::Relaxed);
        depth
    }
}
