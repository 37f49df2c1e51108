//! From a valid directive and its statement to calls of the public API and of `ferromp::__private`.
//!
//! Names of ours have the span `mixed_site`: user code cannot name them, and they cannot hide a name of the user's.

mod block;
mod clauses;
mod data;
mod jumps;
mod loops;
mod ordered;
mod region;
mod stand_alone;
mod team;

pub(crate) use jumps::Exit;
pub(crate) use stand_alone::stand_alone;

use proc_macro2::TokenStream;
use syn::{Expr, Stmt};

use crate::model::{Construct, Directive};
use crate::walk::Walker;

/// What stands in place of `stmt`, which `directive` stood on; `None` if there were errors.
pub(crate) fn statement(directive: &Directive, stmt: &mut Stmt, walker: &mut Walker<'_>) -> Option<Stmt> {
    let tokens = match directive.innermost() {
        Construct::For | Construct::Loop => loops::expand(directive, stmt, walker)?,
        Construct::Parallel => region::expand(directive, stmt, walker)?,
        Construct::Ordered => ordered::expand(directive, stmt, walker)?,
        other => {
            let message = format!("`{other}` is not supported yet");
            walker.errors.add(syn::Error::new(directive.span(), message));
            return None;
        }
    };
    Some(verbatim(tokens))
}

/// A statement that nobody looks into any more.
fn verbatim(tokens: TokenStream) -> Stmt {
    Stmt::Expr(Expr::Verbatim(tokens), Some(Default::default()))
}
