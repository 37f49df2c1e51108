//! No threads at all.

use crate::construct::Sched;
use crate::kernels::cholesky::{self, Matrix};
use crate::kernels::{Form, Program};
use crate::peer::{Can, Peer};
use crate::session::Session;

struct Serial(usize);

impl Peer for Serial {
    const CAN: Can = Can {
        schedules: &[Sched::Static],
        tasks: &[Form::Join, Form::Task, Form::Group],
        dependences: true,
        ..Can::NOTHING
    };

    fn threads(&self) -> usize {
        self.0
    }
    fn region(&mut self, body: impl Fn(usize) + Sync) {
        (0..self.0).for_each(body);
    }
    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        (0..self.0).map(body).sum()
    }
    /// One after the other, in whatever form.
    fn tasks(&mut self, program: Program, _form: Form) -> u64 {
        program.serial()
    }
    fn cholesky(&mut self, tiles: &mut Matrix) {
        cholesky::serial(tiles);
    }
}

/// Measures it. It pretends to have as many threads as the others, so that its `tiny` loop does the same work.
pub fn run(session: &Session) {
    session.run(Serial(session.threads));
}
