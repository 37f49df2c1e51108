//! `RUSTFLAGS="--cfg loom" cargo test --release --lib sync::loom`

use super::owned_lock::OwnedLock;
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;
use std::panic::Location;

struct Guarded {
    lock: OwnedLock,
    value: UnsafeCell<u32>,
}

impl Guarded {
    fn bump(&self) {
        assert!(self.lock.acquire(Location::caller()).is_ok());
        // SAFETY: under the lock; loom checks that no other thread is here and that what it wrote is seen.
        self.value.with_mut(|value| unsafe { *value += 1 });
        self.lock.release();
    }
}

fn all_bump(threads: usize, rounds: usize) {
    let guarded = Arc::new(Guarded { lock: OwnedLock::new(), value: UnsafeCell::new(0) });
    let others: Vec<_> = (1..threads)
        .map(|_| {
            let guarded = Arc::clone(&guarded);
            thread::spawn(move || (0..rounds).for_each(|_| guarded.bump()))
        })
        .collect();
    (0..rounds).for_each(|_| guarded.bump());
    for other in others {
        other.join().unwrap();
    }
    // SAFETY: all threads have been joined.
    guarded.value.with(|value| assert_eq!(unsafe { *value }, (threads * rounds) as u32));
}

/// Exclusion, visibility, and no lost wake-up: loom reports a thread that sleeps for ever as a deadlock.
#[test]
fn two_threads_exclude_and_wake_each_other() {
    loom::model(|| all_bump(2, 2));
}

/// Three: a sleeper behind a sleeper, and a newcomer that overtakes both.
#[test]
fn a_sleeper_behind_a_sleeper_is_woken() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| all_bump(3, 1));
}

#[test]
fn a_thread_sees_its_own_hold() {
    loom::model(|| {
        let lock = Arc::new(OwnedLock::new());
        let other = Arc::clone(&lock);
        let thread = thread::spawn(move || {
            if other.try_acquire(Location::caller()) {
                assert!(other.is_mine());
                assert!(other.acquire(Location::caller()).is_err());
                other.release();
            } else {
                assert!(!other.is_mine());
            }
        });
        assert!(lock.acquire(Location::caller()).is_ok());
        assert!(lock.is_mine());
        lock.release();
        thread.join().unwrap();
    });
}
