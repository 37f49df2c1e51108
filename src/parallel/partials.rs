//! Partial results that travel in the line that says that their share is done.

use std::panic::Location;
use std::ptr;

use super::crew::{Crew, Ended};
use crate::error::Error;
use crate::reduce::Reduction;
use crate::team::Team;
use crate::team::context::Context;
use crate::team::core::TeamCore;
use crate::team::parcel::Parcel;

/// A region in which every member's partial waits in its own line until the join. For a `T` that
/// may be forgotten, so a member that panics leaves nothing to clean up.
#[inline]
pub(super) fn reduce_members<'scope, T, R, F>(
    core: &'static TeamCore,
    mut crew: Crew,
    op: R,
    body: &F,
    place: &'static Location<'static>,
) -> Result<T, Error>
where
    R: Reduction<T>,
    T: Send,
    F: Fn(&Team<'scope>) -> T + Sync,
{
    debug_assert!(Parcel::carries::<T>());
    /// # Safety
    /// `data` is an `F` that lives through the call.
    unsafe fn member<'scope, T: Send, F: Fn(&Team<'scope>) -> T + Sync>(data: *const (), member: &Context) {
        // SAFETY: contract of this function.
        let body = unsafe { &*data.cast::<F>() };
        let partial = body(Team::of(member));
        if let Some(core) = member.core() {
            // SAFETY: member 0 looks at it after the join; whatever exchanges the region had ended with a
            // barrier that this member has passed.
            unsafe { core.seats[member.thread_num()].parcel.put_unlabelled(partial) };
        }
    }
    let size = crew.size();
    // SAFETY: `F: Sync`, so members may call it at once.
    match unsafe { crew.open(member::<T, F>, ptr::from_ref(body).cast(), place) }? {
        // SAFETY: every member has put a `T` and left.
        Ended::Complete => Ok(unsafe { combine(core, size, op) }),
        Ended::Cancelled => Err(Error::cancelled()),
    }
}

/// Takes the partials out of the first `size` seats and combines them in order.
///
/// # Safety
/// Each of them holds a `T`, put before this call.
#[inline]
pub(super) unsafe fn combine<T: Send, R: Reduction<T>>(core: &'static TeamCore, size: usize, op: R) -> T {
    // SAFETY: contract of this function.
    let partial = |member: usize| unsafe { core.seats[member].parcel.take_unlabelled::<T>() };
    (1..size).fold(partial(0), |total, member| op.combine(total, partial(member)))
}
