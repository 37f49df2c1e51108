//! The constructs of OpenMP, one by one; a combined construct is a list of them.

use std::fmt;

macro_rules! constructs {
    ($($(#[$doc:meta])* $Name:ident $word:literal)+) => {
        /// One construct; a combined one such as `parallel for` is a list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Construct { $($(#[$doc])* $Name,)+ }

        impl Construct {
            const ALL: &[Construct] = &[$(Construct::$Name,)+];

            /// As it is written.
            pub(crate) fn word(self) -> &'static str {
                match self { $(Construct::$Name => $word,)+ }
            }
        }
    };
}

constructs! {
    Parallel "parallel"
    For "for"
    Simd "simd"
    Loop "loop"
    Sections "sections"
    Section "section"
    Single "single"
    Masked "masked"
    Scope "scope"
    Critical "critical"
    Ordered "ordered"
    Scan "scan"
    Atomic "atomic"
    Barrier "barrier"
    Flush "flush"
    Cancel "cancel"
    CancellationPoint "cancellation point"
    Task "task"
    Taskloop "taskloop"
    Taskgroup "taskgroup"
    Taskwait "taskwait"
    Taskyield "taskyield"
    Tile "tile"
    Unroll "unroll"
    Interchange "interchange"
    Reverse "reverse"
    Fuse "fuse"
}

impl Construct {
    /// The construct of this name; `master` is the former one of `masked`.
    pub(crate) fn of(word: &str) -> Option<Self> {
        match word {
            "master" => Some(Construct::Masked),
            "cancellation" => Some(Construct::CancellationPoint),
            _ => Construct::ALL.iter().copied().find(|construct| construct.word() == word),
        }
    }

    /// All names, for suggestions.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        Construct::ALL.iter().map(|construct| construct.word())
    }

    /// Whether it has no statement of its own, and is written `omp!(…);`.
    pub(crate) fn stands_alone(self) -> bool {
        use Construct::*;
        matches!(self, Barrier | Flush | Cancel | CancellationPoint | Taskwait | Taskyield | Scan)
    }

    /// Whether its statement is a loop.
    pub(crate) fn takes_loop(self) -> bool {
        use Construct::*;
        matches!(self, For | Simd | Loop | Taskloop | Tile | Unroll | Interchange | Reverse)
    }

    /// Whether `next` may follow this one in a combined construct.
    pub(crate) fn combines_with(self, next: Construct) -> bool {
        use Construct::*;
        match self {
            Parallel => matches!(next, For | Loop | Sections | Masked | Single),
            Masked => matches!(next, Taskloop),
            For | Taskloop => matches!(next, Simd),
            _ => false,
        }
    }
}

impl fmt::Display for Construct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
