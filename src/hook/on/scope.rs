use std::ops::Range;

use super::RegionMark;
use super::observers::{is_on, is_telling, set_telling, tell};
use crate::hook::event::{Endpoint, Event, Kind, Member};

/// Something that has begun, and ends when this is dropped: by return or by unwinding.
pub(crate) struct Scope<'a>(Option<Event<'a>>);

/// Begins something.
#[inline(always)]
pub(crate) fn scope<'a>(who: impl FnOnce() -> Option<Member>, kind: impl FnOnce() -> Kind<'a>) -> Scope<'a> {
    if is_on() { Scope::begin(who(), kind()) } else { Scope(None) }
}

/// Tells of something that takes no time.
#[inline(always)]
pub(crate) fn point<'a>(who: impl FnOnce() -> Option<Member>, kind: impl FnOnce() -> Kind<'a>) {
    if is_on() {
        tell(&Event { member: who(), endpoint: Endpoint::Point, kind: kind() });
    }
}

impl<'s> Scope<'s> {
    /// Nothing.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    #[inline(never)]
    fn begin(member: Option<Member>, kind: Kind<'s>) -> Self {
        let event = Event { member, endpoint: Endpoint::Begin, kind };
        tell(&event);
        Self(Some(Event { endpoint: Endpoint::End, ..event }))
    }

    /// Ends it.
    #[inline(always)]
    pub(crate) fn end(self) {}

    /// A chunk of this loop begins.
    #[inline(always)]
    pub(crate) fn chunk(&self, range: &Range<u64>) -> Scope<'static> {
        self.inner(|| Kind::Chunk { first: range.start, len: range.end - range.start })
    }

    /// Begins something inside. It is observed if this is: a loop need not ask anew for each chunk.
    #[inline(always)]
    pub(crate) fn inner<'a>(&self, kind: impl FnOnce() -> Kind<'a>) -> Scope<'a> {
        match &self.0 {
            Some(outer) => Scope::begin(outer.member, kind()),
            None => Scope(None),
        }
    }
}

impl Drop for Scope<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(event) = &self.0 {
            tell(event);
        }
    }
}

/// Calls `f` when the answer is dropped, by return or by unwinding, if anybody observes now.
#[inline(always)]
pub(crate) fn finally(f: impl FnMut()) -> impl Sized {
    struct Finally<F: FnMut()>(Option<F>);
    impl<F: FnMut()> Drop for Finally<F> {
        #[inline(always)]
        fn drop(&mut self) {
            if let Some(f) = &mut self.0 {
                f();
            }
        }
    }
    Finally(is_on().then_some(f))
}

/// Keeps the thread silent while it runs for a region that an observer has opened: nothing is told of that, or telling
/// would never end.
pub(crate) struct Quiet {
    was_telling: Option<bool>,
}

impl Quiet {
    /// The mark is looked at only if anybody observes: it lies in the region's frame, on another thread's stack.
    #[inline(always)]
    pub(crate) fn if_silent(mark: impl FnOnce() -> RegionMark) -> Self {
        let silent = is_on() && mark().is_silent();
        Self {
            was_telling: silent.then(|| {
                let was = is_telling();
                set_telling(true);
                was
            }),
        }
    }
}

impl Drop for Quiet {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(was) = self.was_telling {
            set_telling(was);
        }
    }
}
