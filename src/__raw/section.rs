use std::panic::Location;

use super::die;
use crate::sync::{NamedCritical, OwnedLock};

/// A section in which there is one thread at a time. Zeroes are one that nobody is in.
#[repr(transparent)]
pub struct Section(OwnedLock);

impl Section {
    /// A section that nobody is in.
    #[must_use]
    pub const fn new() -> Self {
        Self(OwnedLock::new())
    }

    /// That of `critical` without a name, the same for all languages.
    #[inline]
    #[must_use]
    pub fn unnamed() -> &'static Self {
        static UNNAMED: NamedCritical = NamedCritical::new("");
        let lock: *const OwnedLock = UNNAMED.lock();
        // SAFETY: a transparent wrapper of a lock that is never freed.
        unsafe { &*lock.cast() }
    }

    /// Waits until nobody else is in. A thread that is in already would wait for ever: it ends the process.
    #[inline]
    #[track_caller]
    pub fn enter(&self) {
        if let Err(error) = self.0.acquire(Location::caller()) {
            die(&format!("critical: {error}"));
        }
    }

    /// Leaves. The calling thread is in.
    #[inline]
    pub fn leave(&self) {
        self.0.release();
    }
}

impl Default for Section {
    fn default() -> Self {
        Self::new()
    }
}
