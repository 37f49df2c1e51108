//! Whether a directive stands on the kind of statement that it needs.

use syn::{Expr, ExprForLoop, Ident, Stmt};

use crate::model::{Construct, Directive};
use crate::walk::Walker;

pub(super) fn check(directive: &Directive, stmt: &Stmt, walker: &Walker<'_>) {
    let name = directive.name();
    let innermost = directive.innermost();
    if innermost.takes_loop() {
        let fix = match stmt {
            Stmt::Expr(Expr::ForLoop(_), _) => return,
            Stmt::Expr(Expr::While(_) | Expr::Loop(_), _) => {
                "the number of iterations must be known on entry: write `for i in …`"
            }
            Stmt::Expr(Expr::Block(_), _) if innermost == Construct::For => {
                "put the attribute on the loop inside the block"
            }
            _ => "write it before a `for`",
        };
        walker.errors.at(stmt, format!("`{name}` needs a loop: {fix}"));
        return;
    }
    if matches!(innermost, Construct::Atomic) {
        return;
    }
    match stmt {
        Stmt::Expr(Expr::Block(_) | Expr::Unsafe(_), _) => {}
        // A loop of which each thread runs all, with constructs that they share in it.
        Stmt::Expr(Expr::ForLoop(source), _)
            if innermost == Construct::Parallel && has_directives(source) => {}
        Stmt::Expr(Expr::ForLoop(_), _) if innermost == Construct::Parallel => {
            let message =
                format!("`{name}` on a loop: every thread would run all of it; did you mean `{name} for`?");
            walker.errors.at(stmt, message);
        }
        Stmt::Expr(..) | Stmt::Macro(_)
            if matches!(innermost, Construct::Parallel | Construct::Sections | Construct::Fuse) =>
        {
            walker.errors.at(stmt, format!("`{name}` needs a block: write `#[omp({name})] {{ … }}`"));
        }
        Stmt::Expr(..) | Stmt::Macro(_) => {}
        Stmt::Local(_) | Stmt::Item(_) => {
            let message = format!(
                "`{name}` needs a block: what is declared here would be gone at its end; declare it before"
            );
            walker.errors.at(stmt, message);
        }
    }
}

fn has_directives(source: &ExprForLoop) -> bool {
    let called = |name: &str| {
        crate::loops::mentions_in(&source.body, &Ident::new(name, proc_macro2::Span::call_site()))
    };
    called("omp") || called("parallel_for")
}
