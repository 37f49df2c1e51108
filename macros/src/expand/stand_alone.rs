//! `omp!(barrier);` and its kin.

use quote::{ToTokens, quote, quote_spanned};
use syn::Stmt;

use super::tasks::depend;
use super::{loops, span, team, verbatim};
use crate::model::{ClauseName, Construct, Directive};
use crate::walk::Walker;

/// What stands in place of `omp!(…);`.
pub(crate) fn stand_alone(directive: &Directive, walker: &Walker<'_>) -> Stmt {
    let (span, handle, krate) = (span(directive), team::handle(), &walker.krate);
    let cancels = directive.cancels.map(|(construct, _)| construct);
    let tokens = match (directive.innermost(), cancels) {
        (Construct::Ordered, _) => loops::doacross(directive, walker),
        (Construct::Barrier, _) => team::bind(quote_spanned!(span=> #handle.barrier()), walker),
        (Construct::Flush, _) => quote_spanned!(span=> #krate::flush()),
        (Construct::Taskwait, _) => {
            let accesses = depend::accesses(directive, walker).unwrap_or_default();
            let call = if directive.is(ClauseName::Nowait) {
                // A task that is done when what it depends on is, and that does nothing.
                let access = depend::expr(&accesses);
                quote_spanned!(span=> #handle.task_with(#access, |_, _| ()))
            } else if accesses.is_empty() {
                quote_spanned!(span=> #handle.taskwait())
            } else {
                let access = depend::expr(&accesses);
                quote_spanned!(span=> #handle.taskwait_with(#access, |_| ()))
            };
            team::bind(call, walker)
        }
        (Construct::Taskyield, _) => team::bind(quote_spanned!(span=> #handle.taskyield()), walker),
        (Construct::Cancel, Some(construct)) => {
            let condition = match directive.expr(ClauseName::If) {
                Some(condition) => condition.to_token_stream(),
                None => quote!(true),
            };
            let end = if construct == Construct::Parallel {
                team::bind(quote_spanned!(span=> { #handle.cancel_parallel(); }), walker)
            } else {
                quote_spanned!(span=> { #handle.cancel(); #handle.cancellation_point(); })
            };
            // OpenMP 5.2 §11.1: nothing happens unless OMP_CANCELLATION is true.
            quote_spanned! {span=>
                if #krate::omp::get_cancellation() && #condition { #end; }
            }
        }
        (Construct::CancellationPoint, Some(Construct::Parallel | Construct::Taskgroup)) => {
            team::bind(quote_spanned!(span=> #handle.cancellation_point()), walker)
        }
        // Those of loops are the beginnings of iterations; what is left is nothing to do.
        _ => quote!(()),
    };
    verbatim(tokens)
}
