//! Goes through a loop's body and reports every place of a variable from outside that it names.

use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Attribute, BinOp, Block, Expr, ExprClosure, ExprForLoop, Ident, Item, Macro, Pat, Stmt};

use super::known_macros;
use super::place::{Base, How};
use super::syntax::{bound_by, captures, peel};
use crate::model::Locals;
use crate::walk::attribute;

/// One occurrence of a place in the body.
pub(super) struct Found<'w> {
    pub(super) base: Base,
    /// The whole expression, `y[i]`; of a macro's tokens, the name.
    pub(super) expr: &'w Expr,
    /// The index, if the base is indexed.
    pub(super) index: Option<&'w Expr>,
    /// The second index of `c[i][j]`, if the walk looks for such.
    pub(super) second: Option<&'w Expr>,
    pub(super) how: How,
    /// Whether every iteration comes by here (unless it panics before).
    pub(super) sure: bool,
    /// In a closure, which may run later, or in several threads.
    pub(super) in_closure: bool,
    /// In the statement of an inner `atomic`, which says itself what it needs.
    pub(super) atomic: bool,
    /// The names bound in the body around here.
    pub(super) inner: &'w Locals,
}

/// Called with every place found; answers with what is to stand there instead.
pub(super) type Visitor<'v> = dyn FnMut(Found<'_>) -> Option<Expr> + 'v;

pub(super) struct Walk<'v> {
    inner: Locals,
    conditions: usize,
    closures: usize,
    atomics: usize,
    /// An iteration may have been left already.
    left: bool,
    /// Whether `c[i][j]` is one place.
    pairs: bool,
    visitor: &'v mut Visitor<'v>,
    on_loop: Option<&'v mut OnLoop<'v>>,
}

/// Called with every `for` loop and the names bound around it; answers whether it has seen to what is inside.
pub(super) type OnLoop<'v> = dyn FnMut(&mut ExprForLoop, &Locals) -> bool + 'v;

impl<'v> Walk<'v> {
    /// Goes through `body`, in which the names of `bound` are its own.
    pub(super) fn through(body: &mut Block, bound: &[Ident], visitor: &'v mut Visitor<'v>) {
        Walk::new(bound, visitor, None).visit_block_mut(body);
    }

    /// The same for the body of a nest, in which `c[i][j]` is one place.
    pub(super) fn through_nest(body: &mut Block, bound: &[Ident], visitor: &'v mut Visitor<'v>) {
        let mut walk = Walk::new(bound, visitor, None);
        walk.pairs = true;
        walk.visit_block_mut(body);
    }

    /// The same for an expression.
    pub(super) fn through_expr(expr: &mut Expr, bound: &[Ident], visitor: &'v mut Visitor<'v>) {
        Walk::new(bound, visitor, None).visit_expr_mut(expr);
    }

    /// The same, except for loops that `on_loop` sees to.
    pub(super) fn around_loops(
        body: &mut Block,
        bound: &[Ident],
        visitor: &'v mut Visitor<'v>,
        on_loop: &'v mut OnLoop<'v>,
    ) {
        Walk::new(bound, visitor, Some(on_loop)).visit_block_mut(body);
    }

    fn new(bound: &[Ident], visitor: &'v mut Visitor<'v>, on_loop: Option<&'v mut OnLoop<'v>>) -> Self {
        let mut inner = Locals::default();
        bound.iter().for_each(|name| inner.declare(name.clone()));
        Walk { inner, conditions: 0, closures: 0, atomics: 0, left: false, pairs: false, visitor, on_loop }
    }

    fn scope<R>(&mut self, walk: impl FnOnce(&mut Self) -> R) -> R {
        let mark = self.inner.enter();
        let answer = walk(self);
        self.inner.leave(mark);
        answer
    }

    /// What `walk` goes through is not reached by every iteration.
    fn maybe(&mut self, walk: impl FnOnce(&mut Self)) {
        self.conditions += 1;
        self.scope(walk);
        self.conditions -= 1;
    }

    fn bind(&mut self, pattern: &Pat) {
        bound_by(pattern).into_iter().for_each(|name| self.inner.declare(name));
    }

    fn report(
        &mut self,
        base: Base,
        expr: &Expr,
        [index, second]: [Option<&Expr>; 2],
        how: How,
    ) -> Option<Expr> {
        if self.inner.contains(&base.root) {
            return None;
        }
        (self.visitor)(Found {
            base,
            expr,
            index,
            second,
            how,
            sure: self.conditions == 0 && !self.left,
            in_closure: self.closures > 0,
            atomic: self.atomics > 0,
            inner: &self.inner,
        })
    }

    /// A place expression, and what is done to it.
    fn place(&mut self, expr: &mut Expr, how: How) {
        if let Some(base) = Base::of(expr) {
            if let Some(instead) = self.report(base, expr, [None, None], how) {
                *expr = instead;
            }
            return;
        }
        match expr {
            Expr::Paren(inner) => self.place(&mut inner.expr, how),
            Expr::Group(inner) => self.place(&mut inner.expr, how),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.place(&mut unary.expr, how),
            Expr::Field(field) => self.place(&mut field.base, how),
            Expr::Index(_) => self.indexed(expr, how),
            // `f64::MAX` and the like.
            Expr::Path(_) => {}
            _ => self.visit_expr_mut(expr),
        }
    }

    fn indexed(&mut self, expr: &mut Expr, how: How) {
        let Expr::Index(indexed) = &*expr else { return };
        if let Some(base) = Base::of(&indexed.expr) {
            if let Some(instead) = self.report(base, expr, [Some(&indexed.index), None], how) {
                *expr = instead;
            }
            // What is left of an index holds places as well.
            if let Expr::Index(indexed) = expr {
                self.visit_expr_mut(&mut indexed.index);
            }
            return;
        }
        if self.pairs
            && let Expr::Index(first) = peel(&indexed.expr)
            && let Some(base) = Base::of(&first.expr)
        {
            match self.report(base, expr, [Some(&first.index), Some(&indexed.index)], how) {
                Some(instead) => *expr = instead,
                None => self.indices(expr),
            }
            return;
        }
        if let Expr::Index(indexed) = expr {
            self.place(&mut indexed.expr, how);
            self.visit_expr_mut(&mut indexed.index);
        }
    }

    /// What stands in the brackets of `c[i][j]`.
    fn indices(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Index(indexed) => {
                self.indices(&mut indexed.expr);
                self.visit_expr_mut(&mut indexed.index);
            }
            Expr::Paren(inner) => self.indices(&mut inner.expr),
            _ => {}
        }
    }

    /// The names in the tokens of a macro, strings included.
    pub(super) fn names(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(ident) => self.name_in_macro(&ident),
                proc_macro2::TokenTree::Group(group) => self.names(group.stream()),
                proc_macro2::TokenTree::Literal(literal) => self.literal(&literal),
                proc_macro2::TokenTree::Punct(_) => {}
            }
        }
    }

    fn literal(&mut self, literal: &proc_macro2::Literal) {
        for name in captures(&literal.to_string()) {
            if let Ok(mut name) = syn::parse_str::<Ident>(name) {
                name.set_span(literal.span());
                self.name_in_macro(&name);
            }
        }
    }

    fn name_in_macro(&mut self, name: &Ident) {
        // Not parsed: the tokens of a macro may be keywords.
        let expr = Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path: name.clone().into() });
        self.report(Base::variable(name), &expr, [None, None], How::Macro);
    }
}

/// Whether `#[omp(atomic …)]` stands on a statement.
fn is_atomic(stmt: &Stmt) -> bool {
    // Only these can have it, and a copy of them is cheap.
    let small = matches!(stmt, Stmt::Expr(Expr::Assign(_) | Expr::Binary(_) | Expr::Block(_), _));
    let found = if small { attribute::take(&mut stmt.clone()) } else { None };
    let word = found.and_then(|found| found.tokens.into_iter().next());
    word.is_some_and(|word| word.to_string() == "atomic")
}

fn is_assignment(op: &BinOp) -> bool {
    use BinOp::*;
    matches!(
        op,
        AddAssign(_)
            | SubAssign(_)
            | MulAssign(_)
            | DivAssign(_)
            | RemAssign(_)
            | BitXorAssign(_)
            | BitAndAssign(_)
            | BitOrAssign(_)
            | ShlAssign(_)
            | ShrAssign(_)
    )
}

impl VisitMut for Walk<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        self.expr(expr);
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scope(|walk| block.stmts.iter_mut().for_each(|stmt| walk.visit_stmt_mut(stmt)));
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        match stmt {
            Stmt::Local(local) => {
                if let Some(init) = &mut local.init {
                    self.visit_expr_mut(&mut init.expr);
                    if let Some((_, diverge)) = &mut init.diverge {
                        self.maybe(|walk| walk.visit_expr_mut(diverge));
                    }
                }
                self.bind(&local.pat);
            }
            // Items cannot name variables of the function.
            Stmt::Item(item) => {
                if let Item::Const(syn::ItemConst { ident, .. })
                | Item::Static(syn::ItemStatic { ident, .. }) = item
                {
                    self.inner.declare(ident.clone());
                }
            }
            _ => {
                let atomic = usize::from(is_atomic(stmt));
                self.atomics += atomic;
                visit_mut::visit_stmt_mut(self, stmt);
                self.atomics -= atomic;
            }
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        self.maybe(|walk| {
            walk.bind(&arm.pat);
            if let Some((_, guard)) = &mut arm.guard {
                walk.visit_expr_mut(guard);
            }
            walk.visit_expr_mut(&mut arm.body);
        });
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        // What leaves a closure does not leave the iteration.
        let left = self.left;
        self.closures += 1;
        self.maybe(|walk| {
            closure.inputs.iter().for_each(|input| walk.bind(input));
            walk.visit_expr_mut(&mut closure.body);
        });
        self.closures -= 1;
        self.left = left;
    }

    fn visit_expr_for_loop_mut(&mut self, inner: &mut ExprForLoop) {
        if let Some(on_loop) = &mut self.on_loop
            && on_loop(inner, &self.inner)
        {
            return;
        }
        self.visit_expr_mut(&mut inner.expr);
        self.maybe(|walk| {
            walk.bind(&inner.pat);
            walk.visit_block_mut(&mut inner.body);
        });
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if !known_macros::visit(self, mac) {
            self.left = true;
            self.names(mac.tokens.clone());
        }
    }

    fn visit_pat_mut(&mut self, _: &mut Pat) {}
    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}

impl Walk<'_> {
    /// The left side of an assignment, which may take a tuple or an array apart.
    fn assigned(&mut self, left: &mut Expr, value: Box<Expr>) {
        match left {
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|left| self.assigned(left, value.clone())),
            Expr::Array(array) => array.elems.iter_mut().for_each(|left| self.assigned(left, value.clone())),
            Expr::Paren(inner) => self.assigned(&mut inner.expr, value),
            _ => self.place(left, How::Assign { op: None, value }),
        }
    }

    fn expr(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Path(_) | Expr::Index(_) | Expr::Field(_) => self.place(expr, How::Read),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.place(expr, How::Read),
            Expr::Assign(assign) => {
                let value = Box::new(peel(&assign.right).clone());
                self.visit_expr_mut(&mut assign.right);
                self.assigned(&mut assign.left, value);
            }
            Expr::Binary(binary) if is_assignment(&binary.op) => {
                let value = Box::new(peel(&binary.right).clone());
                self.visit_expr_mut(&mut binary.right);
                self.place(&mut binary.left, How::Assign { op: Some(binary.op), value });
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
                self.visit_expr_mut(&mut binary.left);
                // Not `maybe`: a `let` of the left side is in scope up to the end of the condition and beyond.
                self.conditions += 1;
                self.visit_expr_mut(&mut binary.right);
                self.conditions -= 1;
            }
            Expr::Reference(reference) => {
                let how = if reference.mutability.is_some() { How::BorrowMut } else { How::Read };
                self.place(&mut reference.expr, how);
            }
            Expr::RawAddr(address) => self.place(&mut address.expr, How::BorrowMut),
            Expr::MethodCall(call) => {
                self.place(&mut call.receiver, How::Method(call.method.clone()));
                call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
            }
            Expr::Call(call) => {
                // `f(x)`: a function's name is no place, unless it is a variable.
                self.visit_expr_mut(&mut call.func);
                call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
            }
            Expr::Let(condition) => {
                self.visit_expr_mut(&mut condition.expr);
                self.bind(&condition.pat);
            }
            Expr::If(branch) => {
                self.scope(|walk| {
                    walk.visit_expr_mut(&mut branch.cond);
                    walk.maybe(|walk| walk.visit_block_mut(&mut branch.then_branch));
                });
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.maybe(|walk| walk.visit_expr_mut(otherwise));
                }
            }
            Expr::While(_) | Expr::Loop(_) => {
                self.maybe(|walk| visit_mut::visit_expr_mut(walk, expr));
            }
            Expr::Continue(_) | Expr::Break(_) | Expr::Return(_) | Expr::Try(_) => {
                visit_mut::visit_expr_mut(self, expr);
                self.left = true;
            }
            Expr::Async(_) | Expr::Const(_) => {
                self.closures += 1;
                self.maybe(|walk| visit_mut::visit_expr_mut(walk, expr));
                self.closures -= 1;
            }
            Expr::Verbatim(tokens) => {
                let tokens = tokens.clone();
                self.names(tokens);
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }
}
