//! `continue` of a loop whose body becomes a closure.

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprAsync, ExprClosure, ExprForLoop, ExprLoop, ExprWhile, Item, Label, Lifetime};

/// `continue` of the loop itself becomes `return`.
pub(super) fn continue_as_return(body: &mut Block, label: Option<&Label>) {
    Continues { label: label.map(|label| label.name.clone()), loops: 0 }.visit_block_mut(body);
}

struct Continues {
    label: Option<Lifetime>,
    loops: usize,
}

impl VisitMut for Continues {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Continue(it) = expr {
            let ours = match &it.label {
                Some(label) => self.label.as_ref() == Some(label),
                None => self.loops == 0,
            };
            if ours {
                let span = it.continue_token.span;
                *expr = Expr::Verbatim(quote::quote_spanned!(span=> return));
            }
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_expr_for_loop_mut(&mut self, it: &mut ExprForLoop) {
        self.visit_expr_mut(&mut it.expr);
        self.loops += 1;
        self.visit_block_mut(&mut it.body);
        self.loops -= 1;
    }

    fn visit_expr_while_mut(&mut self, it: &mut ExprWhile) {
        self.loops += 1;
        visit_mut::visit_expr_while_mut(self, it);
        self.loops -= 1;
    }

    fn visit_expr_loop_mut(&mut self, it: &mut ExprLoop) {
        self.loops += 1;
        self.visit_block_mut(&mut it.body);
        self.loops -= 1;
    }

    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}
    fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}
    fn visit_item_mut(&mut self, _: &mut Item) {}
}
