//! Which construct may stand in which.

use syn::Error;

use crate::model::{Construct, Directive};
use crate::walk::Walker;

/// OpenMP 5.2 §17.1, as far as the text shows it.
pub(super) fn check(directive: &Directive, walker: &Walker<'_>) {
    let outer = directive.outermost();
    let add = |message: String| walker.errors.add(Error::new(directive.span(), message));
    if walker.in_async && waits(outer) {
        add(format!(
            "`{}` in an async function: it would block the executor's thread; call a function that is not async \
             and has the directive, as `spawn_blocking` does",
            directive.name()
        ));
    }
    if walker.in_const && runs(outer) {
        add(format!(
            "`{}` in a `const` function: threads run when the program does; leave out `const`",
            directive.name()
        ));
    }
    for around in walker.around.directives() {
        let inner = around.innermost();
        if is_worksharing(outer) && closes_against_worksharing(inner) {
            add(format!(
                "`{}` may not stand in `{}`: a member may be alone in there, and the others would wait for it",
                directive.name(),
                around.name()
            ));
            return;
        }
        if outer == Construct::Masked && is_worksharing(inner) {
            add(format!("`masked` may not stand in `{}`", around.name()));
            return;
        }
        if around.has(Construct::Parallel) {
            break;
        }
    }
    let in_doacross = walker.around.innermost_loop().is_some_and(Directive::waits_by_index);
    match outer {
        Construct::Section
            if walker.around.directives().next().is_none_or(|around| !around.has(Construct::Sections)) =>
        {
            add("`section` stands in a block of `sections`".into());
        }
        Construct::Cancel | Construct::CancellationPoint => cancel(directive, walker),
        // Where it belongs its loop has taken it.
        Construct::Scan => {
            add("`scan` stands in a loop with `reduction(inscan, +: x)`, as a statement of its body".into());
        }
        Construct::Ordered if directive.is_doacross() && in_doacross => {}
        Construct::Ordered if directive.is_doacross() => {
            add("`ordered` with sinks or a source stands in a loop with `ordered(n)`, `n` being the number of its loops".into());
        }
        Construct::Ordered if in_doacross => {
            add("the iterations of a loop with `ordered(n)` wait by `omp!(ordered, doacross(…));`; a block is `ordered` in a \
                 loop with the clause `ordered`"
                .into());
        }
        Construct::Ordered if !walker.around.is_ordered() => {
            add("`ordered` stands in a loop with the clause `ordered`: `#[omp(for, ordered)]`".into());
        }
        _ => {}
    }
}

/// `cancel` stands in what it cancels. A `cancel for` that is where it belongs has been taken by its loop before.
fn cancel(directive: &Directive, walker: &Walker<'_>) {
    let Some((construct, span)) = directive.cancels else { return };
    let is_point = directive.innermost() == Construct::CancellationPoint;
    let stands = match construct {
        Construct::Parallel => !walker.around.directives().next().is_some_and(|around| {
            around.has(Construct::Parallel) && around.innermost() != Construct::Parallel
        }),
        Construct::Taskgroup => walker.around.directives().any(|around| around.has(Construct::Taskgroup)),
        _ => {
            is_point
                && walker.around.directives().any(|around| {
                    around.has(construct) || (construct == Construct::Sections && around.has(Construct::For))
                })
        }
    };
    if !stands {
        let message =
            format!("`{} {construct}` stands in the block of a `{construct}`", directive.innermost());
        walker.errors.add(Error::new(span, message));
    }
}

/// Whether all members must meet it.
fn is_worksharing(construct: Construct) -> bool {
    use Construct::*;
    matches!(construct, For | Loop | Sections | Single | Scope | Barrier)
}

/// Whether not every member runs what is in it.
fn closes_against_worksharing(construct: Construct) -> bool {
    use Construct::*;
    matches!(
        construct,
        For | Loop
            | Simd
            | Sections
            | Section
            | Single
            | Masked
            | Critical
            | Ordered
            | Task
            | Taskloop
            | Atomic
    )
}

/// Whether it is more than another order of the same loop.
fn runs(construct: Construct) -> bool {
    use Construct::*;
    !matches!(construct, Simd | Tile | Unroll | Interchange | Reverse | Fuse)
}

/// Whether a thread waits for others in it.
fn waits(construct: Construct) -> bool {
    use Construct::*;
    !matches!(construct, Simd | Atomic | Flush | Tile | Unroll | Interchange | Reverse | Fuse)
}
