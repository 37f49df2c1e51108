use super::mutex;
use super::nest::{NestLock, TaskId};
use super::thread_nest::ThreadNestLock;
use std::cell::UnsafeCell;
use std::sync::atomic::AtomicU32;
use std::thread;

/// A number that a lock protects.
struct Count(UnsafeCell<u32>);

// SAFETY: the tests below add under a lock only.
unsafe impl Sync for Count {}

const ROUNDS: u32 = 2_000;

/// Threads add under a lock, and now and then let others come in between: those must sleep then.
fn count(threads: u32, lock: impl Fn(u32) + Sync, unlock: impl Fn(u32) + Sync) {
    let count = Count(UnsafeCell::new(0));
    let add = |me| {
        let count = &count;
        for round in 0..ROUNDS {
            lock(me);
            // SAFETY: the lock lets nobody else in.
            unsafe {
                let seen = *count.0.get();
                if round % 100 == 0 {
                    thread::yield_now();
                }
                *count.0.get() = seen + 1;
            }
            unlock(me);
        }
    };
    let add = &add;
    thread::scope(|scope| (1..=threads).for_each(|me| drop(scope.spawn(move || add(me)))));
    assert_eq!(count.0.into_inner(), threads * ROUNDS);
}

#[test]
fn simple_locks_exclude() {
    for threads in [1, 2, 3, 4, 8] {
        let word = AtomicU32::new(0);
        count(threads, |_| mutex::lock(&word), |_| mutex::unlock(&word));
        count(
            threads,
            |_| {
                while !mutex::try_lock(&word) {
                    thread::yield_now();
                }
            },
            |_| mutex::unlock(&word),
        );
    }
}

fn task(number: u32) -> TaskId {
    TaskId::new(number as usize).unwrap()
}

#[test]
fn nestable_locks_exclude_all_but_their_owner() {
    for threads in [1, 2, 4, 8] {
        let lock = NestLock::default();
        count(
            threads,
            |me| {
                assert_eq!((lock.set(task(me)), lock.set(task(me)), lock.test(task(me))), (1, 2, 3));
            },
            |_| (0..3).for_each(|_| lock.unset()),
        );
        let lock = ThreadNestLock::default();
        count(
            threads,
            |_| assert_eq!((lock.set(), lock.set(), lock.test()), (1, 2, 3)),
            |_| (0..3).for_each(|_| lock.unset()),
        );
    }
}

#[test]
fn a_task_is_no_owner_of_another_tasks_lock() {
    let lock = NestLock::default();
    assert_eq!(lock.set(task(1)), 1);
    assert_eq!(lock.test(task(2)), 0);
    lock.unset();
    assert_eq!(lock.test(task(2)), 1);
}

#[test]
fn a_thread_is_no_owner_of_another_threads_lock() {
    let lock = ThreadNestLock::default();
    assert_eq!(lock.set(), 1);
    thread::scope(|scope| scope.spawn(|| assert_eq!(lock.test(), 0)).join().unwrap());
    lock.unset();
    thread::scope(|scope| scope.spawn(|| assert_eq!(lock.test(), 1)).join().unwrap());
}

#[test]
fn locks_have_the_sizes_that_compilers_know() {
    assert_eq!((size_of::<AtomicU32>(), align_of::<AtomicU32>()), (4, 4));
    assert_eq!((size_of::<NestLock>(), align_of::<NestLock>()), (16, 8));
    assert_eq!((size_of::<ThreadNestLock>(), align_of::<ThreadNestLock>()), (8, 4));
}
