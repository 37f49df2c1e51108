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

/// The flag that every wait of a team observes, and the cause, of which the first wins.
pub(crate) struct Interrupt {
    raised: AtomicU32,
    cause: Mutex<Option<Cause>>,
}

impl Interrupt {
    pub(crate) fn new() -> Self {
        Self { raised: AtomicU32::new(0), cause: Mutex::new(None) }
    }

    /// Whether the team has been called off. Acquire: partner of the Release in [`Interrupt::raise`].
    #[inline]
    pub(crate) fn is_raised(&self) -> bool {
        self.raised.load(Ordering::Acquire) != 0
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
        self.raised.store(1, Ordering::Release);
        if let Some(late) = late {
            discard(late);
        }
    }

    /// Takes the cause and lowers the flag: for the one who opened the region, when all members have left.
    pub(crate) fn take(&self) -> Option<Cause> {
        let cause = self.cause.lock().take();
        self.raised.store(0, Ordering::Relaxed);
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
