//! From a directive and what encloses it to errors, in OpenMP's words.

mod arguments;
mod clauses;
mod exits;
mod loop_exits;
mod nesting;
mod statement;
mod unsupported;

pub(crate) use exits::exits;
pub(crate) use loop_exits::loop_exits;

use syn::Stmt;

use crate::model::Directive;
use crate::walk::Walker;

/// Whether `directive` may stand where `walker` is, as `omp!(…);`.
pub(crate) fn stand_alone(directive: &Directive, walker: &Walker<'_>) -> bool {
    let before = walker.errors.count();
    if !directive.innermost().stands_alone() && !directive.is_doacross() {
        let message =
            format!("`{0}` has a statement of its own: write `#[omp({0})]` before it", directive.name());
        walker.errors.add(syn::Error::new(directive.span(), message));
        return false;
    }
    clauses::check(directive, walker.errors);
    arguments::check(directive, walker.errors);
    unsupported::check(directive, walker.errors);
    nesting::check(directive, walker);
    walker.errors.count() == before
}

/// Whether `directive` may stand on `stmt`.
pub(crate) fn on_statement(directive: &Directive, stmt: &Stmt, walker: &Walker<'_>) -> bool {
    let before = walker.errors.count();
    if directive.is_doacross() {
        let message =
            "`ordered` with sinks or a source has no statement: write `omp!(ordered, doacross(…));`";
        walker.errors.add(syn::Error::new(directive.span(), message));
        return false;
    }
    if directive.innermost().stands_alone() {
        let ends = directive.cancels.map_or_else(String::new, |(construct, _)| format!(" {construct}"));
        let name = directive.name();
        let message = format!("`{name}` has no statement: write `omp!({name}{ends});`");
        walker.errors.add(syn::Error::new(directive.span(), message));
        return false;
    }
    clauses::check(directive, walker.errors);
    arguments::check(directive, walker.errors);
    unsupported::check(directive, walker.errors);
    nesting::check(directive, walker);
    statement::check(directive, stmt, walker);
    walker.errors.count() == before
}

/// Whether the clauses of `directive` belong to it.
pub(crate) fn clauses_of(directive: &Directive, errors: &crate::errors::Errors) -> bool {
    let before = errors.count();
    clauses::check(directive, errors);
    arguments::check(directive, errors);
    unsupported::check(directive, errors);
    errors.count() == before
}
