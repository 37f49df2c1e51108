//! fork_union 2: forkunion's ancestor. Its C symbols clash with forkunion's, so it has a program of its own.

use std::cell::Cell;
use std::ops::Range;

use rivals::construct::Sched;
use rivals::peer::{Can, Inside, Member, Peer};
use rivals::session::Session;

#[repr(align(128))]
struct Slot(Cell<f64>);

// SAFETY: member `k` alone writes slot `k`, inside a region; the caller reads after the join.
unsafe impl Sync for Slot {}

fn slots(threads: usize) -> Vec<Slot> {
    (0..threads).map(|_| Slot(Cell::new(0.0))).collect()
}

struct Fork {
    pool: fork_union::ThreadPool,
    lock: fork_union::SpinMutex<()>,
    partials: Vec<Slot>,
}

struct ForkMember<'a>(&'a fork_union::SpinMutex<()>);

impl Member for ForkMember<'_> {
    fn critical(&self, body: impl FnOnce()) {
        let _guard = self.0.lock();
        body();
    }
}

impl Peer for Fork {
    const CAN: Can = Can {
        loops: true,
        inside: false,
        critical: true,
        schedules: &[Sched::Static, Sched::Dynamic1],
        ..Can::NOTHING
    };

    fn threads(&self) -> usize {
        self.partials.len()
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        self.pool.for_threads(|member, _| body(member)).join();
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        let partials = &self.partials;
        self.pool.for_threads(|member, _| partials[member].0.set(body(member))).join();
        partials.iter().map(|p| p.0.get()).sum()
    }

    fn inside(&mut self, body: impl Inside) {
        let lock = &self.lock;
        self.pool.for_threads(|_, _| body.run(&ForkMember(lock))).join();
    }

    fn shares(&mut self, n: usize, body: impl Fn(Range<usize>) + Sync) {
        drop(self.pool.for_slices(n, |first, count| body(first.task_index..first.task_index + count)));
    }

    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        match schedule {
            Sched::Static => drop(self.pool.for_n(n, |item| body(item.task_index))),
            Sched::Dynamic1 => drop(self.pool.for_n_dynamic(n, |item| body(item.task_index))),
            _ => unreachable!("not among its schedules"),
        }
    }
}

/// Measures it.
pub fn run(session: &Session) {
    let pool = fork_union::ThreadPool::try_spawn(session.threads).expect("the pool starts");
    let lock = fork_union::SpinMutex::new(());
    session.run(Fork { pool, lock, partials: slots(session.threads) });
}
