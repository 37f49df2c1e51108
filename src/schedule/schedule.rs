//! What a user asks for: a kind, its parameters, a modifier.

use super::args::Args;
use super::kinds::{self, Kind};
use super::{BinLpt, ChunkPolicy};
use std::fmt;

/// A loop's `schedule` clause (OpenMP 5.2 §11.5.3): how its iterations are divided into chunks and given to the
/// members of the team.
///
/// Chunk sizes are iterations; 0 is taken as 1. Kinds may be added, so matches need a wildcard.
///
/// Beside OpenMP's own kinds there are the published ones, each by the name that the literature has for it, also in
/// `OMP_SCHEDULE` and in annotations. N is the number of iterations, P the size of the team. They are monotonic where
/// nothing else is said, and every iteration runs exactly once under all of them.
///
/// ```
/// use ferromp::Schedule;
///
/// let s = Schedule::Dynamic(8).monotonic();
/// assert_eq!(s.to_string(), "monotonic:dynamic,8");
/// assert_eq!("Guided, 16".parse::<Schedule>()?, Schedule::Guided(16));
/// assert_eq!("tss,64,1".parse::<Schedule>()?, Schedule::Tss { first: 64, last: 1 });
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
    /// `auto`: the runtime chooses, and learns from run to run which of `static`, `dynamic` with 32 chunks for each
    /// member, `guided` and `fac2` is best for this loop of the program, at this order of magnitude of length and size of
    /// team.
    Auto,
    /// `runtime`: as the `run-sched-var` ICV says (`OMP_SCHEDULE`, `set_schedule`) when the loop is met.
    Runtime,
    /// `static_steal,c`: static stealing. As `dynamic,c`, but a member that helps another takes a quarter of what that one
    /// has left.
    StaticSteal(u64),
    /// `fsc,overhead,c`: fixed-size chunking (Kruskal, Weiss 1985), chunks of
    /// (√2·N·h / σP√(ln P))^(2/3) iterations, at least `chunk`.
    Fsc {
        /// h/σ: what a chunk costs to get, by the standard deviation of an iteration's time. 0.1 if not given.
        overhead: f32,
        /// The least length of a chunk.
        chunk: u64,
    },
    /// `tss,first,last`: trapezoid self-scheduling (Tzen, Ni 1993). Chunks fall from `first` to `last` by equal steps.
    Tss {
        /// The length of the first chunk; 0: N/2P.
        first: u64,
        /// The length of the last.
        last: u64,
    },
    /// `tfss,first,last`: trapezoid factoring (Chronopoulos and others 2001). As `tss`, in batches of P equal chunks.
    Tfss {
        /// As in `Tss`.
        first: u64,
        /// As in `Tss`.
        last: u64,
    },
    /// `tap,spread,c`: tapering (Lucco 1992), `guided` made safer the more iterations spread.
    Tap {
        /// σ/µ: standard deviation by mean of an iteration's time. 1 if not given.
        spread: f32,
        /// The least length of a chunk.
        chunk: u64,
    },
    /// `fac,spread,c`: factoring (Flynn Hummel, Schonberg, Flynn 1992). Batches of P equal chunks, each batch as much as
    /// is safe for iterations of this spread.
    Fac {
        /// As in `Tap`.
        spread: f32,
        /// The least length of a chunk.
        chunk: u64,
    },
    /// `mfac,spread,c`: the same chunks as `Fac`, by the name of an implementation without locks.
    Mfac {
        /// As in `Tap`.
        spread: f32,
        /// The least length of a chunk.
        chunk: u64,
    },
    /// `fac2,c`: factoring by halves. Batches of P equal chunks, each batch half of what is left.
    Fac2(u64),
    /// `wf2,w,w,…`: weighted factoring (Flynn Hummel and others 1996). `fac2` with chunks by weight: that of member m is
    /// number m of the list, which is repeated. The list ends with the last number that is not 0; without any it is `fac2`.
    Wf2([u8; 8]),
    /// `awf,c`: adaptive weighted factoring (Banicescu and others 2003). Weights by what members took in the runs of this
    /// loop before.
    Awf(u64),
    /// `awf_b,c` (Cariño, Banicescu 2008): weights by what chunks of this run took, anew for each batch.
    AwfB(u64),
    /// `awf_c,c`: the same, anew for each chunk.
    AwfC(u64),
    /// `awf_d,c`: as `awf_b`, with the time it takes to get a chunk.
    AwfD(u64),
    /// `awf_e,c`: as `awf_c`, with the time it takes to get a chunk.
    AwfE(u64),
    /// `af,c`: adaptive factoring (Banicescu, Liu 2000). Factoring by the mean and spread that each member measures.
    Af(u64),
    /// `bold,spread,overhead,c`: the bold strategy (Hagerup 1997). Larger chunks than factoring's where getting one is
    /// dear.
    Bold {
        /// As in `Tap`.
        spread: f32,
        /// h/µ: what a chunk costs to get, by the mean of an iteration's time; 0: as measured.
        overhead: f32,
        /// The least length of a chunk.
        chunk: u64,
    },
    /// `fiss,stages,c`: fixed increase (Philip, Das 1997). Batches of P equal chunks, each batch longer by the same.
    Fiss {
        /// Batches in the loop; 0: P − 1, at least 2.
        stages: u32,
        /// The least length of a chunk.
        chunk: u64,
    },
    /// `viss,stages,c`: variable increase (Philip, Das 1997). The same, each batch longer by half as much as the one before.
    Viss {
        /// Sets the first chunks, N/(2 + stages)P; 0: P − 2.
        stages: u32,
        /// The least length of a chunk.
        chunk: u64,
    },
    /// `rnd,least,most,seed`: chunks of random length. The same seed gives the same lengths.
    Rnd {
        /// The least length; 0: N/100P.
        least: u64,
        /// The greatest; 0: N/2P.
        most: u64,
        /// Where the sequence of random numbers begins.
        seed: u32,
    },
    /// `history,c`: history-aware self-scheduling (Kejariwal and others 2006). Chunks of equal time by what the
    /// iterations took in the runs of this loop before.
    History(u64),
    /// `binlpt,bins`: BinLPT without an estimate, so bins are equal chunks; 0: 32 for each member.
    EvenBins(u64),
    /// BinLPT (Penna and others 2019): bins of equal estimated work, the longest first. In ordered loops, and where a loop
    /// is asked for its first match, it is `guided`.
    BinLpt(&'p BinLpt),
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
    pub(super) args: Args,
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
            Schedule::Modified(Modified { kind, args, .. }) => (kind.make)(args),
            plain => plain,
        }
    }

    /// The chunk size; `None` for the kinds that have none and for a policy.
    pub fn chunk(self) -> Option<u64> {
        let (kind, args) = self.built_in()?;
        let chunk = kind.parameters.iter().find(|parameter| parameter.name == "chunk")?;
        Some(args.get(chunk.slot)).filter(|&chunk| chunk > 0)
    }

    /// Every built-in policy once, with the parameters it has if none is given: what a program tries that looks for the
    /// best. `Runtime` is not among them (it stands for another one).
    ///
    /// ```
    /// use ferromp::Schedule;
    /// let all: Vec<String> = Schedule::all().map(|s| s.to_string()).collect();
    /// assert_eq!(all[..6], ["static", "static,1", "dynamic", "monotonic:dynamic", "guided", "auto"]);
    /// assert!(["tss", "fac2", "awf_b", "bold", "history"].iter().all(|name| all.iter().any(|s| s == name)));
    /// ```
    pub fn all() -> impl Iterator<Item = Schedule<'static>> {
        kinds::ALL.iter().flat_map(|kind| kind.variants).copied()
    }

    fn with(self, modifier: Modifier) -> Self {
        match self.built_in() {
            Some((kind, args)) => Schedule::Modified(Modified { modifier, kind, args }),
            None => self,
        }
    }
}

/// The default of a loop without a `schedule` clause (`def-sched-var`): `static`.
impl Default for Schedule<'_> {
    fn default() -> Self {
        Schedule::Static
    }
}

/// Built-in schedules by kind, parameters and modifier. Policies and bins by address: two of them are equal only if they are
/// the same object seen as the same type.
impl PartialEq for Schedule<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Schedule::Custom(a), Schedule::Custom(b)) => same_object(*a, *b),
            (Schedule::BinLpt(a), Schedule::BinLpt(b)) => std::ptr::eq(*a, *b),
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
