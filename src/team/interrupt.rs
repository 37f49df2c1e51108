use std::any::Any;

use super::frame::Frame;
use crate::error::Error;
use crate::prim::{AtomicU32, Mutex, Ordering};
use crate::taskpool::node::discard;

/// Why a team's members are called out of whatever they wait for.
pub(crate) enum Cause {
    /// `cancel parallel`.
    Cancelled,
    /// A member panicked.
    Panicked(Box<dyn Any + Send>),
    /// A member waits for something that can no longer happen.
    Misuse(Error),
}

/// Carried by the unwinding that takes an interrupted member from its wait to the end of its region.
struct Interrupted {
    /// Address of the region's frame: an inner region that the unwinding passes lets it through.
    region: usize,
}

/// The word that every wait of a team observes, and the cause of an interrupt, of which the first wins.
///
/// | bit | meaning |
/// |---|---|
/// | 0 | the team has been called off |
/// | 1 | the region uses tasks: who waits may run some |
///
/// One word, because a waiter looks at it each time that it looks for what it waits for.
pub(crate) struct Interrupt {
    calls: AtomicU32,
    cause: Mutex<Option<Cause>>,
}

const CALLED_OFF: u32 = 1;
const TASKS: u32 = 2;

impl Interrupt {
    pub(crate) fn new() -> Self {
        Self { calls: AtomicU32::new(0), cause: Mutex::new(None) }
    }

    /// Whether the team has been called off. Acquire: partner of the Release in [`Interrupt::raise`].
    #[inline]
    pub(crate) fn is_raised(&self) -> bool {
        self.calls.load(Ordering::Acquire) & CALLED_OFF != 0
    }

    /// Whether a waiter has to look what else there is: [`is_raised`](Interrupt::is_raised), or
    /// [`has_tasks`](Interrupt::has_tasks). Relaxed: these are asked next.
    #[inline]
    pub(crate) fn calls(&self) -> bool {
        self.calls.load(Ordering::Relaxed) != 0
    }

    /// Whether the region uses tasks. Relaxed: a hint, tasks are looked for in other words.
    #[inline]
    pub(crate) fn has_tasks(&self) -> bool {
        self.calls.load(Ordering::Relaxed) & TASKS != 0
    }

    /// Says that the region uses tasks. The caller then wakes whoever sleeps.
    pub(crate) fn announce_tasks(&self) {
        self.calls.fetch_or(TASKS, Ordering::Relaxed);
    }

    /// Says that the region uses no tasks any longer.
    pub(crate) fn retract_tasks(&self) {
        self.calls.fetch_and(!TASKS, Ordering::Relaxed);
    }

    /// Keeps `cause` if it is the first and raises the flag. The caller then wakes whoever sleeps.
    ///
    /// A panic or a misuse replaces a cancellation: the caller of the region must hear of it.
    pub(crate) fn raise(&self, cause: Cause) {
        let mut late = None;
        let mut kept = self.cause.lock();
        if matches!(
            (&*kept, &cause),
            (None, _) | (Some(Cause::Cancelled), Cause::Panicked(_) | Cause::Misuse(_))
        ) {
            *kept = Some(cause);
        } else {
            late = Some(cause);
        }
        drop(kept);
        self.calls.fetch_or(CALLED_OFF, Ordering::Release);
        if let Some(late) = late {
            discard(late);
        }
    }

    /// What to say of the interrupt; `None` for a cancellation, which needs no words.
    #[cfg_attr(not(feature = "raw"), allow(dead_code))]
    #[cold]
    pub(crate) fn reason(&self) -> Option<String> {
        match &*self.cause.lock() {
            None | Some(Cause::Cancelled) => None,
            Some(Cause::Panicked(_)) => Some("a member of the team has panicked".to_owned()),
            Some(Cause::Misuse(error)) => Some(error.to_string()),
        }
    }

    /// Takes the cause and lowers the flag: for the one who opened the region, when all members have left.
    pub(crate) fn take(&self) -> Option<Cause> {
        let cause = self.cause.lock().take();
        self.calls.fetch_and(!CALLED_OFF, Ordering::Relaxed);
        cause
    }
}

/// Leaves the region of `frame` from inside a wait. The payload is caught where the member entered.
#[cold]
pub(crate) fn unwind(frame: &Frame) -> ! {
    std::panic::resume_unwind(Box::new(Interrupted { region: std::ptr::from_ref(frame).addr() }))
}

/// Whether `payload` takes a member of the region of `frame` to its end.
pub(crate) fn ends(payload: &(dyn Any + Send), frame: &Frame) -> bool {
    payload
        .downcast_ref()
        .is_some_and(|unwinding: &Interrupted| unwinding.region == std::ptr::from_ref(frame).addr())
}
