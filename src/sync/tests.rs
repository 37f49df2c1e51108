use super::*;
use crate::critical;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, SeqCst};
use std::thread;

#[path = "../../tests/common/watchdog.rs"]
mod watchdog;
use watchdog::watch;

const THREADS: [usize; 6] = [1, 2, 3, 4, 8, 16];

/// Runs `body(member)` on `n` threads that start together.
fn together(n: usize, body: impl Fn(usize) + Sync) {
    let start = Barrier::new(n);
    thread::scope(|scope| {
        for member in 0..n {
            let (start, body) = (&start, &body);
            scope.spawn(move || {
                start.wait();
                body(member);
            });
        }
    });
}

/// A counter that only exclusion keeps right: the increment is a load and a store.
#[derive(Default)]
struct Torn(std::sync::atomic::AtomicUsize);

impl Torn {
    fn bump(&self) {
        let seen = self.0.load(Relaxed);
        std::hint::spin_loop();
        self.0.store(seen + 1, Relaxed);
    }
}

fn message(outcome: thread::Result<()>) -> String {
    *outcome.unwrap_err().downcast::<String>().unwrap()
}

#[test]
fn locks_exclude() {
    let _watch = watch("locks_exclude");
    for n in THREADS {
        let rounds = 20_000 / n;
        let (lock, nest, cell) = (Lock::new(), NestLock::new(), Critical::new(0usize));
        let counts: [Torn; 4] = Default::default();
        together(n, |member| {
            for round in 0..rounds {
                if (member + round) % 3 == 0 {
                    while !lock.test() {
                        thread::yield_now();
                    }
                    counts[0].bump();
                    lock.unset();
                } else {
                    let _held = lock.lock();
                    counts[0].bump();
                }
                nest.with(|| nest.with(|| counts[1].bump()));
                critical!(locks_exclude, counts[2].bump());
                critical!({ counts[3].bump() });
                cell.enter(|v| *v += 1);
            }
        });
        for count in counts {
            assert_eq!(count.0.into_inner(), n * rounds);
        }
        assert_eq!(cell.into_inner(), n * rounds);
    }
}

/// Holders that sleep inside drive the others through spinning into the queue and back.
#[test]
fn sleepers_are_woken() {
    let _watch = watch("sleepers_are_woken");
    let (lock, count) = (Lock::new(), Torn::default());
    together(8, |_| {
        for _ in 0..20 {
            let _held = lock.lock();
            thread::sleep(std::time::Duration::from_micros(300));
            count.bump();
        }
    });
    assert_eq!(count.0.into_inner(), 160);
}

mod elsewhere {
    pub(super) fn enter() {
        crate::critical!(shared_by_modules, {});
    }
}

#[test]
fn same_name_in_two_modules_is_one_section() {
    elsewhere::enter();
    let outcome = catch_unwind(|| critical!(shared_by_modules, elsewhere::enter()));
    assert!(message(outcome).contains("critical(shared_by_modules)"));
    // Another name does not exclude, nor does the unnamed section.
    critical!(shared_by_modules, critical!(another_name, critical!({})));
}

#[test]
fn reentry_panics_with_both_places_and_releases() {
    let _watch = watch("reentry_panics_with_both_places_and_releases");
    let (first, again) = (line!() + 2, line!() + 3);
    let outcome = catch_unwind(|| {
        critical!(reentered, {
            critical!(reentered, {});
        });
    });
    let text = message(outcome);
    let file = file!();
    assert!(text.contains(&format!("{file}:{first}:")), "{text}");
    assert!(text.contains(&format!("{file}:{}:", again)), "{text}");
    critical!(reentered, {});

    let cell = Critical::new(1);
    let outcome = catch_unwind(AssertUnwindSafe(|| cell.enter(|_| cell.enter(|_| ()))));
    assert!(message(outcome).contains("Critical::enter"));
    assert_eq!(cell.enter(|v| *v), 1);

    let lock = Lock::new();
    lock.set();
    let outcome = catch_unwind(AssertUnwindSafe(|| lock.set()));
    assert!(message(outcome).contains("already holds"));
    lock.unset();
    assert!(lock.checked_unset().unwrap_err().to_string().contains("does not hold"));
}

#[test]
fn unset_by_another_thread_is_an_error() {
    let (lock, nest) = (Lock::new(), NestLock::new());
    lock.set();
    nest.set();
    thread::scope(|scope| {
        scope.spawn(|| {
            assert!(lock.checked_unset().is_err());
            assert!(nest.checked_unset().is_err());
            assert!(!lock.test());
            assert_eq!(nest.test(), 0);
            assert!(catch_unwind(AssertUnwindSafe(|| lock.unset())).is_err());
        });
    });
    lock.unset();
    assert_eq!(nest.unset(), 0);
    assert!(nest.checked_unset().is_err());
}

#[test]
fn a_panic_releases() {
    let cell = Critical::new(0);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        cell.enter(|v| {
            *v = 7;
            panic!("inside")
        })
    }));
    assert!(outcome.is_err());
    let nest = NestLock::new();
    assert!(catch_unwind(AssertUnwindSafe(|| nest.with(|| panic!("inside")))).is_err());
    assert!(catch_unwind(|| critical!(panics_inside, panic!("inside"))).is_err());
    together(2, |_| {
        assert_eq!(cell.enter(|v| *v), 7);
        nest.with(|| ());
        critical!(panics_inside, {});
    });
}

/// More locks at once than a thread remembers the place of, given back in any order.
#[test]
fn misuse_is_seen_at_any_depth() {
    let locks: Vec<Lock> = (0..20).map(|_| Lock::new()).collect();
    for lock in &locks {
        lock.set();
    }
    for lock in &locks {
        assert!(lock.checked_set().is_err());
    }
    for lock in locks.iter().step_by(2).chain(locks.iter().skip(1).step_by(2)) {
        lock.unset();
    }
    for lock in &locks {
        assert!(lock.test());
        lock.unset();
    }
}

#[test]
fn a_leaked_guard_leaves_the_lock_set() {
    let lock = Lock::new();
    std::mem::forget(lock.lock());
    thread::scope(|scope| {
        scope.spawn(|| assert!(!lock.test()));
    });
    lock.unset();
}

#[test]
fn float_updates_are_never_lost() {
    let _watch = watch("float_updates_are_never_lost");
    static SUM: AtomicF64 = AtomicF64::new(0.0);
    let (small, least, most) = (AtomicF32::new(0.0), AtomicF64::new(f64::NAN), AtomicF64::new(0.0));
    together(4, |member| {
        for i in 0..10_000 {
            SUM.fetch_add(0.5, Relaxed);
            small.fetch_sub(1.0, AcqRel);
            least.fetch_min((member * 10_000 + i) as f64 - 5.0, Relaxed);
            most.fetch_max((member * 10_000 + i) as f64, SeqCst);
        }
    });
    assert_eq!(SUM.load(Acquire), 20_000.0);
    assert_eq!(small.load(Relaxed), -40_000.0);
    assert_eq!((least.into_inner(), most.into_inner()), (-5.0, 39_999.0));
}

#[test]
fn float_operations_return_the_previous_value() {
    let x = AtomicF32::from(3.0);
    assert_eq!(x.fetch_mul(2.0, Relaxed), 3.0);
    assert_eq!(x.fetch_div(4.0, Relaxed), 6.0);
    assert_eq!(x.swap(-0.0, Relaxed), 1.5);
    assert_eq!(x.compare_exchange(0.0, 1.0, Relaxed, Relaxed).unwrap_err().to_bits(), (-0.0f32).to_bits());
    assert_eq!(x.compare_exchange(-0.0, f32::NAN, Relaxed, Relaxed), Ok(0.0));
    assert!(x.compare_exchange(f32::NAN, 2.0, Relaxed, Relaxed).is_ok());
    assert_eq!(x.fetch_update(Relaxed, Relaxed, |v| (v > 5.0).then_some(v)), Err(2.0));
    assert_eq!(x.fetch_update(Relaxed, Relaxed, |v| Some(v.sqrt())), Ok(2.0));
    x.store(8.0, Relaxed);
    assert_eq!((x.fetch_min(9.0, Relaxed), x.fetch_max(7.0, Relaxed)), (8.0, 8.0));
    assert_eq!(format!("{x:?}"), "8.0");
}
