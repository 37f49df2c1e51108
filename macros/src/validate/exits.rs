//! Ways out of a statement: `break`, `continue`, `return`, `?`.

use syn::visit::{self, Visit};
use syn::{
    Block, ExprAsync, ExprBreak, ExprClosure, ExprContinue, ExprForLoop, ExprLoop, ExprReturn, ExprTry,
    ExprWhile, Item, Lifetime,
};

/// The jumps in a body that lead out of it.
#[derive(Default)]
pub(crate) struct Exits {
    pub(crate) breaks: Vec<ExprBreak>,
    pub(crate) continues: Vec<ExprContinue>,
    pub(crate) returns: Vec<ExprReturn>,
    pub(crate) tries: Vec<ExprTry>,
}

/// What leads out of `body`.
pub(crate) fn exits(body: &Block) -> Exits {
    let mut finder = Finder::default();
    finder.visit_block(body);
    finder.exits
}

#[derive(Default)]
struct Finder {
    exits: Exits,
    /// Labels within the body.
    labels: Vec<Lifetime>,
    /// Loops within the body.
    loops: usize,
}

impl Finder {
    fn stays(&self, label: Option<&Lifetime>) -> bool {
        label.map_or(self.loops > 0, |label| self.labels.contains(label))
    }

    fn within_loop(&mut self, label: Option<&syn::Label>, visit: impl FnOnce(&mut Self)) {
        self.loops += 1;
        self.labels.extend(label.map(|label| label.name.clone()));
        visit(self);
        self.loops -= 1;
        if label.is_some() {
            self.labels.pop();
        }
    }
}

impl<'a> Visit<'a> for Finder {
    fn visit_expr_break(&mut self, it: &'a ExprBreak) {
        if !self.stays(it.label.as_ref()) {
            self.exits.breaks.push(it.clone());
        }
        visit::visit_expr_break(self, it);
    }

    fn visit_expr_continue(&mut self, it: &'a ExprContinue) {
        if !self.stays(it.label.as_ref()) {
            self.exits.continues.push(it.clone());
        }
    }

    fn visit_expr_return(&mut self, it: &'a ExprReturn) {
        self.exits.returns.push(it.clone());
        visit::visit_expr_return(self, it);
    }

    fn visit_expr_try(&mut self, it: &'a ExprTry) {
        self.exits.tries.push(it.clone());
        visit::visit_expr_try(self, it);
    }

    fn visit_expr_for_loop(&mut self, it: &'a ExprForLoop) {
        self.visit_expr(&it.expr);
        self.within_loop(it.label.as_ref(), |finder| finder.visit_block(&it.body));
    }

    fn visit_expr_while(&mut self, it: &'a ExprWhile) {
        self.within_loop(it.label.as_ref(), |finder| visit::visit_expr_while(finder, it));
    }

    fn visit_expr_loop(&mut self, it: &'a ExprLoop) {
        self.within_loop(it.label.as_ref(), |finder| finder.visit_block(&it.body));
    }

    fn visit_expr_block(&mut self, it: &'a syn::ExprBlock) {
        self.labels.extend(it.label.as_ref().map(|label| label.name.clone()));
        self.visit_block(&it.block);
        if it.label.is_some() {
            self.labels.pop();
        }
    }

    // What these jump out of is themselves.
    fn visit_expr_closure(&mut self, _: &'a ExprClosure) {}
    fn visit_expr_async(&mut self, _: &'a ExprAsync) {}
    fn visit_item(&mut self, _: &'a Item) {}
}
