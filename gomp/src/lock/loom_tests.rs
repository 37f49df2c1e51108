//! Models of the locks: the kernel's futex is a mutex and a condition variable.

use super::futex::Word;
use super::{mutex, thread_nest};
use loom::sync::atomic::{AtomicU32, Ordering};
use loom::sync::{Arc, Condvar, Mutex};
use loom::thread;

/// A word whose sleepers wake only if they are woken. A lock that loses a wake-up ends in a deadlock.
#[derive(Default)]
struct ModelWord {
    value: AtomicU32,
    /// Wake-ups that nobody has used yet.
    kernel: Mutex<Kernel>,
    bed: Condvar,
}

#[derive(Default)]
struct Kernel {
    asleep: u32,
    woken: u32,
}

impl Word for ModelWord {
    fn guess(&self) -> u32 {
        self.value.load(Ordering::Relaxed)
    }

    fn exchange(&self, current: u32, new: u32) -> Result<(), u32> {
        self.value.compare_exchange(current, new, Ordering::Acquire, Ordering::Relaxed).map(drop)
    }

    fn take(&self, new: u32) -> u32 {
        self.value.swap(new, Ordering::Acquire)
    }

    fn release(&self) -> u32 {
        self.value.swap(0, Ordering::Release)
    }

    fn sleep(&self, value: u32) {
        let mut kernel = self.kernel.lock().unwrap();
        // The kernel looks under its own lock, after everything that happened before a `wake` that took it earlier.
        if self.value.load(Ordering::SeqCst) != value {
            return;
        }
        kernel.asleep += 1;
        while kernel.woken == 0 {
            kernel = self.bed.wait(kernel).unwrap();
        }
        kernel.woken -= 1;
        kernel.asleep -= 1;
    }

    fn wake(&self) {
        let mut kernel = self.kernel.lock().unwrap();
        if kernel.asleep > kernel.woken {
            kernel.woken += 1;
            self.bed.notify_one();
        }
    }

    fn pause(&self) {
        thread::yield_now();
    }
}

/// Threads count under the lock: in the end all are there, and nobody is left asleep.
fn count(threads: u32, lock: fn(&ModelWord, u32), unlock: fn(&ModelWord)) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(move || {
        let shared = Arc::new((ModelWord::default(), AtomicU32::new(0)));
        let add = move |shared: &(ModelWord, AtomicU32), me| {
            lock(&shared.0, me);
            // No atomic update: only the lock keeps two from reading the same number.
            let seen = shared.1.load(Ordering::Relaxed);
            shared.1.store(seen + 1, Ordering::Relaxed);
            unlock(&shared.0);
        };
        let others: Vec<_> = (1..threads)
            .map(|me| {
                let shared = shared.clone();
                thread::spawn(move || add(&shared, me + 1))
            })
            .collect();
        add(&shared, 1);
        others.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(shared.1.load(Ordering::Relaxed), threads);
        assert_eq!(shared.0.guess(), 0);
    });
}

#[test]
fn loom_simple_lock() {
    count(2, |word, _| mutex::lock(word), mutex::unlock);
    count(3, |word, _| mutex::lock(word), mutex::unlock);
}

#[test]
fn loom_lock_of_threads() {
    count(2, thread_nest::take, thread_nest::give_back);
    count(3, thread_nest::take, thread_nest::give_back);
}

#[test]
fn loom_who_finds_a_lock_taken_goes_away() {
    loom::model(|| {
        let word = Arc::new(ModelWord::default());
        let other = {
            let word = word.clone();
            thread::spawn(move || mutex::try_lock(&*word).then(|| mutex::unlock(&*word)))
        };
        let taken = mutex::try_lock(&*word);
        if taken {
            mutex::unlock(&*word);
        }
        assert!(other.join().unwrap().is_some() || taken);
    });
}
