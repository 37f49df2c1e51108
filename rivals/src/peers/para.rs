//! paralight: loops only, on a pool whose way of splitting is fixed when it is built.

use paralight::prelude::*;
use paralight::threads::ThreadPool;

use crate::construct::Sched;
use crate::peer::{Can, Peer};
use crate::session::Session;

struct Para {
    threads: usize,
    pool: ThreadPool,
    stealing: bool,
}

fn pool(threads: usize, stealing: bool) -> ThreadPool {
    let range_strategy = if stealing { RangeStrategy::WorkStealing } else { RangeStrategy::Fixed };
    let num_threads = ThreadCount::try_from(threads).expect("more than 0 threads");
    ThreadPoolBuilder { num_threads, range_strategy, cpu_pinning: CpuPinningPolicy::No }.build()
}

impl Para {
    /// The pool that splits this way; changing it is paid in the warm-up of the measurement.
    fn split(&mut self, stealing: bool) -> &mut ThreadPool {
        if self.stealing != stealing {
            self.pool = pool(self.threads, stealing);
            self.stealing = stealing;
        }
        &mut self.pool
    }
}

impl Peer for Para {
    const CAN: Can = Can {
        loops: true,
        inside: false,
        critical: false,
        schedules: &[Sched::Static, Sched::Dynamic1],
        ..Can::NOTHING
    };

    fn threads(&self) -> usize {
        self.threads
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        (0..self.threads).into_par_iter().with_thread_pool(self.split(false)).for_each(body);
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        (0..self.threads).into_par_iter().with_thread_pool(self.split(false)).map(body).sum()
    }

    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        let pool = self.split(schedule == Sched::Dynamic1);
        (0..n).into_par_iter().with_thread_pool(pool).for_each(body);
    }
}

/// Measures it.
pub fn run(session: &Session) {
    session.run(Para { threads: session.threads, pool: pool(session.threads, false), stealing: false });
}
