//! Values whose births and deaths are counted.
#![allow(dead_code)] // each test uses what it needs

use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};

/// How many values are alive.
#[derive(Default)]
pub(crate) struct Census(AtomicIsize);

impl Census {
    pub(crate) const fn new() -> Self {
        Census(AtomicIsize::new(0))
    }

    pub(crate) fn alive(&self) -> isize {
        self.0.load(Relaxed)
    }

    pub(crate) fn born(&self, value: u64) -> Counted<'_> {
        self.0.fetch_add(1, Relaxed);
        Counted { census: self, value, name: value.to_string() }
    }
}

/// A value that owns memory and is counted while it lives.
pub(crate) struct Counted<'c> {
    census: &'c Census,
    pub(crate) value: u64,
    /// Memory of its own, for tools that look for double frees.
    pub(crate) name: String,
}

impl Clone for Counted<'_> {
    fn clone(&self) -> Self {
        self.census.born(self.value)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        assert_eq!(self.name, self.value.to_string());
        self.census.0.fetch_sub(1, Relaxed);
    }
}
