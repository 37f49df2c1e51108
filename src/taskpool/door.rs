use crate::prim::{AtomicBool, AtomicU64, Ordering, fence};

/// Whether a team's region uses tasks, and the way into it for members that have left it already.
///
/// Holds the phase in which the region began, or 0 while it is closed. Members that have left the region and find it
/// open [enter](Door::enter) to run its tasks; its end [closes](Door::close) the door and waits for those inside.
pub(crate) struct Door(AtomicU64);

/// Whether one member is inside.
pub(crate) struct Visiting(AtomicBool);

impl Door {
    pub(crate) fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// Opens the door for the region that began in the phase `start`; false if it is open.
    pub(crate) fn open(&self, start: u64) -> bool {
        // Release: partner of the Acquire in `enter`.
        self.0.load(Ordering::Relaxed) == 0 && {
            self.0.store(start, Ordering::Release);
            true
        }
    }

    /// Whether it is open for the region that began in the phase `start`. Relaxed: a hint.
    #[inline]
    pub(crate) fn is_open_for(&self, start: u64) -> bool {
        self.0.load(Ordering::Relaxed) == start
    }

    /// Enters the region that began in the phase `start`: true if it is not over, and then it is not before
    /// [`Visiting::leave`]. `leave` is due in either case.
    pub(crate) fn enter(&self, visiting: &Visiting, start: u64) -> bool {
        visiting.0.store(true, Ordering::Relaxed);
        // Partner: the fence in `close`. Either that sees the visitor, or this sees the door closed.
        fence(Ordering::SeqCst);
        // Acquire: partner of the Release in `open`, behind which lies what the region is.
        self.0.load(Ordering::Acquire) == start
    }

    /// Lets nobody in any longer. Whose visit [is over](Visiting::is_over) after this touches the region no more.
    pub(crate) fn close(&self) {
        self.0.store(0, Ordering::Relaxed);
        // Partner: the fence in `enter`.
        fence(Ordering::SeqCst);
    }
}

impl Visiting {
    pub(crate) fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    /// The visitor is done. Release: partner of the Acquire in `is_over`.
    pub(crate) fn leave(&self) {
        self.0.store(false, Ordering::Release);
    }

    pub(crate) fn is_over(&self) -> bool {
        !self.0.load(Ordering::Acquire)
    }
}
