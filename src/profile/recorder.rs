//! The observer that records, and the recording that it records for.

use std::cell::RefCell;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::buffer::Buffer;
use super::clock;
use super::names::Names;
use super::profile::Profile;
use super::record;
use crate::hook::{Endpoint, Event, Observer, Observing, observe};
use crate::prim::process::{AtomicU64, Ordering};
use crate::prim::ticks::Tick;
use crate::sys;

/// How a recording is made.
///
/// ```
/// use ferromp::prelude::*;
/// use ferromp::profile::Profiler;
/// let recording = Profiler::new().capacity(10_000).start()?;
/// parallel_for(0..1_000).schedule(Schedule::Dynamic(10)).for_each(|i| drop(std::hint::black_box(i)));
/// let profile = recording.stop();
/// assert_eq!(profile.sites[0].chunks(), 100);
/// assert_eq!(profile.dropped, 0);
/// # Ok::<(), ferromp::profile::Busy>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a profiler does nothing until `start`"]
pub struct Profiler {
    capacity: usize,
    threads: usize,
}

impl Default for Profiler {
    fn default() -> Self {
        Self::new()
    }
}

/// Words for each event of the capacity: as many as a chunk takes.
const WORDS: usize = 4;

impl Profiler {
    /// With room for 65,536 chunks of each thread, and for as many threads as the process may use processors.
    pub fn new() -> Self {
        Self { capacity: 1 << 16, threads: sys::width::default_width() }
    }

    /// Makes room for `chunks` of each thread, 32 bytes for each of them. Regions, waits and tasks take a little more.
    /// What finds no room is counted in [`Profile::dropped`].
    pub fn capacity(mut self, chunks: usize) -> Self {
        self.capacity = chunks;
        self
    }

    /// Makes room for `n` threads beforehand. Each further thread makes its own at the first region that it takes part in.
    pub fn threads(mut self, n: usize) -> Self {
        self.threads = n;
        self
    }

    /// Begins to record all regions of the process.
    ///
    /// # Errors
    /// If another recording is under way: there can be one at a time.
    pub fn start(&self) -> Result<Recording, Busy> {
        let mut current = current();
        if current.is_some() {
            return Err(Busy(()));
        }
        clock::start();
        let words = self.capacity.saturating_mul(WORDS);
        let spare = (0..self.threads).map(|_| Buffer::new(words)).collect();
        let session = Arc::new(Session {
            number: SESSIONS.fetch_add(1, Ordering::Relaxed) + 1,
            base: Tick::now(),
            words,
            spare: Mutex::new(spare),
            threads: Mutex::default(),
            names: Names::default(),
        });
        *current = Some(Arc::clone(&session));
        // Release: partner of the Acquire in `event`.
        RUNNING.store(session.number, Ordering::Release);
        drop(current);
        Ok(Recording { session, _observing: observe(&Recorder) })
    }
}

/// Another recording is under way.
#[derive(Debug)]
pub struct Busy(());

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "another recording is under way in this process, and there can be one at a time: stop it before you start the next",
        )
    }
}

impl std::error::Error for Busy {}

/// A recording that is under way. Dropping it throws away what was recorded.
#[must_use = "the recording ends when this is dropped; `stop` has the profile"]
pub struct Recording {
    session: Arc<Session>,
    _observing: Observing,
}

impl Recording {
    /// Ends the recording. What regions do that are still running is left out from here on.
    pub fn stop(self) -> Profile {
        let ended = clock::ticks_since(self.session.base);
        let session = Arc::clone(&self.session);
        drop(self);
        Profile::of(&session.logs(), ended, clock::nanoseconds_per_tick(), &session.names)
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        RUNNING.store(0, Ordering::Relaxed);
        *current() = None;
    }
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("number", &self.session.number).finish_non_exhaustive()
    }
}

/// The number of the recording under way, or 0.
static RUNNING: AtomicU64 = AtomicU64::new(0);
static SESSIONS: AtomicU64 = AtomicU64::new(0);
static CURRENT: Mutex<Option<Arc<Session>>> = Mutex::new(None);

fn current() -> MutexGuard<'static, Option<Arc<Session>>> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One recording.
struct Session {
    number: u64,
    /// When it began.
    base: Tick,
    /// Room in each buffer.
    words: usize,
    /// Buffers that no thread has yet.
    spare: Mutex<Vec<Buffer>>,
    /// Those that threads have, with their names.
    threads: Mutex<Vec<(String, Arc<Buffer>)>>,
    names: Names,
}

/// What one thread has recorded.
pub(super) struct Log {
    pub(super) thread: String,
    pub(super) words: Vec<u64>,
    pub(super) dropped: u64,
}

impl Session {
    /// A buffer for the calling thread.
    fn join(&self) -> Arc<Buffer> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let buffer = Arc::new(spare.unwrap_or_else(|| Buffer::new(self.words)));
        let thread = std::thread::current();
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let name = thread.name().map_or_else(|| format!("thread {}", threads.len()), str::to_owned);
        threads.push((name, Arc::clone(&buffer)));
        buffer
    }

    fn logs(&self) -> Vec<Log> {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let logs = threads.iter().map(|(thread, buffer)| {
            let (words, dropped) = buffer.written();
            Log { thread: thread.clone(), words, dropped }
        });
        logs.collect()
    }
}

/// A thread's part in a recording.
struct Part {
    session: Arc<Session>,
    buffer: Arc<Buffer>,
}

thread_local! {
    static PART: RefCell<Option<Part>> = const { RefCell::new(None) };
}

struct Recorder;

impl Observer for Recorder {
    fn event(&self, event: &Event<'_>) {
        // Acquire: partner of the Release in `start`.
        let running = RUNNING.load(Ordering::Acquire);
        if running == 0 {
            return;
        }
        // Fails while the thread ends, when it is in no region any more.
        let _ended = PART.try_with(|part| {
            let part = &mut *part.borrow_mut();
            match part {
                Some(part) if part.session.number == running => part.record(event),
                _ => {
                    // Not while `PART` is looked at by anybody else: observers are not told of what they do.
                    *part = Part::join(running);
                    if let Some(part) = part {
                        part.record(event);
                    }
                }
            }
        });
    }
}

impl Part {
    #[cold]
    fn join(running: u64) -> Option<Part> {
        let session = current().as_ref().filter(|session| session.number == running).cloned()?;
        let buffer = session.join();
        Some(Part { session, buffer })
    }

    /// The clock is read last at a beginning and first at an end, so that recording is not counted as work.
    #[inline]
    fn record(&self, event: &Event<'_>) {
        let ticks = clock::ticks_since(self.session.base);
        match event.endpoint {
            Endpoint::End => record::write_end(&self.buffer, ticks, &event.kind),
            Endpoint::Begin | Endpoint::Point => {
                record::write(&self.buffer, ticks, event, &self.session.names);
            }
        }
    }
}
