//! What a user asks for: a kind, its chunk size, a modifier.

use super::kinds::{self, Kind, Request};
use super::plan::Mapping;
use super::policy::ChunkPolicy;
use std::fmt;

/// A loop's `schedule` clause (OpenMP 5.2 §11.5.3): how its iterations are divided into chunks and given to the
/// members of the team.
///
/// Chunk sizes are iterations; 0 is taken as 1. Kinds may be added, so matches need a wildcard.
///
/// ```
/// use ferromp::Schedule;
///
/// let s = Schedule::Dynamic(8).monotonic();
/// assert_eq!(s.to_string(), "monotonic:dynamic,8");
/// assert_eq!("Guided, 16".parse::<Schedule>()?, Schedule::Guided(16));
/// # Ok::<(), ferromp::ParseScheduleError>(())
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Schedule<'p> {
    /// `static`: one contiguous block for each member, the first `len % members` of them one iteration longer.
    /// Two loops of equal length in regions of equal size give every iteration to the same member.
    Static,
    /// `static,c`: chunk `k` belongs to member `k mod members`.
    StaticChunk(u64),
    /// `dynamic,c`: members take chunks as they come.
    ///
    /// Nonmonotonic unless said otherwise, as in OpenMP since 5.0: a member takes the chunks of its own
    /// static share first, without touching memory that others touch, then helps others.
    Dynamic(u64),
    /// `guided,c`: members take chunks as they come, each `remaining / members` long (rounded up) but not
    /// shorter than `c`, except the last. Always monotonic here.
    Guided(u64),
    /// `auto`: the runtime chooses. Today: nonmonotonic `dynamic` with about 32 chunks for each member.
    Auto,
    /// `runtime`: as the `run-sched-var` ICV says (`OMP_SCHEDULE`, `set_schedule`) when the loop is met.
    Runtime,
    /// A policy of the user's: see [`Schedule::custom`]. Always monotonic.
    Custom(&'p dyn ChunkPolicy),
    /// One of the above with a modifier: see [`monotonic`](Schedule::monotonic).
    Modified(Modified),
}

/// An ordering modifier of the `schedule` clause (OpenMP 5.2 §11.5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// Each member gets its chunks in increasing order of iterations.
    Monotonic,
    /// Chunks may come in any order.
    Nonmonotonic,
}

/// A built-in schedule with a [`Modifier`]; made by [`Schedule::monotonic`] and [`Schedule::nonmonotonic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified {
    pub(super) modifier: Modifier,
    pub(super) kind: &'static Kind,
    pub(super) chunk: Option<u64>,
}

impl<'p> Schedule<'p> {
    /// A schedule of the user's own: see [`ChunkPolicy`].
    pub fn custom(policy: &'p dyn ChunkPolicy) -> Self {
        Schedule::Custom(policy)
    }

    /// With the `monotonic` modifier: each member gets its chunks in increasing order.
    ///
    /// Makes a difference to `Dynamic`, `Auto` and `Runtime`; the other kinds are monotonic anyhow. Monotonic
    /// dynamic has one cursor that all members write, and claims every chunk when it is asked for.
    #[must_use]
    pub fn monotonic(self) -> Self {
        self.with(Modifier::Monotonic)
    }

    /// With the `nonmonotonic` modifier: chunks may come in any order. What `Dynamic` and `Auto` do anyhow.
    #[must_use]
    pub fn nonmonotonic(self) -> Self {
        self.with(Modifier::Nonmonotonic)
    }

    /// The modifier, if one was given.
    pub fn modifier(self) -> Option<Modifier> {
        match self {
            Schedule::Modified(Modified { modifier, .. }) => Some(modifier),
            _ => None,
        }
    }

    /// The same kind and chunk without a modifier.
    #[must_use]
    pub fn unmodified(self) -> Self {
        match self {
            Schedule::Modified(Modified { kind, chunk, .. }) => (kind.make)(chunk),
            plain => plain,
        }
    }

    /// The chunk size as given; `None` for the kinds that have none and for a policy.
    pub fn chunk(self) -> Option<u64> {
        self.built_in().and_then(|(_, chunk)| chunk)
    }

    /// Every built-in policy once, with its default chunk size: what a program tries that looks for the
    /// best. `Runtime` is not among them (it stands for another one).
    ///
    /// ```
    /// use ferromp::Schedule;
    /// let all: Vec<String> = Schedule::all().map(|s| s.to_string()).collect();
    /// assert_eq!(all, ["static", "static,1", "dynamic", "monotonic:dynamic", "guided", "auto"]);
    /// ```
    pub fn all() -> impl Iterator<Item = Schedule<'static>> {
        kinds::ALL.iter().flat_map(|kind| kind.variants).copied()
    }

    fn with(self, modifier: Modifier) -> Self {
        match self.built_in() {
            Some((kind, chunk)) => Schedule::Modified(Modified { modifier, kind, chunk }),
            None => self,
        }
    }

    /// Kind and chunk as given; `None` for a policy.
    pub(super) fn built_in(self) -> Option<(&'static Kind, Option<u64>)> {
        Some(match self {
            Schedule::Static => (&kinds::STATIC, None),
            Schedule::StaticChunk(chunk) => (&kinds::STATIC, Some(chunk)),
            Schedule::Dynamic(chunk) => (&kinds::DYNAMIC, Some(chunk)),
            Schedule::Guided(chunk) => (&kinds::GUIDED, Some(chunk)),
            Schedule::Auto => (&kinds::AUTO, None),
            Schedule::Runtime => (&kinds::RUNTIME, None),
            Schedule::Modified(Modified { kind, chunk, .. }) => (kind, chunk),
            Schedule::Custom(_) => return None,
        })
    }

    /// What this schedule means for one loop of `len` iterations in a team of `members`.
    ///
    /// `runtime` is the value of `run-sched-var`; should that be `Runtime` again, `Auto` is meant. A loop with
    /// an `ordered` clause is monotonic whatever the modifier (OpenMP 5.2 §11.5.3 forbids to say otherwise).
    pub(crate) fn resolve(
        self,
        runtime: Schedule<'static>,
        len: u64,
        members: usize,
        ordered: bool,
    ) -> Mapping<'p> {
        let said = self.modifier();
        let schedule: Schedule<'p> = if self.is_runtime() { runtime } else { self };
        let modifier = said.or(schedule.modifier());
        let Some((kind, chunk)) = schedule.built_in() else {
            let Schedule::Custom(policy) = schedule else { unreachable!("only a policy has no kind") };
            return Mapping::Policy(policy);
        };
        let monotonic = ordered || modifier == Some(Modifier::Monotonic);
        (kind.map)(&Request { chunk, monotonic, ordered, len, members: members.max(1) })
    }

    fn is_runtime(self) -> bool {
        self.built_in().is_some_and(|(kind, _)| *kind == kinds::RUNTIME)
    }
}

/// The default of a loop without a `schedule` clause (`def-sched-var`): `static`.
impl Default for Schedule<'_> {
    fn default() -> Self {
        Schedule::Static
    }
}

/// Built-in schedules by kind, chunk and modifier. Policies by address: two of them are equal only if they are
/// the same object seen as the same type.
impl PartialEq for Schedule<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Schedule::Custom(a), Schedule::Custom(b)) => same_object(*a, *b),
            _ => {
                self.modifier() == other.modifier()
                    && self.built_in().is_some()
                    && self.built_in() == other.built_in()
            }
        }
    }
}

// Address and vtable both: two policies without fields may share an address. Vtables may be duplicated, which
// makes one object differ from itself; no caller relies on more than "equal means interchangeable".
#[allow(ambiguous_wide_pointer_comparisons)]
fn same_object(a: &dyn ChunkPolicy, b: &dyn ChunkPolicy) -> bool {
    std::ptr::eq(a, b)
}

impl fmt::Debug for Schedule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schedule({self})")
    }
}
