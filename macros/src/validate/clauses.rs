//! Which clauses a construct takes.

use syn::Error;

use crate::errors::Errors;
use crate::model::{Clause, ClauseName, Construct, Directive};

/// Every clause belongs to one of the constructs, and stands once.
pub(super) fn check(directive: &Directive, errors: &Errors) {
    for (at, clause) in directive.clauses.iter().enumerate() {
        if !directive.constructs.iter().any(|(construct, _)| accepts(*construct, clause.name)) {
            errors.add(Error::new(clause.span, stranger(directive, clause)));
        }
        if clause.name == ClauseName::Nowait
            && directive.has(Construct::Parallel)
            && directive.constructs.len() > 1
        {
            let message =
                format!("`nowait` has no meaning in `{}`: its end is that of the region", directive.name());
            errors.add(Error::new(clause.span, message));
        }
        let twice = directive.clauses[..at].iter().any(|earlier| earlier.name == clause.name);
        if twice && !clause.name.repeats() {
            let message = format!("`{}` may stand once in a directive", clause.name);
            errors.add(Error::new(clause.span, message));
        }
    }
}

fn stranger(directive: &Directive, clause: &Clause) -> String {
    let name = clause.name;
    let base = format!("`{name}` is no clause of `{}`", directive.name());
    let owners: Vec<&str> =
        OWNERS.iter().filter(|owner| accepts(**owner, name)).map(|owner| owner.word()).collect();
    match (name, directive.outermost()) {
        (ClauseName::Nowait, Construct::Parallel) => {
            format!("{base}: the end of a region is where its members meet")
        }
        (ClauseName::Schedule, Construct::Parallel) => {
            format!("{base}: did you mean `parallel for`?")
        }
        (ClauseName::Crate, _) => "`crate = path` stands in the `#[omp(…)]` of the item".into(),
        _ if owners.is_empty() => base,
        _ => format!("{base}; it belongs to `{}`", owners.join("`, `")),
    }
}

/// In the order in which they are suggested.
const OWNERS: [Construct; 18] = {
    use Construct::*;
    [
        Parallel,
        For,
        Sections,
        Single,
        Masked,
        Scope,
        Simd,
        Critical,
        Atomic,
        Task,
        Taskloop,
        Taskgroup,
        Taskwait,
        Scan,
        Ordered,
        Tile,
        Unroll,
        Interchange,
    ]
};

/// The table of the specification.
fn accepts(construct: Construct, clause: ClauseName) -> bool {
    use ClauseName::*;
    match construct {
        Construct::Parallel => matches!(
            clause,
            NumThreads | If | ProcBind | Copyin | Default | Shared | Private | Firstprivate | Reduction
        ),
        Construct::For => matches!(
            clause,
            Schedule
                | Collapse
                | Ordered
                | Nowait
                | Private
                | Firstprivate
                | Lastprivate
                | Linear
                | Reduction
                | Deterministic
                | Shared
                | Default
                | Order
        ),
        Construct::Loop => matches!(
            clause,
            Collapse
                | Private
                | Lastprivate
                | Reduction
                | Order
                | Bind
                | Shared
                | Default
                | Nowait
                | Schedule
        ),
        Construct::Simd => matches!(
            clause,
            Safelen
                | Simdlen
                | Aligned
                | Nontemporal
                | Linear
                | Private
                | Lastprivate
                | Reduction
                | Collapse
                | If
                | Order
        ),
        Construct::Sections => matches!(clause, Private | Firstprivate | Lastprivate | Reduction | Nowait),
        Construct::Section => false,
        Construct::Single => matches!(clause, Private | Firstprivate | Copyprivate | Nowait),
        Construct::Masked => matches!(clause, Filter),
        Construct::Scope => matches!(clause, Private | Firstprivate | Reduction | Nowait),
        Construct::Critical => matches!(clause, Hint),
        Construct::Ordered => matches!(clause, Threads | ClauseName::Simd | Depend | Doacross),
        Construct::Scan => matches!(clause, Inclusive | Exclusive),
        Construct::Atomic => matches!(
            clause,
            Read | Write
                | Update
                | Capture
                | Compare
                | Fail
                | Weak
                | SeqCst
                | AcqRel
                | Acquire
                | Release
                | Relaxed
                | Hint
        ),
        Construct::Flush => matches!(clause, SeqCst | AcqRel | Acquire | Release),
        Construct::Barrier | Construct::CancellationPoint | Construct::Taskyield => false,
        Construct::Cancel => matches!(clause, If),
        Construct::Task => matches!(
            clause,
            If | Final
                | Untied
                | Mergeable
                | Priority
                | Depend
                | Detach
                | Affinity
                | InReduction
                | Default
                | Shared
                | Private
                | Firstprivate
        ),
        Construct::Taskloop => matches!(
            clause,
            If | Final
                | Untied
                | Mergeable
                | Priority
                | Grainsize
                | NumTasks
                | Nogroup
                | Collapse
                | InReduction
                | Reduction
                | Default
                | Shared
                | Private
                | Firstprivate
                | Lastprivate
        ),
        Construct::Taskgroup => matches!(clause, TaskReduction),
        Construct::Taskwait => matches!(clause, Depend | Nowait),
        Construct::Tile => matches!(clause, Sizes),
        Construct::Unroll => matches!(clause, Full | Partial),
        Construct::Interchange => matches!(clause, Permutation),
        Construct::Reverse | Construct::Fuse => false,
    }
}
