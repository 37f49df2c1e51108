//! Two directives that mean one: `parallel` with `single`, `masked` or `for` right behind it, as C programs are written.

use syn::{Expr, Stmt};

use super::attribute;
use crate::errors::Errors;
use crate::model::{ClauseName, Construct, Directive};
use crate::parse;

/// Takes what follows a `parallel` into it: a directive on the same statement, or on the only statement of its block.
pub(super) fn combine(directive: &mut Directive, stmt: &mut Stmt) {
    let is_parallel = directive.constructs.len() == 1 && directive.outermost() == Construct::Parallel;
    // A region that reduces has a variable for each member, whoever runs what is in it.
    if !is_parallel || directive.is(ClauseName::Reduction) {
        return;
    }
    if let Some(next) = next(stmt, |_| true) {
        let _taken = attribute::take(stmt);
        return append(directive, next);
    }
    let alone = |next: &Directive| matches!(next.innermost(), Construct::Single | Construct::Masked);
    if let Stmt::Expr(Expr::Block(block), _) = stmt
        && block.label.is_none()
        && let [inner] = &mut block.block.stmts[..]
        && let Some(next) = self::next(inner, alone)
    {
        let _taken = attribute::take(inner);
        *stmt = inner.clone();
        append(directive, next);
    }
}

/// The directive on `stmt`, if it makes a combined one.
fn next(stmt: &Stmt, fits: impl Fn(&Directive) -> bool) -> Option<Directive> {
    let found = attribute::peek(stmt)?;
    // What is wrong with it is told when it is met by itself.
    let errors = Errors::default();
    let next = parse::directive(found.tokens, &found.place, &errors)?;
    let combines = errors.count() == 0
        && Construct::Parallel.combines_with(next.outermost())
        && !next.is(ClauseName::Copyprivate)
        && !next.is(ClauseName::Filter)
        && fits(&next);
    combines.then_some(next)
}

fn append(directive: &mut Directive, next: Directive) {
    directive.constructs.extend(next.constructs);
    // The region's end is where its members meet.
    directive.clauses.extend(next.clauses.into_iter().filter(|clause| clause.name != ClauseName::Nowait));
}
