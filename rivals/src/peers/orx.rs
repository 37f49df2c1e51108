//! orx-parallel: loops only. Its pool takes no more threads than the machine has cores.

use orx_parallel::*;

use crate::construct::Sched;
use crate::peer::{Can, Peer};
use crate::session::Session;

struct Orx(usize);

impl Peer for Orx {
    const CAN: Can = Can {
        loops: true,
        inside: false,
        critical: false,
        schedules: &[Sched::Static, Sched::Dynamic1, Sched::Dynamic16, Sched::Auto],
        ..Can::NOTHING
    };

    fn threads(&self) -> usize {
        self.0
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        (0..self.0).into_par().num_threads(self.0).chunk_size(1).for_each(&body);
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        (0..self.0).into_par().num_threads(self.0).chunk_size(1).map(&body).sum()
    }

    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        let items = (0..n).into_par().num_threads(self.0);
        match schedule {
            Sched::Static => items.chunk_size(n.div_ceil(self.0)).for_each(&body),
            Sched::Dynamic1 => items.chunk_size(1).for_each(&body),
            Sched::Dynamic16 => items.chunk_size(16).for_each(&body),
            Sched::Auto => items.for_each(&body),
            _ => unreachable!("not among its schedules"),
        }
    }
}

/// Measures it.
pub fn run(session: &Session) {
    session.run(Orx(session.threads));
}
