//! Regions for async code: on a thread that may block, while the executor's go on.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use crate::sys::fork;

/// Runs `work` on a thread that may block, and answers a future of its result.
///
/// The regions and loops that `work` opens have this thread as their primary member. It is kept for a while, and its team
/// with it, so the next call finds both awake or asleep, and seldom starts a thread. There are as many such threads as calls
/// at the same time; `OMP_DYNAMIC` keeps their teams from using more threads than there are processors.
///
/// The work begins at once, whether or not the future is polled, and goes on if the future is dropped. If no thread can be
/// started, it is done before this function returns.
///
/// A future needs no particular executor:
///
/// ```
/// use ferromp::bridge;
/// use ferromp::prelude::*;
/// # fn block_on<F: std::future::Future>(future: F) -> F::Output {
/// #     tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
/// # }
/// let sum = block_on(async {
///     bridge::spawn(|| parallel_for(0..1000_u64).reduce(Sum, |i| i)).await
/// });
/// assert_eq!(sum, 499_500);
/// ```
///
/// # Panics
/// A panic of `work` goes on where the future is awaited.
pub fn spawn<R, F>(work: F) -> Spawned<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let shared = Arc::new(Mutex::new(Stage::Waited { by: None }));
    let theirs = Arc::clone(&shared);
    hand_over(Box::new(move || {
        let result = catch_unwind(AssertUnwindSafe(work));
        let before = std::mem::replace(&mut *lock(&theirs), Stage::Done(result));
        // Wakers are other people's code: called without the lock.
        if let Stage::Waited { by: Some(waker) } = before {
            waker.wake();
        }
    }));
    Spawned(shared)
}

/// The result of [`spawn`], once it is there.
#[must_use = "what is spawned runs anyway, but its result, or panic, is lost"]
pub struct Spawned<R>(Arc<Mutex<Stage<R>>>);

impl<R> std::fmt::Debug for Spawned<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Spawned")
    }
}

enum Stage<R> {
    Waited { by: Option<Waker> },
    Done(thread::Result<R>),
    Taken,
}

impl<R> Future for Spawned<R> {
    type Output = R;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        let mut stage = lock(&self.0);
        match &mut *stage {
            Stage::Waited { by } => {
                let known = by.as_ref().is_some_and(|waker| waker.will_wake(context.waker()));
                if !known {
                    *by = Some(context.waker().clone());
                }
                Poll::Pending
            }
            Stage::Taken => panic!("a future is polled after it was ready"),
            Stage::Done(_) => {
                let done = std::mem::replace(&mut *stage, Stage::Taken);
                drop(stage);
                match done {
                    Stage::Done(Ok(result)) => Poll::Ready(result),
                    Stage::Done(Err(payload)) => resume_unwind(payload),
                    Stage::Waited { .. } | Stage::Taken => unreachable!("it was done"),
                }
            }
        }
    }
}

type Job = Box<dyn FnOnce() + Send>;

/// How long a thread waits for more to do.
const PATIENCE: Duration = Duration::from_secs(10);

/// Threads without work, by the way to them.
struct Idle {
    /// The process they are in: a child of `fork` has none of them.
    generation: u32,
    threads: Vec<(u64, Sender<Job>)>,
    next_number: u64,
}

static IDLE: Mutex<Idle> = Mutex::new(Idle { generation: 0, threads: Vec::new(), next_number: 0 });

/// What a panic interrupts under these locks is whole: they are held for a move or two.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has an idle thread do the job, or a new one.
fn hand_over(mut job: Job) {
    let number = {
        let mut idle = lock(&IDLE);
        let generation = fork::generation();
        if idle.generation != generation {
            idle.threads.clear();
            idle.generation = generation;
        }
        while let Some((_, thread)) = idle.threads.pop() {
            match thread.send(job) {
                Ok(()) => return,
                Err(unsent) => job = unsent.0,
            }
        }
        idle.next_number += 1;
        idle.next_number
    };
    let job = Arc::new(Mutex::new(Some(job)));
    let theirs = Arc::clone(&job);
    let started = thread::Builder::new().name("ferromp-spawn".to_owned()).spawn(move || {
        if let Some(job) = lock(&theirs).take() {
            job();
        }
        serve(number);
    });
    if started.is_err() {
        let job = lock(&job).take();
        if let Some(job) = job {
            job();
        }
    }
}

/// Does what comes, until nothing has come for a while.
fn serve(number: u64) {
    let (sender, receiver) = channel::<Job>();
    loop {
        lock(&IDLE).threads.push((number, sender.clone()));
        let job = match receiver.recv_timeout(PATIENCE) {
            Ok(job) => job,
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                let mut idle = lock(&IDLE);
                let before = idle.threads.len();
                idle.threads.retain(|(other, _)| *other != number);
                if idle.threads.len() < before {
                    return;
                }
                drop(idle);
                // Somebody has just taken this thread's sender, and sends.
                match receiver.recv() {
                    Ok(job) => job,
                    Err(_) => return,
                }
            }
        };
        job();
    }
}
