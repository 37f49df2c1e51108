//! Statements from the first task to its `taskwait` become one scope: what the tasks in them borrow is free again
//! behind it, checked by the compiler.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, Expr, ExprAsync, ExprClosure, Item, PatIdent, Stmt};

use crate::expand::{block, data, team, verbatim};
use crate::model::{Construct, Mutable};
use crate::walk::{Walker, begins_with, is_taskwait};

/// Our name for the handle of a scope.
pub(super) fn handle() -> Ident {
    Ident::new("tasks", Span::mixed_site())
}

/// Walks through the statements of a block, one by one or scope by scope.
pub(crate) fn statements(mut stmts: Vec<Stmt>, walker: &mut Walker<'_>) -> Vec<Stmt> {
    let mut walked = Vec::new();
    while let Some(first) = stmts.iter().position(has_task)
        && let Some(length) = stmts[first..].iter().position(is_taskwait)
    {
        let rest = stmts.split_off(first + length);
        let scoped = stmts.split_off(first);
        for mut stmt in stmts {
            walker.statement(&mut stmt);
            walked.push(stmt);
        }
        // The scope's end is the `taskwait`.
        stmts = rest.into_iter().skip(1).collect();
        walked.push(scope(scoped, &stmts, walker));
    }
    for mut stmt in stmts {
        walker.statement(&mut stmt);
        walked.push(stmt);
    }
    walked
}

/// `scoped` as a scope. What they declare for the statements of the `rest` is handed out of it.
fn scope(mut scoped: Vec<Stmt>, rest: &[Stmt], walker: &mut Walker<'_>) -> Stmt {
    let body = Block { brace_token: Default::default(), stmts: scoped };
    let message = "would leave the statements from a task to its `taskwait` without waiting";
    block::refuse_exits_with(&body, message, walker.errors);
    scoped = body.stmts;
    let declared = declared(&scoped, &quote!(#(#rest)*));
    walker.inside_task_scope(|walker| scoped.iter_mut().for_each(|stmt| walker.statement(stmt)));
    for pattern in &declared {
        let mutable = if pattern.mutability.is_some() { Mutable::Binding } else { Mutable::Unknown };
        walker.locals.declare_as(pattern.ident.clone(), mutable);
    }
    let (tasks, team) = (handle(), team::handle());
    let names = (!declared.is_empty()).then(|| {
        data::nest(declared.iter().map(|pattern| {
            let name = &pattern.ident;
            quote!(#name)
        }))
    });
    let call =
        team::bind(quote!(#team.taskscope(#[allow(unused_mut)] |#tasks| { #(#scoped)* #names })), walker);
    if declared.is_empty() {
        return verbatim(call);
    }
    let patterns = data::nest(declared.iter().map(|pattern| quote!(#pattern)));
    Stmt::Expr(Expr::Verbatim(quote!(let #patterns = #call)), Some(Default::default()))
}

/// The variables that `stmts` declare and `rest` mentions.
fn declared(stmts: &[Stmt], rest: &TokenStream) -> Vec<PatIdent> {
    #[derive(Default)]
    struct Names(Vec<PatIdent>);
    impl<'a> Visit<'a> for Names {
        fn visit_pat_ident(&mut self, pattern: &'a PatIdent) {
            let mut pattern = pattern.clone();
            (pattern.by_ref, pattern.subpat) = (None, None);
            self.0.retain(|known| known.ident != pattern.ident);
            self.0.push(pattern);
        }
    }
    let mut names = Names::default();
    for stmt in stmts {
        if let Stmt::Local(local) = stmt {
            names.visit_pat(&local.pat);
        }
    }
    names.0.retain(|pattern| data::mentions(rest.clone(), &pattern.ident));
    names.0
}

/// Whether a task is created in `stmt` that nothing in it waits for.
fn has_task(stmt: &Stmt) -> bool {
    #[derive(Default)]
    struct Finder(bool);
    impl<'a> Visit<'a> for Finder {
        fn visit_attribute(&mut self, attribute: &'a Attribute) {
            self.0 |= begins_with(attribute, Construct::Task);
        }

        fn visit_expr_block(&mut self, it: &'a syn::ExprBlock) {
            let waits = |attribute| {
                [Construct::Taskgroup, Construct::Parallel]
                    .iter()
                    .any(|construct| begins_with(attribute, *construct))
            };
            // A task itself is found before what is in it.
            if !it.attrs.iter().any(waits) {
                visit::visit_expr_block(self, it);
            }
        }

        /// A list with a `taskwait` waits for its tasks.
        fn visit_block(&mut self, it: &'a Block) {
            let last_wait = it.stmts.iter().rposition(is_taskwait).map_or(0, |at| at + 1);
            it.stmts[last_wait..].iter().for_each(|stmt| self.visit_stmt(stmt));
        }

        fn visit_expr_closure(&mut self, _: &'a ExprClosure) {}
        fn visit_expr_async(&mut self, _: &'a ExprAsync) {}
        fn visit_item(&mut self, _: &'a Item) {}
    }
    let mut finder = Finder::default();
    finder.visit_stmt(stmt);
    finder.0
}
