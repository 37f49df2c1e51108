//! Partial results that travel in the line that says that their share is done.

use std::panic::Location;

use super::crew::{Crew, Ended};
use crate::error::Error;
use crate::reduce::Reduction;
use crate::team::Team;
use crate::team::context::Context;
use crate::team::core::TeamCore;
use crate::team::parcel::Parcel;
use crate::team::region::Data;

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
    unsafe fn member<'scope, T: Send, F: Fn(&Team<'scope>) -> T + Sync>(data: Data, member: &Context) {
        // SAFETY: contract of this function.
        let body = unsafe { data.get::<F>() };
        let partial = body(Team::of(member));
        // A member that was called out of an exchange, and has caught the unwinding, has left a value to a parent
        // which may be taking it at this moment. The result of such a region is not asked for.
        if let Some(core) = member.core()
            && !core.notice.interrupt.is_raised()
        {
            // SAFETY: member 0 looks at it after the join; as nobody has called the team off, whatever exchanges
            // this member came to have ended with its taking the answer.
            unsafe { core.seats[member.thread_num()].parcel.put_unlabelled(partial) };
        }
    }
    let size = crew.size();
    // SAFETY: `F: Sync`, so members may call it at once.
    match unsafe { crew.open(member::<T, F>, Data::at(body), place) }? {
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
