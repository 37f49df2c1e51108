//! ferromp itself.

use std::ops::Range;

use ferromp::{Parallel, Schedule, Sum, Team, parallel_for};

use crate::construct::Sched;
use crate::kernels::cholesky::Matrix;
use crate::kernels::{Form, Program};
use crate::peer::{Can, Inside, Member, Peer};
use crate::peers::our_tasks;
use crate::session::Session;
use crate::work;

struct Ours(usize);

struct OurMember<'a, 'scope>(&'a Team<'scope>);

impl Member for OurMember<'_, '_> {
    fn barrier(&self) {
        self.0.barrier();
    }
    fn for_static(&self, n: usize, body: impl Fn(usize)) {
        self.0.for_loop(0..n).schedule(Schedule::Static).for_each(body);
    }
    fn single(&self, body: impl FnOnce()) {
        self.0.single(body);
    }
    fn critical(&self, body: impl FnOnce()) {
        ferromp::critical!(measured, body());
    }
}

impl Ours {
    fn builder(&self) -> Parallel {
        Parallel::new().num_threads(self.0)
    }
}

impl Peer for Ours {
    const CAN: Can = Can {
        loops: true,
        inside: true,
        critical: true,
        schedules: &[
            Sched::Static,
            Sched::Static1,
            Sched::Dynamic1,
            Sched::Dynamic16,
            Sched::Guided,
            Sched::Auto,
            Sched::Taskloop1,
        ],
        tasks: &[Form::Join, Form::Task, Form::Group],
        dependences: true,
    };

    fn threads(&self) -> usize {
        self.0
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        self.builder().run(move |team| body(team.thread_num()));
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        self.builder().reduce(Sum, move |team| body(team.thread_num()))
    }

    fn inside(&mut self, body: impl Inside) {
        self.builder().run(|team| body.run(&OurMember(team)));
    }

    fn shares(&mut self, n: usize, body: impl Fn(Range<usize>) + Sync) {
        let threads = self.0;
        self.builder().run(move |team| body(work::share(team.thread_num(), threads, n)));
    }

    /// The combined loop without a `schedule` clause.
    fn tiny(&mut self, body: impl Fn(usize) + Sync) {
        parallel_for(0..self.0).num_threads(self.0).for_each(body);
    }

    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        let schedule = match schedule {
            Sched::Static => Schedule::Static,
            Sched::Static1 => Schedule::StaticChunk(1),
            Sched::Dynamic1 => Schedule::Dynamic(1),
            Sched::Dynamic16 => Schedule::Dynamic(16),
            Sched::Guided => Schedule::Guided(1),
            Sched::Auto => Schedule::Auto,
            Sched::Taskloop1 => {
                let region = self.builder();
                return region.masked(|team| team.taskloop(0..n).grainsize(1).for_each(body));
            }
        };
        parallel_for(0..n).num_threads(self.0).schedule(schedule).for_each(body);
    }

    fn tasks(&mut self, program: Program, form: Form) -> u64 {
        self.builder().masked(|mut team| match form {
            Form::Join => program.join::<our_tasks::ByOurs>(&mut team),
            Form::Task => our_tasks::scopes(team, program),
            Form::Group => our_tasks::groups(team, program),
        })
    }

    fn cholesky(&mut self, tiles: &mut Matrix) {
        our_tasks::cholesky(&self.builder(), tiles);
    }

    /// As a user writes it: without a `schedule` clause.
    fn axpy(&mut self, a: f64, x: &[f64], y: &mut [f64]) {
        parallel_for((y, x)).num_threads(self.0).for_each(|(y, x)| *y += a * *x);
    }

    fn tiny_sum(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        parallel_for(0..self.0).num_threads(self.0).reduce(Sum, body)
    }

    fn sum(&mut self, x: &[f64]) -> f64 {
        parallel_for(x).num_threads(self.0).reduce(Sum, |x| *x)
    }
}

/// Measures it.
pub fn run(session: &Session) {
    session.run(Ours(session.threads));
}
