//! As the compiler does it.

use std::cell::Cell;
use std::ptr;

thread_local! {
    static WORD: Cell<*const ()> = const { Cell::new(ptr::null()) };
}

/// The word; null at first.
#[inline]
pub(crate) fn get() -> *const () {
    WORD.get()
}

#[inline]
pub(crate) fn set(word: *const ()) {
    WORD.set(word);
}

/// Sets the word and answers what it was.
#[inline]
pub(crate) fn replace(word: *const ()) -> *const () {
    WORD.replace(word)
}
