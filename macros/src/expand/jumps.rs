//! Jumps in a body that becomes a closure.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprAsync, ExprBlock, ExprClosure, ExprForLoop, ExprLoop, ExprWhile, Item, Label, Lifetime,
};

/// How a loop may end before its last iteration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exit {
    /// By `return` or `?`: then what ends the loop is an `Option` of the function's value, and `break` gives `None`.
    pub(crate) returns: bool,
    /// By `cancel` alone: then any iteration decides. Otherwise it is the first that ends the loop in a serial run.
    pub(crate) cancels: bool,
}

/// Rewrites the jumps of one iteration of the loop called `label`: `continue` returns from the closure; with `exit`,
/// the closure returns an `Option`, and what the others return is in `Some`.
pub(super) fn rewrite(body: &mut Block, label: Option<&Label>, exit: Option<Exit>, krate: &TokenStream) {
    Jumps { label: label.map(|label| label.name.clone()), exit, krate, loops: 0, labels: Vec::new() }
        .visit_block_mut(body);
}

struct Jumps<'k> {
    label: Option<Lifetime>,
    exit: Option<Exit>,
    krate: &'k TokenStream,
    /// Loops around, within the body.
    loops: usize,
    /// Labels of the body's own that are called as the loop is.
    labels: Vec<Lifetime>,
}

impl Jumps<'_> {
    fn is_ours(&self, label: Option<&Lifetime>) -> bool {
        match label {
            Some(label) => self.label.as_ref() == Some(label) && !self.labels.contains(label),
            None => self.loops == 0,
        }
    }

    fn within_loop(&mut self, label: Option<&Label>, visit: impl FnOnce(&mut Self)) {
        self.loops += 1;
        self.within_label(label, visit);
        self.loops -= 1;
    }

    fn within_label(&mut self, label: Option<&Label>, visit: impl FnOnce(&mut Self)) {
        self.labels.extend(label.map(|label| label.name.clone()));
        visit(self);
        if label.is_some() {
            self.labels.pop();
        }
    }

    /// What stands in place of a jump.
    fn jump(&self, expr: &Expr) -> Option<TokenStream> {
        let krate = self.krate;
        match (expr, self.exit) {
            (Expr::Continue(it), exit) if self.is_ours(it.label.as_ref()) => {
                let span = it.continue_token.span;
                let value = exit.map(|_| quote_spanned!(span=> ::core::option::Option::None));
                Some(quote_spanned!(span=> return #value))
            }
            (Expr::Break(it), Some(exit)) if self.is_ours(it.label.as_ref()) => {
                let span = it.break_token.span;
                let value = if exit.returns {
                    quote_spanned!(span=> ::core::option::Option::None)
                } else {
                    quote_spanned!(span=> ())
                };
                Some(quote_spanned!(span=> return ::core::option::Option::Some(#value)))
            }
            (Expr::Return(it), Some(_)) => {
                let span = it.return_token.span;
                let value = it
                    .expr
                    .as_ref()
                    .map_or_else(|| quote_spanned!(span=> ()), |value| quote_spanned!(span=> #value));
                Some(quote_spanned! {span=>
                    return ::core::option::Option::Some(::core::option::Option::Some(#value))
                })
            }
            (Expr::Try(it), Some(_)) => {
                let (span, value) = (it.question_token.span, &it.expr);
                Some(quote_spanned! {span=>
                    match #krate::__private::Branch::branch(#value) {
                        ::core::ops::ControlFlow::Continue(value) => value,
                        ::core::ops::ControlFlow::Break(exit) => {
                            return ::core::option::Option::Some(::core::option::Option::Some(
                                #krate::__private::FromExit::from_exit(exit),
                            ))
                        }
                    }
                })
            }
            _ => None,
        }
    }
}

impl VisitMut for Jumps<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        // Inner jumps first: `return` may stand within `?`.
        visit_mut::visit_expr_mut(self, expr);
        if let Some(tokens) = self.jump(expr) {
            *expr = Expr::Verbatim(tokens);
        }
    }

    fn visit_expr_for_loop_mut(&mut self, it: &mut ExprForLoop) {
        self.visit_expr_mut(&mut it.expr);
        self.within_loop(it.label.clone().as_ref(), |jumps| jumps.visit_block_mut(&mut it.body));
    }

    fn visit_expr_while_mut(&mut self, it: &mut ExprWhile) {
        self.within_loop(it.label.clone().as_ref(), |jumps| visit_mut::visit_expr_while_mut(jumps, it));
    }

    fn visit_expr_loop_mut(&mut self, it: &mut ExprLoop) {
        self.within_loop(it.label.clone().as_ref(), |jumps| jumps.visit_block_mut(&mut it.body));
    }

    fn visit_expr_block_mut(&mut self, it: &mut ExprBlock) {
        self.within_label(it.label.clone().as_ref(), |jumps| jumps.visit_block_mut(&mut it.block));
    }

    // Their jumps are their own.
    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut Item) {}
}
