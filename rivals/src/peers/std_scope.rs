//! The standard library: threads made for each region, `Barrier`, `Mutex`.

use std::sync::{Barrier, Mutex};

use crate::construct::Sched;
use crate::peer::{Can, Inside, Member, Peer};
use crate::session::Session;
use crate::work;

struct Scope(usize);

struct ScopeMember<'a> {
    number: usize,
    threads: usize,
    barrier: &'a Barrier,
    lock: &'a Mutex<()>,
}

impl Member for ScopeMember<'_> {
    fn barrier(&self) {
        self.barrier.wait();
    }
    fn for_static(&self, n: usize, body: impl Fn(usize)) {
        work::share(self.number, self.threads, n).for_each(body);
        self.barrier.wait();
    }
    fn single(&self, body: impl FnOnce()) {
        if self.number == 0 {
            body();
        }
        self.barrier.wait();
    }
    fn critical(&self, body: impl FnOnce()) {
        let _guard = self.lock.lock().expect("no body panics");
        body();
    }
}

impl Peer for Scope {
    const CAN: Can =
        Can { loops: true, inside: true, critical: true, schedules: &[Sched::Static], ..Can::NOTHING };

    fn threads(&self) -> usize {
        self.0
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        std::thread::scope(|scope| {
            for member in 1..self.0 {
                let body = &body;
                scope.spawn(move || body(member));
            }
            body(0);
        });
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        std::thread::scope(|scope| {
            let body = &body;
            let others: Vec<_> = (1..self.0).map(|member| scope.spawn(move || body(member))).collect();
            let mine = body(0);
            others.into_iter().fold(mine, |sum, other| sum + other.join().expect("no body panics"))
        })
    }

    fn inside(&mut self, body: impl Inside) {
        let (threads, barrier, lock) = (self.0, &Barrier::new(self.0), &Mutex::new(()));
        self.region(|number| body.run(&ScopeMember { number, threads, barrier, lock }));
    }
}

/// Measures it.
pub fn run(session: &Session) {
    session.run(Scope(session.threads));
}
