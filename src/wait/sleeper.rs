use crate::prim::{
    AtomicBool, AtomicUsize, Mutex, Ordering, Thread, current, fence, park, park_timeout, plain,
};
use crate::sys::fence::heavy;

/// How many members of one team are asleep: what whoever changes a condition looks at before going on.
///
/// Read on every fork and arrival, written only by members that go to sleep or get up, so the line that
/// holds it stays shared while the team is hot.
pub(crate) struct Bell {
    asleep: AtomicUsize,
}

impl Bell {
    pub(crate) fn new() -> Self {
        Self { asleep: AtomicUsize::new(0) }
    }

    /// Whether somebody sleeps who may have missed what the caller has just stored.
    ///
    /// The fence orders the caller's store before this load. Its partner is the fence in
    /// [`Sleeper::sleep_until`]: either the caller sees the sleeper here, or the sleeper's last look at its
    /// condition sees the store.
    #[inline]
    pub(crate) fn must_ring(&self) -> bool {
        fence(Ordering::SeqCst);
        self.seems_asleep()
    }

    /// The same without the fence: a hint that may miss somebody who is going to sleep at this moment.
    #[inline]
    pub(crate) fn seems_asleep(&self) -> bool {
        self.asleep.load(Ordering::Relaxed) != 0
    }
}

/// Where one member sleeps. At most one thread at a time sleeps here; anybody may wake it.
pub(crate) struct Sleeper {
    asleep: AtomicBool,
    /// Somebody has been woken here and has not run since. A hint, which no wake-up depends on.
    called: plain::AtomicBool,
    thread: Mutex<Option<Thread>>,
}

impl Sleeper {
    pub(crate) fn new() -> Self {
        Self {
            asleep: AtomicBool::new(false),
            called: plain::AtomicBool::new(false),
            thread: Mutex::new(None),
        }
    }

    /// Sleeps until `ready` holds. `ready` is asked again after every wake-up, so stray ones do no harm.
    pub(crate) fn sleep_until(&self, bell: &Bell, mut ready: impl FnMut() -> bool) {
        self.lie_down(bell);
        while !ready() {
            self.called.store(false, Ordering::Relaxed);
            park();
        }
        self.get_up(bell);
    }

    /// Sleeps until woken, if `ready` does not hold; answers whether it did. Woken does not mean that it holds now.
    pub(crate) fn sleep_once(&self, bell: &Bell, mut ready: impl FnMut() -> bool) -> bool {
        self.lie_down(bell);
        let answer = ready();
        if !answer {
            self.called.store(false, Ordering::Relaxed);
            park();
        }
        self.get_up(bell);
        answer
    }

    /// Sleeps until `ready` holds, and looks by itself at each end of `nap`: for conditions that change without
    /// a ring.
    pub(crate) fn doze_until(&self, bell: &Bell, nap: std::time::Duration, mut ready: impl FnMut() -> bool) {
        self.lie_down(bell);
        while !ready() {
            self.called.store(false, Ordering::Relaxed);
            park_timeout(nap);
        }
        self.get_up(bell);
    }

    fn lie_down(&self, bell: &Bell) {
        *self.thread.lock() = Some(current());
        self.asleep.store(true, Ordering::Relaxed);
        bell.asleep.fetch_add(1, Ordering::Relaxed);
        // Partner: the fence in `Bell::must_ring`, or the light one of those who only look whether somebody sleeps.
        heavy();
    }

    fn get_up(&self, bell: &Bell) {
        self.called.store(false, Ordering::Relaxed);
        self.asleep.store(false, Ordering::Relaxed);
        bell.asleep.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether somebody seems to sleep here. Meaningful after [`Bell::must_ring`] answered true.
    pub(crate) fn is_asleep(&self) -> bool {
        self.asleep.load(Ordering::Relaxed)
    }

    /// Whether somebody has been woken here who waits for a processor.
    pub(crate) fn is_called(&self) -> bool {
        self.called.load(Ordering::Relaxed)
    }

    /// Wakes who sleeps here, if anybody does. To be called after [`Bell::must_ring`].
    pub(crate) fn wake(&self) {
        if self.is_asleep()
            && let Some(thread) = &*self.thread.lock()
        {
            self.called.store(true, Ordering::Relaxed);
            thread.unpark();
        }
    }
}
