//! From a valid directive and its statement to calls of the public API and of `ferromp::__private`.
//!
//! Names of ours have the span `mixed_site`: user code cannot name them, and they cannot hide a name of the user's.

mod atomic;
mod block;
mod cancel;
mod clauses;
mod critical;
mod data;
mod jumps;
mod loops;
mod ordered;
mod region;
mod sections;
mod serial;
mod single;
mod stand_alone;
mod tasks;
mod team;
mod transform;
mod worksharing;

pub(crate) use atomic::atomic;
pub(crate) use data::{mentions, nest, ours};
pub(crate) use jumps::Exit;
pub(crate) use single::broadcast;
pub(crate) use stand_alone::stand_alone;
pub(crate) use tasks::scope::statements as task_scopes;

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Stmt};

use crate::model::{Construct, Directive};
use crate::walk::Walker;

/// What stands in place of `stmt`, which `directive` stood on; `None` if there were errors.
pub(crate) fn statement(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<Stmt> {
    use Construct::*;
    let expand = match (directive.innermost(), directive.outermost()) {
        (Simd, Simd) => serial::simd,
        (For | Loop | Simd | Taskloop, _) => loops::expand,
        (Parallel, _) => region::expand,
        (Masked | Single, Parallel) => region::expand_with_inner,
        (Sections, _) => sections::expand,
        (Section, _) => sections::stray,
        (Single, _) => single::expand,
        (Masked, _) => worksharing::masked,
        (Scope, _) => worksharing::scope,
        (Critical, _) => critical::expand,
        (Ordered, _) => ordered::expand,
        (Atomic, _) => atomic::expand,
        (Tile | Unroll | Interchange | Reverse | Fuse, _) => transform::expand,
        (Task, _) => tasks::task::expand,
        (Taskgroup, _) => tasks::group::expand,
        _ => serial::unsupported,
    };
    let semicolon = match &*stmt {
        // The value of the statement may be that of the block around.
        Stmt::Expr(_, None) if directive.innermost() == Critical => None,
        _ => Some(Default::default()),
    };
    expand(directive, stmt, walker).map(|tokens| Stmt::Expr(Expr::Verbatim(tokens), semicolon))
}

/// A statement that nobody looks into any more.
fn verbatim(tokens: TokenStream) -> Stmt {
    Stmt::Expr(Expr::Verbatim(tokens), Some(Default::default()))
}

/// Where the names of an expansion come from, and where its panics point to.
fn span(directive: &Directive) -> Span {
    directive.span().resolved_at(Span::mixed_site())
}
