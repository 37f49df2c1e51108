//! Loops as they are written: which space a `for` runs over, what it lends to each iteration, and what in it is wrong.
//!
//! The boundary: [`lower`] and [`region`] are all that [`expand`](crate::expand) calls. They look at the user's own
//! text, with inner directives still in it as attributes and `omp!(…)` statements, and give back pieces of the same
//! kind: `walk` goes through the pieces afterwards. What follows is `expand`'s: which call the loop becomes
//! (`parallel_for` or `Team::for_loop`), clauses, private copies, how reductions are started and combined, `break`,
//! `return` and `?`.
//!
//! Around `body` the expansion declares the variables of `private`, `firstprivate`, `lastprivate`, `linear` and
//! `reduction` under their own names, so `body` goes on naming them as the source does. A variable that is none of
//! these and not declared in the loop is captured by reference, by a closure that is `Fn + Sync`.

mod classify;
mod header;
mod index;
mod known_macros;
mod lend;
mod messages;
mod names;
mod nest;
mod place;
mod reads;
mod region;
mod syntax;
#[cfg(test)]
mod tests;
mod uses;
mod value;
mod vouch;
mod walk;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Block, Expr, ExprForLoop, Ident};

pub(crate) use header::is_progression;
pub(crate) use known_macros::takes_expressions;
pub(crate) use region::{region, vouch};
pub(crate) use syntax::{bound_by, captures, names as names_in};

use crate::errors::Errors;
use crate::model::{LoopDirective, LoopKind};
use classify::classify;
use header::Header;
use nest::Nest;
pub(crate) use reads::Reads;
pub(crate) use syntax::mentions as mentions_in;
use syntax::mentions;
use uses::{Outside, uses};

/// A loop, taken apart.
pub(crate) struct LoweredLoop {
    /// Statements that stand before the construct, in a block of their own with it: bounds taken once, slices cut.
    /// Names of ours in them have the span [`proc_macro2::Span::mixed_site`], which user code cannot name.
    pub(crate) before: TokenStream,
    /// What the loop runs over, in step: at least one, at most eight. The expansion gives them to `space::blocks` and
    /// writes the ordinary loop over a chunk, with all patterns in it.
    pub(crate) lanes: Vec<Lane>,
    /// What one iteration does. `continue`, `break` and `return` are still in it.
    pub(crate) body: Block,
    /// If there is one reduction and the body's last statement is its only mention, as `sum += value;`, and nothing in
    /// the body jumps: the value, with that statement taken out of `body`. Such loops are folded by the operator itself,
    /// which for floats is much faster than one variable.
    pub(crate) value: Option<Expr>,
    /// What the body reads by the loop's index; the elements have names of ours in `body` and `value`.
    pub(crate) reads: Reads,
}

/// One of the spaces that a loop runs over in step.
pub(crate) struct Lane {
    /// An expression that is an `impl IntoSpace`.
    pub(crate) space: TokenStream,
    /// What takes its item.
    pub(crate) pattern: TokenStream,
    /// Whether the item is the same in all iterations.
    pub(crate) constant: bool,
}

/// Takes a loop apart and checks what it shares. `None` if there were errors, which have been added.
pub(crate) fn lower(
    source: &ExprForLoop,
    directive: &LoopDirective,
    errors: &Errors,
    krate: &TokenStream,
) -> Option<LoweredLoop> {
    let before_errors = errors.count();
    let mut source = source.clone();
    let bound = syntax::bound_by(&source.pat);
    let vouched = vouch::rewrite(&mut source.body, &directive.sharing.unsafe_shared, &bound, krate);
    let source = &source;
    let mut lowered = if directive.collapse > 1 {
        lower_nest(source, directive, errors, krate)?
    } else {
        lower_loop(source, directive, errors, krate)?
    };
    // After what the header evaluates, which may ask for the variable itself.
    lowered.before.extend(vouched);
    (errors.count() == before_errors).then_some(lowered)
}

fn lower_nest(
    source: &ExprForLoop,
    directive: &LoopDirective,
    errors: &Errors,
    krate: &TokenStream,
) -> Option<LoweredLoop> {
    let Nest { spaces, mut before, space, pattern, names, mut body } =
        Nest::of(source, directive, errors, krate)?;
    let indices = match (&spaces, &names[..]) {
        (Some(_), [i, j]) => [Some(i), Some(j)],
        _ => [None, None],
    };
    let outside = Outside::of_nest(directive, indices, &names);
    let lent = classify(&uses(&body, &outside), &outside, errors);
    lend::rewrite(&mut body, &lent, &outside);
    let reads = reads::of_body(&mut body, None, &lent, &outside, krate);
    let mut lanes = vec![Lane { space, pattern, constant: false }];
    if let Some([outer, inner]) = &spaces {
        for this in &lent {
            if directive.kind != LoopKind::Combined {
                messages::nest_in_region(this, errors);
            }
            let (statement, lane) = this.lane_of_nest([outer, inner], krate);
            before.extend(statement);
            lanes.push(lane);
        }
    }
    lanes.extend(read_lanes(&body, &reads, krate));
    let lanes = lend::at_most_eight(lanes);
    let value = value::take(&mut body, &directive.sharing);
    Some(LoweredLoop { before, lanes, body, value, reads })
}

fn lower_loop(
    source: &ExprForLoop,
    directive: &LoopDirective,
    errors: &Errors,
    krate: &TokenStream,
) -> Option<LoweredLoop> {
    let header = Header::of(source, errors, krate)?;
    let outside = Outside::new(directive, header.index.as_ref().map(|index| &index.name), &header.names);
    let mut body = source.body.clone();
    body.stmts.splice(..0, header.opening);
    let lent = classify(&uses(&body, &outside), &outside, errors);
    lend::rewrite(&mut body, &lent, &outside);
    let reads = reads::of_body(&mut body, header.index.as_ref(), &lent, &outside, krate);
    let mut before = header.before;
    if directive.kind != LoopKind::Combined {
        lent.iter()
            .filter(|lent| !lent.is_shared())
            .for_each(|lent| messages::not_shared(lent, directive, errors));
    }
    let mut lanes = vec![Lane { space: header.space, pattern: header.pattern, constant: false }];
    if let Some(index) = &header.index {
        for this in &lent {
            let (statement, lane) = this.lane(index, krate);
            before.extend(statement);
            lanes.push(lane);
        }
        if mentions(&body, &index.name) || reads.has_two_versions() {
            body.stmts.splice(..0, index.typed.clone());
        } else if index.alone && !lent.is_empty() {
            lanes.remove(0);
        }
    }
    lanes.extend(read_lanes(&body, &reads, krate));
    let value = value::take(&mut body, &directive.sharing);
    Some(LoweredLoop { before, lanes: lend::at_most_eight(lanes), body, value, reads })
}

/// What a loop of a region reads of arrays that other loops of the region write. It is a lane, so that a member has left
/// off reading when it comes to the barrier behind the loop.
fn read_lanes(body: &Block, reads: &Reads, krate: &TokenStream) -> Vec<Lane> {
    let views = reads.views(krate);
    let mut read = syntax::names(&quote!(#views #body));
    read.retain(|name| name.to_string().starts_with(names::READ));
    let lane = |pattern: Ident| {
        let shared = names::ours(&pattern.to_string().replace(names::READ, names::SHARED));
        Lane { space: quote!(#shared.reading()), pattern: quote!(#pattern), constant: true }
    };
    read.into_iter().map(lane).collect()
}
