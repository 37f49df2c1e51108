//! Nestable locks that belong to threads, in eight bytes.
//!
//! The word holds the kernel's number of the thread that has the lock, 0 if none has, and [`SLEPT_ON`] if somebody may
//! sleep on it. Only old binaries come here, so asking the kernel for the number each time is cheap enough, and right
//! after a fork as well.

use super::futex::Word;
use std::sync::atomic::{AtomicU32, Ordering};

/// Above all numbers that the kernel gives to threads.
const SLEPT_ON: u32 = 1 << 31;

/// `omp_nest_lock_t` of version `OMP_1.0`.
#[derive(Default)]
#[repr(C)]
pub struct ThreadNestLock {
    word: AtomicU32,
    /// How often the owner has set it; only the owner reads or writes it.
    depth: AtomicU32,
}

impl ThreadNestLock {
    /// Waits until the lock is free or the calling thread's own, and returns how often it has set it now.
    pub(super) fn set(&self) -> u32 {
        let me = me();
        // Nobody else could have put this number there.
        if self.word.guess() & !SLEPT_ON != me {
            take(&self.word, me);
        }
        self.deepen()
    }

    /// The same without waiting; 0 if another thread holds the lock.
    pub(super) fn test(&self) -> u32 {
        let me = me();
        if self.word.guess() & !SLEPT_ON == me || self.word.exchange(0, me).is_ok() {
            self.deepen()
        } else {
            0
        }
    }

    /// Undoes one setting.
    pub(super) fn unset(&self) {
        let depth = self.depth.load(Ordering::Relaxed).saturating_sub(1);
        self.depth.store(depth, Ordering::Relaxed);
        if depth == 0 {
            give_back(&self.word);
        }
    }

    fn deepen(&self) -> u32 {
        let depth = self.depth.load(Ordering::Relaxed) + 1;
        self.depth.store(depth, Ordering::Relaxed);
        depth
    }
}

/// Waits until `word` is free, and puts `me` there. Who has slept leaves the mark, as it cannot know whether others do.
pub(super) fn take(word: &impl Word, me: u32) {
    let mut mine = me;
    loop {
        let Err(holder) = word.exchange(0, mine) else { return };
        mine = me | SLEPT_ON;
        let marked = holder | SLEPT_ON;
        // A holder that has gone meanwhile makes the exchange fail, and the next round take the lock.
        if holder != 0 && (holder == marked || word.exchange(holder, marked).is_ok()) {
            word.sleep(marked);
        }
    }
}

/// Frees `word`, and wakes a sleeper if there may be one.
pub(super) fn give_back(word: &impl Word) {
    if word.release() & SLEPT_ON != 0 {
        word.wake();
    }
}

fn me() -> u32 {
    // SAFETY: no conditions.
    unsafe { libc::gettid() }.cast_unsigned()
}
