//! Contention groups: an initial thread and all threads that it has made work, which `thread-limit-var` bounds together.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many threads of a group are members of regions, beside the initial one. Only groups with a limit of their own are
/// counted; how many threads there are in all is bounded where they are started.
#[derive(Debug, Default)]
pub(crate) struct ContentionGroup(AtomicU32);

impl ContentionGroup {
    /// Takes up to `wanted` more threads, as far as `limit`, the initial thread included, allows.
    #[cold]
    pub(crate) fn hold(&'static self, wanted: u32, limit: u32) -> Held {
        let left = |busy: u32| limit.saturating_sub(1).saturating_sub(busy).min(wanted);
        // Relaxed: a number, with which nothing else is published.
        let update =
            self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |busy| Some(busy + left(busy)));
        Held { group: self, threads: update.map_or(0, left) }
    }
}

/// Addresses are the groups' identities.
impl PartialEq for ContentionGroup {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Threads that a region has taken, until it drops them.
pub(crate) struct Held {
    group: &'static ContentionGroup,
    threads: u32,
}

impl Held {
    pub(crate) fn threads(&self) -> u32 {
        self.threads
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.group.0.fetch_sub(self.threads, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_regions_share_what_the_limit_allows() {
        static GROUP: ContentionGroup = ContentionGroup(AtomicU32::new(0));
        let outer = GROUP.hold(4, 6);
        assert_eq!(outer.threads(), 4);
        let inner = GROUP.hold(4, 6);
        assert_eq!(inner.threads(), 1);
        assert_eq!(GROUP.hold(1, 6).threads(), 0);
        drop(inner);
        assert_eq!(GROUP.hold(9, 8).threads(), 3);
        drop(outer);
        assert_eq!(GROUP.hold(9, 1).threads(), 0);
        assert_eq!(GROUP.hold(9, 0).threads(), 0);
    }
}
