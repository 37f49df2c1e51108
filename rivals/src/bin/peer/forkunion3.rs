//! forkunion 3: a spinning team under a C++ core, no barrier inside a region.

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
    pool: forkunion::ThreadPool,
    lock: forkunion::SpinMutex<()>,
    partials: Vec<Slot>,
}

struct ForkMember<'a>(&'a forkunion::SpinMutex<()>);

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
        self.pool.broadcast(|member, _| body(member));
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        let partials = &self.partials;
        self.pool.broadcast(|member, _| partials[member].0.set(body(member)));
        partials.iter().map(|p| p.0.get()).sum()
    }

    fn inside(&mut self, body: impl Inside) {
        let lock = &self.lock;
        self.pool.broadcast(|_, _| body.run(&ForkMember(lock)));
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
    let topology = forkunion::Topology::new().expect("the machine's topology");
    let pool = forkunion::ThreadPool::try_spawn(&topology, session.threads).expect("the pool starts");
    let lock = forkunion::SpinMutex::new(());
    session.run(Fork { pool, lock, partials: slots(session.threads) });
}
