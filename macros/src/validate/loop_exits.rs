//! Which jumps out of a worksharing loop have a meaning.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Block, ExprForLoop};

use super::exits;
use crate::expand::Exit;
use crate::model::{ClauseName, Construct, Directive, LoopDirective, LoopKind};
use crate::walk::Walker;

/// How the loop may end early, `None` if it may not; `cancelled` of its jumps were `cancel`. Jumps without a meaning are
/// errors.
pub(crate) fn loop_exits(
    body: &Block,
    source: &ExprForLoop,
    described: &LoopDirective,
    directive: &Directive,
    cancelled: usize,
    walker: &Walker<'_>,
) -> Option<Exit> {
    let found = exits(body);
    let own = source.label.as_ref().map(|label| &label.name);
    let add = |tokens: TokenStream, message: String| walker.errors.at(tokens, message);
    let foreign = "leads out of a loop around the directive, which only one of the threads would leave";
    for it in found.breaks.iter().filter(|it| it.label.is_some() && it.label.as_ref() != own) {
        add(it.label.to_token_stream(), format!("`break` {foreign}"));
    }
    for it in found.continues.iter().filter(|it| it.label.is_some() && it.label.as_ref() != own) {
        add(it.label.to_token_stream(), format!("`continue` {foreign}"));
    }
    let mut early: Vec<(TokenStream, &str)> =
        found.breaks.iter().map(|it| (it.break_token.to_token_stream(), "break")).collect();
    early.extend(found.returns.iter().map(|it| (it.return_token.to_token_stream(), "return")));
    early.extend(found.tries.iter().map(|it| (it.question_token.to_token_stream(), "?")));
    let returns = !found.returns.is_empty() || !found.tries.is_empty();
    if early.is_empty() {
        return None;
    }
    let sharing = &described.sharing;
    let reason = if directive.has(Construct::Taskloop) {
        Some("a `taskloop` runs all its iterations")
    } else if !sharing.reductions.is_empty() {
        Some("a reduction needs every iteration")
    } else if !sharing.lastprivate.is_empty() || !sharing.linear.is_empty() {
        Some("the last iteration would not run")
    } else if directive.is(ClauseName::Ordered) {
        Some("iterations after it wait for their turn")
    } else if directive.is(ClauseName::Nowait) {
        Some("the members must meet to agree on it: leave out `nowait`")
    } else {
        None
    };
    if let Some(reason) = reason {
        for (tokens, what) in early {
            add(tokens, format!("`{what}` has no meaning in this loop: {reason}"));
        }
        return None;
    }
    if described.kind == LoopKind::Region && returns {
        // Said by the region, which it would leave.
        return None;
    }
    // A `cancel` has become a `break`.
    let cancels = !returns && crate::validate::exits(&source.body).breaks.len() == cancelled;
    Some(Exit { returns, cancels })
}
