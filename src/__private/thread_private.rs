//! `copyin` of variables of `std::thread_local!`, OpenMP's `threadprivate`.

use std::cell::{Cell, RefCell};
use std::thread::LocalKey;

/// A variable that each thread has for itself.
pub trait ThreadPrivate {
    /// What is in it.
    type Value;

    /// This thread's.
    fn read(&'static self) -> Self::Value;

    /// Gives this thread another thread's.
    fn write(&'static self, value: &Self::Value);
}

impl<T: Copy> ThreadPrivate for LocalKey<Cell<T>> {
    type Value = T;

    fn read(&'static self) -> T {
        self.get()
    }

    fn write(&'static self, value: &T) {
        self.set(*value);
    }
}

impl<T: Clone> ThreadPrivate for LocalKey<RefCell<T>> {
    type Value = T;

    fn read(&'static self) -> T {
        self.with_borrow(T::clone)
    }

    fn write(&'static self, value: &T) {
        self.set(value.clone());
    }
}
