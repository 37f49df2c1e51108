//! spindle: a team held by `with_lock` on rayon's threads; loops of jobs.

use crate::construct::Sched;
use crate::peer::{Can, Peer};
use crate::session::Session;

struct Spindle {
    threads: usize,
    partials: Vec<Slot>,
}

#[repr(align(128))]
struct Slot(std::cell::Cell<f64>);

// SAFETY: job `k` alone writes slot `k`; the caller reads after the join.
unsafe impl Sync for Slot {}

impl Peer for Spindle {
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
        ::spindle::for_each_raw(self.threads, body);
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        let partials = &self.partials;
        ::spindle::for_each_raw(self.threads, |k| partials[k].0.set(body(k)));
        partials.iter().map(|p| p.0.get()).sum()
    }

    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        match schedule {
            Sched::Static => self.shares(n, |range| range.for_each(&body)),
            Sched::Dynamic1 => ::spindle::for_each_raw(n, body),
            Sched::Dynamic16 => {
                ::spindle::for_each_raw(n.div_ceil(16), |k| (16 * k..(16 * k + 16).min(n)).for_each(&body));
            }
            _ => unreachable!("not among its schedules"),
        }
    }
}

/// Measures it.
pub fn run(session: &Session) {
    let threads = session.threads;
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()
        .expect("the first use of the global pool");
    let partials = (0..threads).map(|_| Slot(std::cell::Cell::new(0.0))).collect();
    ::spindle::with_lock(threads, || session.run(Spindle { threads, partials }));
}
