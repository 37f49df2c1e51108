//! The arrays in which the compiler lists what a task depends on.
//!
//! | word | old form | new form |
//! |---|---|---|
//! | 0 | how many, not 0 | 0 |
//! | 1 | of these `out` and `inout` | how many |
//! | 2 | addresses, `out` and `inout` first | of these `out` and `inout` |
//! | 3 | | `mutexinoutset` |
//! | 4 | | `in` |
//! | 5 | | addresses in this order, then pointers to depend objects |
//!
//! With iterators the number is counted at run time and may be 0 in the old form, too: then word 1 is 0 as well, which the new
//! form reads alike.

use std::ffi::c_void;

use ferromp::__raw::Mode;

/// A depend object as the compiler builds it.
#[repr(C)]
struct Object {
    address: *const c_void,
    kind: usize,
}

/// What a task depends on, in the order of the array.
pub(super) struct Accesses {
    next: *const *const c_void,
    /// How many of each kind are left: written, commuting, read, and those that an object describes.
    left: [usize; 4],
}

impl Accesses {
    pub(super) const NONE: Self = Self { next: std::ptr::null(), left: [0; 4] };

    /// # Safety
    /// `array` is of one of the forms above, and lives as long as the result.
    pub(super) unsafe fn of(array: *const *const c_void) -> Self {
        // SAFETY: contract of this function: `at` is within the array.
        let word = |at: usize| unsafe { array.add(at).read() }.addr();
        let (first, left) = if word(0) != 0 {
            (2, [word(1), 0, word(0) - word(1), 0])
        } else if word(1) == 0 {
            (2, [0; 4])
        } else {
            let [all, written, commuting, read] = [1, 2, 3, 4].map(word);
            (5, [written, commuting, read, all - written - commuting - read])
        };
        // SAFETY: as above; one past the end at most.
        Self { next: unsafe { array.add(first) }, left }
    }
}

impl Iterator for Accesses {
    type Item = (usize, Mode);

    #[inline]
    fn next(&mut self) -> Option<(usize, Mode)> {
        let kind = self.left.iter().position(|&left| left != 0)?;
        self.left[kind] -= 1;
        // SAFETY: one of those that the array is said to have.
        let pointer = unsafe { self.next.read() };
        // SAFETY: one past the end at most.
        self.next = unsafe { self.next.add(1) };
        match kind {
            0 => Some((pointer.addr(), Mode::Write)),
            1 => Some((pointer.addr(), Mode::Commute)),
            2 => Some((pointer.addr(), Mode::Read)),
            // SAFETY: contract of `of`.
            _ => Some(of_object(unsafe { &*pointer.cast::<Object>() })),
        }
    }
}

fn of_object(object: &Object) -> (usize, Mode) {
    let mode = match object.kind {
        1 => Mode::Read,
        4 => Mode::Commute,
        5 => Mode::Concurrent,
        // 2 and 3; of an object that was destroyed the strictest.
        _ => Mode::Write,
    };
    (object.address.addr(), mode)
}
