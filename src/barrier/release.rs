use crate::prim::{AtomicPtr, AtomicU64, Ordering};

use super::word::{Phase, Word};

/// A job as a release line carries it: three words of code and data and two of context.
///
/// All of them are opaque here; the room above gives them meaning.
#[derive(Clone, Copy)]
pub(crate) struct Job {
    /// A function of the room above.
    pub(crate) run: *mut (),
    /// Its data: mostly on the stack of who published it.
    pub(crate) data: *mut (),
    /// More of them, for who has no need of a stack.
    pub(crate) more: *mut (),
    /// The region's or loop's description, on the same stack.
    pub(crate) frame: *mut (),
    /// What a member needs of the description at once: it saves the member a look at the publisher's stack.
    pub(crate) number: u64,
}

/// The line that up to eight members watch: one word, and beside it, in the same cache line, the job.
///
/// Members that take no part may see the word of one publication while the next is being written: they read
/// nothing else. A member that takes part keeps the publisher from going on until it has answered, so what it
/// reads belongs to the word it saw. The fields beside the word are therefore never read while they are
/// written; they are atomics because that costs nothing and needs no unsafe code.
pub(crate) struct Release {
    word: AtomicU64,
    run: AtomicPtr<()>,
    data: AtomicPtr<()>,
    more: AtomicPtr<()>,
    frame: AtomicPtr<()>,
    number: AtomicU64,
}

impl Release {
    pub(crate) fn new(word: Word) -> Self {
        Self {
            word: AtomicU64::new(word.0),
            run: AtomicPtr::new(std::ptr::null_mut()),
            data: AtomicPtr::new(std::ptr::null_mut()),
            more: AtomicPtr::new(std::ptr::null_mut()),
            frame: AtomicPtr::new(std::ptr::null_mut()),
            number: AtomicU64::new(0),
        }
    }

    /// Publishes `job` under `word`. Release: partner of the Acquire in [`Release::look`].
    #[inline]
    pub(crate) fn publish(&self, word: Word, job: Job) {
        self.run.store(job.run, Ordering::Relaxed);
        self.data.store(job.data, Ordering::Relaxed);
        self.more.store(job.more, Ordering::Relaxed);
        self.frame.store(job.frame, Ordering::Relaxed);
        self.number.store(job.number, Ordering::Relaxed);
        self.word.store(word.0, Ordering::Release);
    }

    /// Publishes a word that carries no job.
    #[inline]
    pub(crate) fn signal(&self, word: Word) {
        self.word.store(word.0, Ordering::Release);
    }

    /// Acquire: partner of the Release in [`Release::publish`] and [`Release::signal`].
    #[inline]
    pub(crate) fn look(&self) -> Word {
        Word(self.word.load(Ordering::Acquire))
    }

    /// Whether the line has come to `phase`. Acquire as in [`Release::look`].
    #[inline]
    pub(crate) fn reached(&self, phase: Phase) -> bool {
        self.look().phase().reached(phase)
    }

    /// The job beside the word that the caller saw and takes part in.
    #[inline]
    pub(crate) fn job(&self) -> Job {
        Job {
            run: self.run.load(Ordering::Relaxed),
            data: self.data.load(Ordering::Relaxed),
            more: self.more.load(Ordering::Relaxed),
            frame: self.frame.load(Ordering::Relaxed),
            number: self.number.load(Ordering::Relaxed),
        }
    }
}
