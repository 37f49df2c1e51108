//! Mutual exclusion in four bytes.
//!
//! | word | meaning |
//! |---|---|
//! | 0 | free |
//! | 1 | held, and nobody sleeps |
//! | 2 | held, and somebody may sleep |
//!
//! Whoever goes to sleep has put a 2 there first, so whoever gives the lock back knows whether to wake somebody. Who
//! wakes takes the lock with a 2: it cannot know whether it was the last sleeper.

use super::futex::Word;

/// How often a waiter looks before it sleeps: in all about as long as falling asleep and being woken take. Models look once.
const LOOKS: u32 = if cfg!(test) { 1 } else { 30 };

/// How many pauses lie between two looks, at most. Each look takes the line away from who holds the lock, who then waits for
/// it when giving the lock back: so the waiter looks less and less often.
const PAUSES: u32 = 16;

const FREE: u32 = 0;
const HELD: u32 = 1;
const SLEPT_ON: u32 = 2;

/// Waits until the lock is free, and takes it.
#[inline]
pub(super) fn lock(word: &impl Word) {
    if word.exchange(FREE, HELD).is_err() {
        lock_contended(word);
    }
}

/// Takes the lock if it is free.
#[inline]
pub(super) fn try_lock(word: &impl Word) -> bool {
    word.exchange(FREE, HELD).is_ok()
}

/// Gives the lock back.
#[inline]
pub(super) fn unlock(word: &impl Word) {
    if word.release() == SLEPT_ON {
        word.wake();
    }
}

#[cold]
#[inline(never)]
fn lock_contended(word: &impl Word) {
    // Where others sleep already the lock is worth no spinning: they come first.
    let mut pauses = 1;
    for _ in 0..LOOKS {
        match word.guess() {
            FREE if word.exchange(FREE, HELD).is_ok() => return,
            SLEPT_ON => break,
            _ => (0..pauses).for_each(|_| word.pause()),
        }
        pauses = PAUSES.min(pauses * 2);
    }
    while word.take(SLEPT_ON) != FREE {
        word.sleep(SLEPT_ON);
    }
}
