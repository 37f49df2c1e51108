//! What a rival must provide. A rival that has less says so in [`Peer::CAN`]; the default methods express every
//! loop through the two primitives, so that each rival runs the same bodies.

use std::ops::Range;

use crate::construct::{Construct, Sched};
use crate::kernels::cholesky::Matrix;
use crate::kernels::{Form, Program};
use crate::work;

/// Which constructs a rival has.
#[derive(Clone, Copy)]
pub struct Can {
    /// Runs something on its threads at once (all rivals but the serial one and the pure `join` pools).
    pub loops: bool,
    /// Barriers, worksharing loops and `single` inside a region.
    pub inside: bool,
    /// A lock of its own.
    pub critical: bool,
    /// The schedules it offers.
    pub schedules: &'static [Sched],
    /// The ways it cuts programs into tasks.
    pub tasks: &'static [Form],
    /// Tasks that wait for others' data.
    pub dependences: bool,
}

impl Can {
    /// No abilities, for those that have few to add theirs.
    pub const NOTHING: Self =
        Self { loops: false, inside: false, critical: false, schedules: &[], tasks: &[], dependences: false };

    /// Whether a rival with these abilities has `construct`.
    pub fn has(&self, construct: Construct) -> bool {
        match construct {
            Construct::Region
            | Construct::Reduce
            | Construct::TinySum
            | Construct::IdleRegion
            | Construct::IdleLoop
            | Construct::IdleCpu
            | Construct::HogRegion
            | Construct::HogMean => self.loops,
            Construct::Barrier | Construct::For | Construct::Single => self.inside,
            Construct::Critical => self.critical,
            Construct::Empty(s) | Construct::Triangle(s) | Construct::Mandel(s) => {
                self.schedules.contains(&s)
            }
            Construct::Tasks(_, form) => self.tasks.contains(&form),
            Construct::IdleTasks => !self.tasks.is_empty(),
            Construct::Cholesky => self.dependences,
            Construct::Tiny | Construct::Axpy(_) | Construct::Sum => self.schedules.contains(&Sched::Static),
        }
    }
}

/// A rival, started, with its threads.
pub trait Peer {
    /// What it has; only such constructs are asked of it.
    const CAN: Can;

    /// Members of its team, the caller included.
    fn threads(&self) -> usize;

    /// Runs `body` with every thread number. A rival without thread identity runs a loop of as many items.
    fn region(&mut self, body: impl Fn(usize) + Sync);

    /// The sum over the members of `body`'s values.
    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64;

    /// Opens one region whose members run `body`. Only for rivals with `inside` or `critical`.
    fn inside(&mut self, _body: impl Inside) {
        unreachable!("this rival has no constructs inside regions");
    }

    /// Runs `body` with contiguous ranges that cover `0..n`, about one a thread.
    fn shares(&mut self, n: usize, body: impl Fn(Range<usize>) + Sync) {
        let threads = self.threads();
        self.region(move |member| body(work::share(member, threads, n)));
    }

    /// The combined loop with as many iterations as threads.
    fn tiny(&mut self, body: impl Fn(usize) + Sync) {
        self.each(self.threads(), Sched::Static, body);
    }

    /// The same with a sum.
    fn tiny_sum(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        self.reduce(body)
    }

    /// Runs `body` for each of `0..n`, handed out as `schedule` says.
    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        let threads = self.threads();
        match schedule {
            Sched::Static => self.shares(n, move |range| range.for_each(&body)),
            Sched::Static1 => self.region(move |member| work::cyclic(member, threads, n).for_each(&body)),
            _ => unreachable!("this rival has no {schedule:?}"),
        }
    }

    /// Runs a program of tasks and returns what it computes.
    fn tasks(&mut self, _program: Program, _form: Form) -> u64 {
        unreachable!("this rival has no tasks");
    }

    /// Factorises the matrix in place, by tasks with dependences.
    fn cholesky(&mut self, _tiles: &mut Matrix) {
        unreachable!("this rival has no dependences");
    }

    /// `y += a * x`, static.
    fn axpy(&mut self, a: f64, x: &[f64], y: &mut [f64]) {
        let target = Shared(y.as_mut_ptr());
        self.shares(y.len(), |range| {
            // SAFETY: `shares` hands out disjoint ranges within `0..y.len()`, and returns after the last of them.
            work::axpy(a, &x[range.clone()], unsafe { target.slice(range) });
        });
    }

    /// The sum of `x`.
    fn sum(&mut self, x: &[f64]) -> f64 {
        let threads = self.threads();
        self.reduce(|member| work::sum(&x[work::share(member, threads, x.len())]))
    }
}

/// The body of a region with constructs inside: generic over the rival's member, so that nothing is virtual.
pub trait Inside: Sync {
    /// Runs on `member`'s thread.
    fn run(&self, member: &impl Member);
}

/// A member of a rival's team, inside a region.
pub trait Member {
    fn barrier(&self) {
        unreachable!("this rival has no barrier");
    }
    /// A static loop over `0..n` with its barrier.
    fn for_static(&self, _n: usize, _body: impl Fn(usize)) {
        unreachable!("this rival has no loops inside regions");
    }
    /// One member runs `body`; a barrier follows.
    fn single(&self, _body: impl FnOnce()) {
        unreachable!("this rival has no single");
    }
    /// The members run `body` one at a time.
    fn critical(&self, body: impl FnOnce());
}

/// A pointer that may cross to the rival's threads; whoever uses it proves that they touch different elements.
#[derive(Clone, Copy)]
pub struct Shared(pub *mut f64);

// SAFETY: sending or sharing the pointer accesses nothing; `slice` is where the accesses are justified.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// The elements of `range`.
    ///
    /// # Safety
    /// The pointer is valid for `range` for as long as `'a`, and no other access to these elements happens meanwhile.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn slice<'a>(&self, range: Range<usize>) -> &'a mut [f64] {
        // SAFETY: the caller's promise.
        unsafe { std::slice::from_raw_parts_mut(self.0.add(range.start), range.len()) }
    }
}
