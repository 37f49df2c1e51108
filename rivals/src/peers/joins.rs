//! chili and forte: heartbeat pools that have only `join`, so only loops split in halves down to one iteration.

use std::num::NonZero;

use crate::construct::Sched;
use crate::kernels::{Form, Joins, Program};
use crate::peer::{Can, Peer};
use crate::session::Session;

const CAN: Can = Can { schedules: &[Sched::Auto], tasks: &[Form::Join], ..Can::NOTHING };

struct Chili<'a>(chili::Scope<'a>, usize);

impl Peer for Chili<'_> {
    const CAN: Can = CAN;

    fn threads(&self) -> usize {
        self.1
    }
    fn region(&mut self, _body: impl Fn(usize) + Sync) {
        unreachable!("chili has only join");
    }
    fn reduce(&mut self, _body: impl Fn(usize) -> f64 + Sync) -> f64 {
        unreachable!("chili has only join");
    }
    fn each(&mut self, n: usize, _schedule: Sched, body: impl Fn(usize) + Sync) {
        chili_halves(&mut self.0, 0, n, &body);
    }
    fn tasks(&mut self, program: Program, _form: Form) -> u64 {
        program.join::<ByChili>(&mut self.0)
    }
}

struct ByChili;

impl Joins for ByChili {
    type Context<'a> = chili::Scope<'a>;

    fn join<A: Send, B: Send>(
        scope: &mut chili::Scope<'_>,
        a: impl FnOnce(&mut chili::Scope<'_>) -> A + Send,
        b: impl FnOnce(&mut chili::Scope<'_>) -> B + Send,
    ) -> (A, B) {
        scope.join(a, b)
    }
}

fn chili_halves(scope: &mut chili::Scope<'_>, start: usize, end: usize, body: &(impl Fn(usize) + Sync)) {
    if end - start == 1 {
        return body(start);
    }
    let middle = start + (end - start) / 2;
    scope.join(|s| chili_halves(s, start, middle, body), |s| chili_halves(s, middle, end, body));
}

/// Measures chili; the caller is one of the threads.
pub fn run_chili(session: &Session) {
    let thread_count = NonZero::new(session.threads - 1);
    let pool = chili::ThreadPool::with_config(chili::Config { thread_count, ..Default::default() });
    session.run(Chili(pool.scope(), session.threads));
}

static FORTE: forte::ThreadPool = forte::ThreadPool::new();

struct Forte(usize);

impl Peer for Forte {
    const CAN: Can = CAN;

    fn threads(&self) -> usize {
        self.0
    }
    fn region(&mut self, _body: impl Fn(usize) + Sync) {
        unreachable!("forte has no parallel loops");
    }
    fn reduce(&mut self, _body: impl Fn(usize) -> f64 + Sync) -> f64 {
        unreachable!("forte has no parallel loops");
    }
    fn each(&mut self, n: usize, _schedule: Sched, body: impl Fn(usize) + Sync) {
        FORTE.with_worker(|worker| forte_halves(worker, 0, n, &body));
    }
    fn tasks(&mut self, program: Program, _form: Form) -> u64 {
        FORTE.with_worker(|worker| program.join::<ByForte>(&mut { worker }))
    }
}

struct ByForte;

impl Joins for ByForte {
    type Context<'a> = &'a forte::Worker;

    fn join<A: Send, B: Send>(
        worker: &mut &forte::Worker,
        a: impl FnOnce(&mut &forte::Worker) -> A + Send,
        b: impl FnOnce(&mut &forte::Worker) -> B + Send,
    ) -> (A, B) {
        worker.join(|mut w| a(&mut w), |mut w| b(&mut w))
    }
}

fn forte_halves(worker: &forte::Worker, start: usize, end: usize, body: &(impl Fn(usize) + Sync)) {
    if end - start == 1 {
        return body(start);
    }
    let middle = start + (end - start) / 2;
    worker.join(|w| forte_halves(w, start, middle, body), |w| forte_halves(w, middle, end, body));
}

/// Measures forte; the caller is one of the threads.
pub fn run_forte(session: &Session) {
    FORTE.resize_to(session.threads - 1);
    // Its threads end with the process: shrinking the pool to none waits for ever.
    session.run(Forte(session.threads));
}
