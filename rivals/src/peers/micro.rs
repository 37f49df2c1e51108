//! micropool: loops only; the caller helps, and one thread may run all items. Its "region" is a loop of as many items
//! as threads.

use std::ops::Range;

use micropool::iter::*;
use micropool::{ThreadPool, ThreadPoolBuilder};

use crate::construct::Sched;
use crate::peer::{Can, Peer};
use crate::session::Session;
use crate::work;

struct Micro {
    pool: ThreadPool,
    threads: usize,
}

impl Peer for Micro {
    const CAN: Can = Can {
        loops: true,
        inside: false,
        critical: false,
        schedules: &[Sched::Static, Sched::Dynamic1, Sched::Dynamic16],
        ..Can::NOTHING
    };

    fn threads(&self) -> usize {
        self.threads
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        (0..self.threads).into_par_iter().with_thread_pool(self.pool.split_per_item()).for_each(body);
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        (0..self.threads).into_par_iter().with_thread_pool(self.pool.split_per_item()).map(body).sum()
    }

    fn shares(&mut self, n: usize, body: impl Fn(Range<usize>) + Sync) {
        let threads = self.threads;
        self.region(|k| body(work::share(k, threads, n)));
    }

    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        let items = (0..n).into_par_iter();
        match schedule {
            Sched::Static => items.with_thread_pool(self.pool.split_by_threads()).for_each(body),
            Sched::Dynamic1 => items.with_thread_pool(self.pool.split_per_item()).for_each(body),
            Sched::Dynamic16 => items.with_thread_pool(self.pool.split_per(16)).for_each(body),
            _ => unreachable!("not among its schedules"),
        }
    }
}

/// Measures it; the caller is one of the threads.
pub fn run(session: &Session) {
    let pool = ThreadPoolBuilder::default().num_threads(session.threads - 1).build();
    session.run(Micro { pool, threads: session.threads });
}
