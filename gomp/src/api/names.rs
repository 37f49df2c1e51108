//! The names of one routine: C calls it with values, Fortran with addresses, and with numbers of four or eight bytes.

use std::ffi::c_int;

/// Routines without arguments: the same for both languages.
macro_rules! getters {
    ($($(#[$about:meta])* $name:ident, $fortran:ident -> $type:ty { $($body:tt)* })*) => {$(
        $(#[$about])*
        #[unsafe(no_mangle)]
        pub extern "C" fn $name() -> $type {
            $($body)*
        }

        #[doc = concat!("[`", stringify!($name), "`] for Fortran.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $fortran() -> $type {
            $name()
        }
    )*};
}

/// Routines with one number.
macro_rules! with_number {
    ($(
        $(#[$about:meta])*
        $name:ident, $fortran:ident, $fortran8:ident($number:ident) $(-> $type:ty)? { $($body:tt)* }
    )*) => {$(
        $(#[$about])*
        #[unsafe(no_mangle)]
        pub extern "C" fn $name($number: std::ffi::c_int) $(-> $type)? {
            $($body)*
        }

        #[doc = concat!("[`", stringify!($name), "`] for Fortran.\n\n# Safety\nThe address is a number's.")]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $fortran(number: *const i32) $(-> $type)? {
            // SAFETY: contract of this function.
            $name(unsafe { *number })
        }

        #[doc = concat!("[`", stringify!($name), "`] for Fortran.\n\n# Safety\nThe address is a number's.")]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $fortran8(number: *const i64) $(-> $type)? {
            // SAFETY: contract of this function.
            $name($crate::api::names::narrow(unsafe { *number }))
        }
    )*};
}

pub(super) use {getters, with_number};

/// The nearest number that C's routines take.
pub(super) fn narrow(number: i64) -> c_int {
    number.clamp(c_int::MIN.into(), c_int::MAX.into()) as c_int
}

/// The nearest number that C's routines answer.
pub(super) fn count(number: usize) -> c_int {
    c_int::try_from(number).unwrap_or(c_int::MAX)
}

/// A number that may not be there, for which -1 stands.
pub(super) fn or_minus_one(number: Option<usize>) -> c_int {
    number.map_or(-1, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_do_not_fit_become_the_nearest_that_do() {
        assert_eq!((narrow(7), narrow(1 << 40), narrow(-1 << 40)), (7, c_int::MAX, c_int::MIN));
        assert_eq!((count(7), count(usize::MAX)), (7, c_int::MAX));
        assert_eq!((or_minus_one(Some(3)), or_minus_one(None)), (3, -1));
    }
}
