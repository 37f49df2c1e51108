//! The feature `rayon`: its parallel iterators on a team.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::thread;

use rayon::{ThreadBuilder, ThreadPoolBuilder};

use crate::parallel::Parallel;
use crate::prim::Mutex;

impl Parallel {
    /// Runs `op` in a rayon pool whose threads are the members of this region: parallel iterators, `join` and `scope` in it
    /// use the team's threads, and no others are started. Needs the feature `rayon`.
    ///
    /// Which member runs `op` is rayon's choice. Regions inside are nested in this one, and have one member by default.
    /// On a thread of a rayon pool `op` is simply called, and uses that pool.
    ///
    /// The pool is made and ended by the call, which takes some ten microseconds: call it around a phase of a program, not
    /// around each loop. Jobs that `op` leaves behind by [`rayon::spawn`] are done before the call returns.
    ///
    /// # Panics
    /// With the panic of `op`; and as [`run`](Parallel::run).
    ///
    /// ```
    /// use ferromp::Parallel;
    /// use rayon::prelude::*;
    /// let sum: u64 = Parallel::new().num_threads(3).rayon(|| {
    ///     assert_eq!(rayon::current_num_threads(), 3);
    ///     (0..1000_u64).into_par_iter().map(|x| x * x).sum()
    /// });
    /// assert_eq!(sum, 332_833_500);
    /// ```
    #[track_caller]
    pub fn rayon<R, F>(&self, op: F) -> R
    where
        F: FnOnce() -> R + Send,
        R: Send,
    {
        if rayon::current_thread_index().is_some() {
            return op();
        }
        let seats = Mutex::new(Vec::new());
        let outcome: Mutex<Option<thread::Result<R>>> = Mutex::new(None);
        let op = Mutex::new(Some(op));
        self.run(|team| {
            team.masked(|| {
                if let Some(op) = op.lock().take() {
                    prepare(team.num_threads(), &seats, op, &outcome);
                }
            });
            team.barrier();
            let seat = seats.lock().pop();
            // One for each member. It returns when the pool has ended.
            if let Some(seat) = seat {
                ThreadBuilder::run(seat);
            }
        });
        match outcome.into_inner() {
            Some(Ok(result)) => result,
            Some(Err(payload)) => resume_unwind(payload),
            None => panic!("the team has left rayon's pool before it was done"),
        }
    }
}

/// Makes a pool that lacks its threads, whose first job is `op`. They are what is put on `seats`. The pool ends when `op`
/// has.
fn prepare<'a, R: Send>(
    threads: usize,
    seats: &Mutex<Vec<ThreadBuilder>>,
    op: impl FnOnce() -> R + Send + 'a,
    outcome: &'a Mutex<Option<thread::Result<R>>>,
) {
    let reserve = |seat| {
        seats.lock().push(seat);
        Ok(())
    };
    let pool = match ThreadPoolBuilder::new().num_threads(threads).spawn_handler(reserve).build() {
        Ok(pool) => Arc::new(pool),
        Err(error) => panic!("rayon has made no pool: {error}"),
    };
    let inside = Arc::clone(&pool);
    let job = move || {
        let result = catch_unwind(AssertUnwindSafe(op));
        *outcome.lock() = Some(result);
        // Nothing borrowed is touched from here on. The last owner of the pool ends it.
        drop(inside);
    };
    let job: Box<dyn FnOnce() + Send + 'a> = Box::new(job);
    // SAFETY: only the lifetime changes. The job is run, and what it has borrowed is touched for the last time, before `rayon`
    // returns:
    // - the pool is ended by nobody but the job, which owns it, and its threads stay in `ThreadBuilder::run` until it has ended;
    // - a thread runs jobs before it ends, and this is one of them;
    // - the region's members are these threads, and `run` returns after all of them have left.
    // If a member never took its seat, the pool would never end and `run` would never return.
    let job = unsafe { std::mem::transmute::<Box<dyn FnOnce() + Send + 'a>, Box<dyn FnOnce() + Send>>(job) };
    pool.spawn(job);
}
