use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed};

use ferromp::observe::{Kind, MutexKind, MutexStep, Work};
use ferromp::{Critical, Lock, NestLock, Parallel, Sum, critical};

use crate::log::{Seen, line, log};
use crate::watchdog;

const TEAMS: [usize; 5] = [1, 2, 3, 4, 8];

/// How many members began this work at `line`.
fn works(seen: &[Seen], wanted: Work<'_>, line: u32) -> usize {
    let began = seen.iter().filter(|event| event.begins());
    began
        .filter(|event| match event.kind {
            Kind::Work { work, place, .. } => {
                assert!(place.file().ends_with("constructs.rs"));
                work == wanted && place.line() == line
            }
            _ => false,
        })
        .count()
}

#[test]
fn singles() {
    let _watch = watchdog::watch("singles");
    for threads in TEAMS {
        let here = line() + 3;
        let seen = log(|| {
            Parallel::new().num_threads(threads).run(|team| {
                assert_eq!(team.single(|| 1), 1);
                team.single(|| ());
                team.single_nowait(|| ());
            });
        });
        for line in here..here + 3 {
            assert_eq!(works(&seen, Work::SingleExecutor, line), 1);
            assert_eq!(works(&seen, Work::SingleOther, line), threads - 1);
        }
    }
}

#[test]
fn masked_and_scope() {
    let _watch = watchdog::watch("masked_and_scope");
    for threads in TEAMS {
        let here = line() + 3;
        let seen = log(|| {
            Parallel::new().num_threads(threads).run(|team| {
                team.masked(|| ());
                team.masked_filter(threads - 1, || ());
                team.scope(|| ());
                assert_eq!(team.scope_reduce(Sum, || 1), threads);
            });
        });
        assert_eq!([works(&seen, Work::Masked, here), works(&seen, Work::Masked, here + 1)], [1, 1]);
        assert_eq!(works(&seen, Work::Scope, here + 2), threads);
        assert_eq!(works(&seen, Work::Scope, here + 3), threads);
        let owner = seen.iter().find_map(|event| match event.kind {
            Kind::Work { work: Work::Masked, place, .. } if place.line() == here + 1 => event.member,
            _ => None,
        });
        assert_eq!(owner.unwrap().thread_num, threads - 1);
    }
}

#[test]
fn sections() {
    let _watch = watchdog::watch("sections");
    for threads in TEAMS {
        let ran = AtomicUsize::new(0);
        let count = || _ = ran.fetch_add(1, Relaxed);
        let here = AtomicU32::new(0);
        let seen = log(|| {
            Parallel::new().num_threads(threads).run(|team| {
                here.store(line() + 1, Relaxed);
                team.sections([&count, &count, &count, &count, &count]);
            });
        });
        assert_eq!(ran.load(Relaxed), 5);
        let places = seen.iter().filter(|event| {
            matches!(event.kind, Kind::Work { work: Work::Sections { count: 5, .. }, place, .. }
                if event.begins() && place.line() == here.load(Relaxed))
        });
        assert_eq!(places.count(), threads);
        let mut sections: Vec<u64> = seen
            .iter()
            .filter_map(|event| match event.kind {
                Kind::Chunk { first, len, .. } if event.begins() => Some((first, len)),
                _ => None,
            })
            .map(|(first, len)| {
                assert_eq!(len, 1);
                first
            })
            .collect();
        sections.sort_unstable();
        assert_eq!(sections, [0, 1, 2, 3, 4]);
    }
}

/// The steps of all locks of a kind, by lock and in the order in which a thread took them.
fn steps(seen: &[Seen], wanted: MutexKind) -> Vec<(MutexStep, u64)> {
    let steps = seen.iter().filter_map(|event| match event.kind {
        Kind::Mutex { step, mutex, id, .. } if mutex == wanted => Some((step, id)),
        _ => None,
    });
    steps.collect()
}

#[test]
fn locks() {
    let _watch = watchdog::watch("locks");
    use MutexStep::{Acquire, Acquired, Released};
    let only_steps =
        |seen: &[Seen], kind| steps(seen, kind).into_iter().map(|(step, _)| step).collect::<Vec<_>>();

    let (lock, nest, cell) = (Lock::new(), NestLock::new(), Critical::new(0));
    let seen = log(|| {
        drop(lock.lock());
        assert!(lock.test());
        lock.unset();
    });
    assert_eq!(only_steps(&seen, MutexKind::Lock), [Acquire, Acquired, Released, Acquired, Released]);
    let ids: Vec<u64> = steps(&seen, MutexKind::Lock).into_iter().map(|(_, id)| id).collect();
    assert!(ids.iter().all(|&id| id == ids[0] && id != 0));

    let seen = log(|| nest.with(|| nest.with(|| ())));
    assert_eq!(only_steps(&seen, MutexKind::NestLock), [Acquire, Acquired, Released]);

    let seen = log(|| {
        cell.enter(|value| *value += 1);
        assert_eq!(cell.try_enter(|value| *value), Some(1));
        critical!(observed, {});
    });
    let all = [Acquire, Acquired, Released, Acquired, Released, Acquire, Acquired, Released];
    assert_eq!(only_steps(&seen, MutexKind::Critical), all);

    // One that holds it already wants it in vain.
    let seen = log(|| {
        let _held = lock.lock();
        assert!(lock.checked_set().is_err());
        assert!(!lock.test());
    });
    assert_eq!(only_steps(&seen, MutexKind::Lock), [Acquire, Acquired, Acquire, Released]);
}

#[test]
fn locks_of_many_members() {
    let _watch = watchdog::watch("locks_of_many_members");
    for threads in TEAMS {
        let cell = Critical::new(0);
        let seen = log(|| {
            Parallel::new()
                .num_threads(threads)
                .run(|team| (0..10).for_each(|_| team.critical(&cell, |n| *n += 1)));
        });
        let steps = steps(&seen, MutexKind::Critical);
        for wanted in [MutexStep::Acquire, MutexStep::Acquired, MutexStep::Released] {
            assert_eq!(steps.iter().filter(|(step, _)| *step == wanted).count(), 10 * threads);
        }
        assert_eq!(cell.into_inner(), 10 * threads);
    }
}

#[test]
fn ordered_regions() {
    let _watch = watchdog::watch("ordered_regions");
    for threads in TEAMS {
        let seen = log(|| {
            Parallel::new().num_threads(threads).run(|team| {
                team.for_loop(0..20).ordered(|_, order| order.run(|| ()));
            });
        });
        let steps = steps(&seen, MutexKind::Ordered);
        assert_eq!(steps.len(), 60);
        for wanted in [MutexStep::Acquire, MutexStep::Acquired, MutexStep::Released] {
            assert_eq!(steps.iter().filter(|(step, _)| *step == wanted).count(), 20);
        }
        assert!(seen.iter().any(|event| matches!(event.kind, Kind::Mutex { .. }) && event.member.is_some()));
    }
}
