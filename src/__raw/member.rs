use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::initial;
use crate::error::die;
use crate::sys::thread_word;
use crate::team::context::Context;
use crate::team::interrupt;

/// The implicit task that a thread runs, be it of a region opened here or elsewhere, or of the thread itself.
#[repr(transparent)]
pub struct Member(pub(super) Context);

/// A wait has ended because the region is called off (`cancel parallel`): the caller goes to the end of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalledOff;

impl Member {
    #[inline]
    pub(super) fn of(context: &Context) -> &Self {
        // SAFETY: a transparent wrapper.
        unsafe { &*std::ptr::from_ref(context).cast() }
    }

    /// Calls `f` with the implicit task of the calling thread. A thread that runs none becomes an initial thread.
    #[inline]
    pub fn with<R>(f: impl FnOnce(&Member) -> R) -> R {
        let current: *const Context = thread_word::get().cast();
        // SAFETY: set by `Context::enter` or `initial::adopt` on this thread, for longer than this call.
        match unsafe { current.as_ref() } {
            Some(context) => f(Self::of(context)),
            None => initial::adopt(|context| f(Self::of(context))),
        }
    }

    /// The number of the calling thread in its team, without adopting it.
    #[inline]
    #[must_use]
    pub fn thread_num() -> usize {
        Context::with_current(|context| context.map_or(0, Context::thread_num))
    }

    /// The size of the calling thread's team.
    #[inline]
    #[must_use]
    pub fn num_threads() -> usize {
        Context::with_current(|context| context.map_or(1, Context::size))
    }

    /// The member's number in its team.
    #[inline]
    #[must_use]
    pub fn number(&self) -> usize {
        self.0.thread_num()
    }

    /// The size of the member's team.
    #[inline]
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.size()
    }

    /// Runs `wait`, which may be called off.
    #[inline]
    pub(super) fn unless_called_off<R>(&self, wait: impl FnOnce(&Context) -> R) -> Result<R, CalledOff> {
        if self.0.raw.called_off.get() {
            // A member announces itself at most once to a team that is called off.
            return Err(CalledOff);
        }
        catch_unwind(AssertUnwindSafe(|| wait(&self.0))).map_err(|payload| self.called_off(&*payload))
    }

    #[cold]
    #[inline(never)]
    fn called_off(&self, payload: &(dyn Any + Send)) -> CalledOff {
        let interrupt = self.0.core().map(|core| &core.notice.interrupt);
        match interrupt {
            Some(interrupt) if interrupt.is_raised() && interrupt::ends(payload, self.0.frame()) => {
                if let Some(reason) = interrupt.reason() {
                    die(&reason);
                }
            }
            _ => die("a panic has come to code that cannot be unwound"),
        }
        self.0.raw.called_off.set(true);
        CalledOff
    }
}
