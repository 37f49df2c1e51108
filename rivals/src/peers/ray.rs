//! rayon, called from outside its pool (`rayon`) and from inside (`rayon-in`). Its region is a `broadcast`, which
//! reaches every thread; its other constructs are parallel iterators.

use rayon::ThreadPool;
use rayon::prelude::*;

use std::ops::Range;

use crate::construct::Sched;
use crate::kernels::{Form, Program};
use crate::peer::{Can, Peer};
use crate::peers::ray_tasks;
use crate::session::Session;
use crate::work;

struct Rayon<'a, const INSIDE: bool>(&'a ThreadPool);

impl<const INSIDE: bool> Rayon<'_, INSIDE> {
    /// Runs `work` where parallel iterators use this pool: at once if this thread belongs to it.
    fn on_pool<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        if INSIDE { work() } else { self.0.install(work) }
    }
}

impl<const INSIDE: bool> Peer for Rayon<'_, INSIDE> {
    const CAN: Can = Can {
        loops: true,
        inside: false,
        critical: false,
        schedules: &[Sched::Static, Sched::Dynamic1, Sched::Dynamic16, Sched::Auto],
        tasks: &[Form::Join, Form::Task],
        dependences: false,
    };

    fn threads(&self) -> usize {
        self.0.current_num_threads()
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        self.0.broadcast(|context| body(context.index()));
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        let threads = self.threads();
        self.on_pool(|| (0..threads).into_par_iter().with_max_len(1).map(&body).sum())
    }

    fn shares(&mut self, n: usize, body: impl Fn(Range<usize>) + Sync) {
        let threads = self.threads();
        let run = |k| body(work::share(k, threads, n));
        self.on_pool(|| (0..threads).into_par_iter().with_max_len(1).for_each(run));
    }

    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        let items = (0..n).into_par_iter();
        match schedule {
            Sched::Static => self.shares(n, |range| range.for_each(&body)),
            Sched::Dynamic1 => self.on_pool(|| items.with_max_len(1).for_each(&body)),
            Sched::Dynamic16 => self.on_pool(|| items.with_max_len(16).for_each(&body)),
            Sched::Auto => self.on_pool(|| items.for_each(&body)),
            _ => unreachable!("not among its schedules"),
        }
    }

    fn tasks(&mut self, program: Program, form: Form) -> u64 {
        self.on_pool(|| match form {
            Form::Join => program.join::<ray_tasks::ByRayon>(&mut ()),
            _ => ray_tasks::scopes(program),
        })
    }
}

fn pool(session: &Session) -> ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(session.threads).build().expect("the pool starts")
}

/// Measures it from outside its pool.
pub fn run_outside(session: &Session) {
    session.run(Rayon::<false>(&pool(session)));
}

/// Measures it from inside.
pub fn run_inside(session: &Session) {
    let pool = pool(session);
    pool.install(|| session.run(Rayon::<true>(&pool)));
}
