//! `ordered` without `depend`.

use ferromp::__raw::Member;

/// Waits until it is the turn of the caller's chunk. Its turn ends when the caller asks for the next.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_ordered_start() {
    Member::with(|member| member.await_turn());
}

/// The end of an ordered region: nothing, since other iterations of the chunk may have one, too.
#[unsafe(no_mangle)]
pub extern "C" fn GOMP_ordered_end() {}
