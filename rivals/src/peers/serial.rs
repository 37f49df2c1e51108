//! No threads at all.

use crate::construct::Sched;
use crate::peer::{Can, Peer};
use crate::session::Session;

struct Serial(usize);

impl Peer for Serial {
    const CAN: Can = Can { loops: false, inside: false, critical: false, schedules: &[Sched::Static] };

    fn threads(&self) -> usize {
        self.0
    }
    fn region(&mut self, body: impl Fn(usize) + Sync) {
        (0..self.0).for_each(body);
    }
    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        (0..self.0).map(body).sum()
    }
}

/// Measures it. It pretends to have as many threads as the others, so that its `tiny` loop does the same work.
pub fn run(session: &Session) {
    session.run(Serial(session.threads));
}
