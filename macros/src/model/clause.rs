//! Clauses, as they were written.

use std::fmt;

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Ident};

macro_rules! clause_names {
    ($($Name:ident $word:literal)+) => {
        /// Which clause.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum ClauseName { $($Name,)+ }

        impl ClauseName {
            const ALL: &[ClauseName] = &[$(ClauseName::$Name,)+];

            /// As it is written.
            pub(crate) fn word(self) -> &'static str {
                match self { $(ClauseName::$Name => $word,)+ }
            }
        }
    };
}

clause_names! {
    // Of regions.
    NumThreads "num_threads" If "if" ProcBind "proc_bind" Copyin "copyin"
    // Of data.
    Default "default" Shared "shared" Private "private" Firstprivate "firstprivate" Lastprivate "lastprivate"
    Linear "linear" Reduction "reduction" InReduction "in_reduction" TaskReduction "task_reduction"
    Copyprivate "copyprivate"
    // Of worksharing.
    Schedule "schedule" Collapse "collapse" Ordered "ordered" Nowait "nowait" Filter "filter"
    Deterministic "deterministic" Inclusive "inclusive" Exclusive "exclusive" Order "order" Bind "bind"
    // Of simd.
    Safelen "safelen" Simdlen "simdlen" Aligned "aligned" Nontemporal "nontemporal"
    // Of tasks.
    Depend "depend" Priority "priority" Final "final" Untied "untied" Mergeable "mergeable" Grainsize "grainsize"
    NumTasks "num_tasks" Nogroup "nogroup" Detach "detach" Affinity "affinity" Doacross "doacross"
    // Of synchronisation.
    Hint "hint" Read "read" Write "write" Update "update" Capture "capture" Compare "compare" Fail "fail" Weak "weak"
    SeqCst "seq_cst" AcqRel "acq_rel" Acquire "acquire" Release "release" Relaxed "relaxed"
    Threads "threads" Simd "simd"
    // Of loop transforms.
    Sizes "sizes" Full "full" Partial "partial" Permutation "permutation"
    // Of the macro itself.
    Crate "crate"
}

impl ClauseName {
    /// The clause of this name.
    pub(crate) fn of(word: &str) -> Option<Self> {
        ClauseName::ALL.iter().copied().find(|clause| clause.word() == word)
    }

    /// All names, for suggestions.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        ClauseName::ALL.iter().map(|clause| clause.word())
    }

    /// Whether it may be written more than once.
    pub(crate) fn repeats(self) -> bool {
        use ClauseName::*;
        matches!(
            self,
            Shared
                | Private
                | Firstprivate
                | Lastprivate
                | Linear
                | Reduction
                | InReduction
                | TaskReduction
                | Copyprivate
                | Copyin
                | Depend
                | Affinity
                | Aligned
                | Nontemporal
                | Inclusive
                | Exclusive
                | If
                | Doacross
        )
    }
}

impl fmt::Display for ClauseName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One clause.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) name: ClauseName,
    /// Where the name stands.
    pub(crate) span: Span,
    pub(crate) arg: Arg,
    /// As it was written.
    pub(crate) tokens: TokenStream,
}

/// What stands between a clause's parentheses.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    /// Nothing, and no parentheses.
    None,
    /// One expression: `num_threads(4)`, `priority(p)`; with a modifier where it has one: `if(task: cond)`.
    Expr(Modified<Expr>),
    /// Variables: `private(a, b)`; with `conditional:`, `readonly:` and the like.
    Vars(Modified<Vec<Ident>>),
    /// `unsafe shared(a)`.
    UnsafeVars(Vec<Ident>),
    /// `reduction([modifier,] op: a, b)`.
    Reduction { modifier: Option<Ident>, op: ReductionOp, vars: Vec<Ident> },
    /// `schedule([modifiers:] kind [, number…])`: the modifiers, the kind as a word or as an expression, its numbers.
    Schedule { modifiers: Vec<Ident>, kind: Expr, numbers: Vec<Expr> },
    /// A word: `default(none)`, `proc_bind(close)`.
    Word(Ident),
    /// Expressions: `sizes(8, 8)`; with a modifier `depend(in: a, b[0])`.
    Exprs(Modified<Vec<Expr>>),
    /// `linear(a, b: step)`.
    Linear { vars: Vec<Ident>, step: Option<Expr> },
    /// `crate = path`, which belongs to the item.
    Path,
}

/// Something behind `modifier:`.
#[derive(Clone, Debug)]
pub(crate) struct Modified<T> {
    pub(crate) modifier: Option<Ident>,
    pub(crate) value: T,
}

/// What combines the values of a reduction.
#[derive(Clone, Debug)]
pub(crate) enum ReductionOp {
    /// One of OpenMP's, by the name of the type that does it here: `Sum`.
    Builtin { name: &'static str, span: Span },
    /// Any other expression: its value is a `Reduction`.
    User(Expr),
}

/// The word that a schedule's kind is, if it is one.
pub(crate) fn schedule_word(kind: &Expr) -> Option<String> {
    let Expr::Path(path) = kind else { return None };
    let word = path.path.get_ident()?.to_string();
    // A keyword, which is kept as a raw identifier.
    Some(word.strip_prefix("r#").map(str::to_owned).unwrap_or(word))
}
