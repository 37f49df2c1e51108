//! Clauses that are part of OpenMP and have no expansion: said, never left out in silence.

use syn::Error;

use crate::errors::Errors;
use crate::model::{Arg, Clause, ClauseName, Construct, Directive};

pub(super) fn check(directive: &Directive, errors: &Errors) {
    for clause in &directive.clauses {
        if let Some(instead) = instead(directive, clause) {
            errors
                .add(Error::new(clause.span, format!("`{}` is not supported here: {instead}", clause.name)));
        }
    }
}

/// What to do instead.
fn instead(directive: &Directive, clause: &Clause) -> Option<&'static str> {
    match (clause.name, &clause.arg) {
        (ClauseName::Reduction, Arg::Reduction { modifier: Some(modifier), .. }) if modifier == "task" => {
            Some(
                "put the tasks in a `taskgroup` with `task_reduction(+: x)`, and say `in_reduction(+: x)` at each",
            )
        }
        (ClauseName::Nowait, _)
            if directive.has(Construct::Taskwait) && !directive.is(ClauseName::Depend) =>
        {
            Some("without `depend` it would wait for nothing; leave the `taskwait` out")
        }
        _ => None,
    }
}
