use proc_macro2::TokenStream;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, Block, Expr, ExprAsync, ExprClosure, ExprForLoop, FnArg, ImplItemFn, Item, ItemFn, Pat, PatIdent,
    Signature, Stmt, TraitItemFn,
};

use super::surroundings::Surroundings;
use super::{Around, attribute, stacked};
use crate::errors::Errors;
use crate::expand;
use crate::model::{Construct, Directive, Locals, Mutable, Sharing};
use crate::{parse, validate};

/// Where we are in an item.
pub(crate) struct Walker<'e> {
    pub(crate) errors: &'e Errors,
    /// The path of ferromp, as the expansion names it.
    pub(crate) krate: TokenStream,
    pub(crate) locals: Locals,
    pub(crate) around: Surroundings,
    /// Whether the function around is `async`.
    pub(crate) in_async: bool,
    /// Whether it is `const`.
    pub(crate) in_const: bool,
}

impl<'e> Walker<'e> {
    pub(crate) fn new(errors: &'e Errors, krate: TokenStream) -> Self {
        let (locals, around) = Default::default();
        Self { errors, krate, locals, around, in_async: false, in_const: false }
    }

    /// Walks through the statement of a directive.
    pub(crate) fn inside<T>(&mut self, directive: &Directive, walk: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.locals.enter();
        let own = (directive.innermost() == Construct::Parallel).then(|| Sharing::of(directive));
        self.within(Around::Directive { directive: directive.clone(), mark }, |walker| {
            // The copies that clauses make for each member are variables of the region.
            for var in own.iter().flat_map(Sharing::privates) {
                walker.locals.declare_as(var.clone(), Mutable::Binding);
            }
            walk(walker)
        })
    }

    /// Walks through statements that become a scope of tasks.
    pub(crate) fn inside_task_scope<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.locals.enter();
        self.within(Around::TaskScope { mark }, walk)
    }

    fn within<T>(&mut self, around: Around, walk: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.locals.enter();
        self.around.enter(around);
        let answer = walk(self);
        self.locals.leave(mark);
        self.around.leave();
        answer
    }

    /// Walks through an expression after which the variables that it declares are gone.
    fn scope(&mut self, walk: impl FnOnce(&mut Self)) {
        let mark = self.locals.enter();
        walk(self);
        self.locals.leave(mark);
    }

    /// What the declaration of a single name, already declared, says of it.
    fn declare_as(&mut self, pattern: &Pat, mutable: Mutable) {
        if let Pat::Ident(name) = pattern
            && name.mutability.is_none()
        {
            self.locals.declare_as(name.ident.clone(), mutable);
        }
    }

    fn closure(&mut self, in_async: bool, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.in_async, in_async);
        let mark = self.locals.enter();
        self.within(Around::Closure { mark }, walk);
        self.in_async = before;
    }

    /// A function: nothing of what is around it counts inside.
    fn function(&mut self, signature: &Signature, walk: impl FnOnce(&mut Self)) {
        let around = self.around.take();
        let locals = std::mem::take(&mut self.locals);
        let before = (self.in_async, self.in_const);
        (self.in_async, self.in_const) = (signature.asyncness.is_some(), signature.constness.is_some());
        walk(self);
        (self.around, self.locals, (self.in_async, self.in_const)) = (around, locals, before);
    }

    /// What stands in place of a statement with a directive: the statement's own directives are taken one by one.
    pub(crate) fn statement(&mut self, stmt: &mut Stmt) {
        if let Some(found) = attribute::stand_alone(stmt) {
            let directive = parse::directive(found.tokens, &found.place, self.errors);
            if let Some(directive) = directive
                && validate::stand_alone(&directive, self)
            {
                *stmt = expand::stand_alone(&directive, self);
            }
            return;
        }
        let Some(found) = attribute::take(stmt) else { return visit_mut::visit_stmt_mut(self, stmt) };
        let before = self.errors.count();
        let Some(mut directive) = parse::directive(found.tokens, &found.place, self.errors) else {
            // Errors in the rest are worth knowing, too.
            return self.statement(stmt);
        };
        stacked::combine(&mut directive, stmt);
        // What a bad clause should have said may be what the next error is about.
        if !validate::on_statement(&directive, stmt, self) || self.errors.count() > before {
            return self.inside(&directive, |walker| walker.statement(stmt));
        }
        if let Some(expanded) = expand::statement(&directive, stmt, self) {
            *stmt = expanded;
        }
    }
}

impl VisitMut for Walker<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.scope(|walker| {
            block.stmts = expand::task_scopes(std::mem::take(&mut block.stmts), walker);
        });
    }

    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        let signature = function.sig.clone();
        self.function(&signature, |walker| visit_mut::visit_item_fn_mut(walker, function));
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        let signature = function.sig.clone();
        self.function(&signature, |walker| visit_mut::visit_impl_item_fn_mut(walker, function));
    }

    fn visit_trait_item_fn_mut(&mut self, function: &mut TraitItemFn) {
        let signature = function.sig.clone();
        self.function(&signature, |walker| visit_mut::visit_trait_item_fn_mut(walker, function));
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        if let Item::Fn(function) = item {
            return self.visit_item_fn_mut(function);
        }
        let (around, locals) = (self.around.take(), std::mem::take(&mut self.locals));
        visit_mut::visit_item_mut(self, item);
        (self.around, self.locals) = (around, locals);
    }

    /// An inner `#[omp]` of an item has been done by the outer one. Directives have been taken off their statements.
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| match (attribute::kind(attribute), &attribute.meta) {
            (Some(attribute::Kind::Omp), syn::Meta::Path(_)) => false,
            (Some(attribute::Kind::Omp), _) => {
                self.errors.at(attribute, "a directive stands on a statement: put it before the whole of it");
                false
            }
            _ => true,
        });
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.closure(closure.asyncness.is_some(), |walker| {
            visit_mut::visit_expr_closure_mut(walker, closure)
        });
    }

    fn visit_expr_async_mut(&mut self, block: &mut ExprAsync) {
        self.closure(true, |walker| visit_mut::visit_expr_async_mut(walker, block));
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        self.scope(|walker| visit_mut::visit_arm_mut(walker, arm));
    }

    fn visit_expr_for_loop_mut(&mut self, source: &mut ExprForLoop) {
        self.scope(|walker| visit_mut::visit_expr_for_loop_mut(walker, source));
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if matches!(expr, Expr::If(_) | Expr::While(_)) {
            return self.scope(|walker| visit_mut::visit_expr_mut(walker, expr));
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_pat_ident_mut(&mut self, pattern: &mut PatIdent) {
        visit_mut::visit_pat_ident_mut(self, pattern);
        let mutable = if pattern.mutability.is_some() { Mutable::Binding } else { Mutable::Unknown };
        self.locals.declare_as(pattern.ident.clone(), mutable);
    }

    /// `let x = … x …`: the new one is not in scope yet.
    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let Some(init) = &mut local.init {
            self.visit_local_init_mut(init);
        }
        self.visit_pat_mut(&mut local.pat);
        let (pattern, declared) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(Mutable::of_type(&typed.ty))),
            pattern => (pattern, local.init.as_ref().map(|init| Mutable::of_value(&init.expr))),
        };
        self.declare_as(pattern, declared.unwrap_or(Mutable::Unknown));
    }

    fn visit_fn_arg_mut(&mut self, argument: &mut FnArg) {
        visit_mut::visit_fn_arg_mut(self, argument);
        match argument {
            FnArg::Receiver(receiver) => {
                let by_mut = receiver.mutability.is_some();
                let mutable = if by_mut { Mutable::Yes } else { Mutable::of_type(&receiver.ty) };
                self.locals.declare_as(receiver.self_token.into(), mutable);
            }
            FnArg::Typed(typed) => self.declare_as(&typed.pat, Mutable::of_type(&typed.ty)),
        }
    }
}
