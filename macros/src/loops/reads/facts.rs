//! What the body of an inner loop does with its variables, as far as names tell.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, Ident};

use super::views::of_numbers;
use crate::loops::syntax::bound_by;

/// The names of a body without jumps out of it, without closures and without loops.
#[derive(Default)]
pub(super) struct Facts {
    /// Declared in it.
    bound: BTreeSet<Ident>,
    /// Assigned to, or to a part of it; or borrowed mutably.
    written: BTreeSet<Ident>,
    /// Borrowed, matched on, or the receiver of a method: a reference to it may remain, and a method may write.
    looked_at: BTreeSet<Ident>,
    /// Named by itself, not as what is indexed: a function that is given an `&mut [T]` may write it.
    whole: BTreeSet<Ident>,
    /// Something that the body must not have.
    foreign: bool,
}

impl Facts {
    pub(super) fn of(body: &Block) -> Option<Self> {
        let mut facts = Self::default();
        facts.visit_block(body);
        (!facts.foreign).then_some(facts)
    }

    pub(super) fn binds(&self, name: &Ident) -> bool {
        self.bound.contains(name)
    }

    pub(super) fn writes(&self, name: &Ident) -> bool {
        self.written.contains(name)
    }

    pub(super) fn looks_at(&self, name: &Ident) -> bool {
        self.looked_at.contains(name)
    }

    pub(super) fn names_whole(&self, name: &Ident) -> bool {
        self.whole.contains(name)
    }

    /// Whether the name may stand for another value at times.
    pub(super) fn changes(&self, name: &Ident) -> bool {
        self.binds(name) || self.writes(name)
    }

    /// Whether anything is done with it but reading values.
    pub(super) fn touches(&self, name: &Ident) -> bool {
        self.changes(name) || self.looks_at(name)
    }

    fn write(&mut self, place: &Expr) {
        match place {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|place| self.write(place)),
            Expr::Array(array) => array.elems.iter().for_each(|place| self.write(place)),
            _ => self.written.extend(root_of(place).cloned()),
        }
    }

    /// What stands before brackets: only what is in other brackets of it is of interest.
    fn visit_indexed(&mut self, place: &Expr) {
        match place {
            Expr::Path(_) => {}
            Expr::Index(indexed) => {
                self.visit_indexed(&indexed.expr);
                self.visit_expr(&indexed.index);
            }
            Expr::Field(field) => self.visit_indexed(&field.base),
            Expr::Paren(inner) => self.visit_indexed(&inner.expr),
            Expr::Group(inner) => self.visit_indexed(&inner.expr),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => self.visit_indexed(&unary.expr),
            _ => self.visit_expr(place),
        }
    }

    fn look_at(&mut self, place: &Expr) {
        self.looked_at.extend(root_of(place).cloned());
    }
}

/// The variable that a place is in.
pub(super) fn root_of(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Field(field) => root_of(&field.base),
        Expr::Index(indexed) => root_of(&indexed.expr),
        Expr::Paren(inner) => root_of(&inner.expr),
        Expr::Group(inner) => root_of(&inner.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => root_of(&unary.expr),
        _ => None,
    }
}

impl Visit<'_> for Facts {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Index(_) => return self.visit_indexed(expr),
            Expr::Path(path) => self.whole.extend(path.path.get_ident().cloned()),
            Expr::Assign(assign) => self.write(&assign.left),
            Expr::Binary(binary) if is_assignment(&binary.op) => self.write(&binary.left),
            Expr::Reference(reference) if reference.mutability.is_some() => self.write(&reference.expr),
            Expr::Reference(reference) => self.look_at(&reference.expr),
            Expr::RawAddr(address) => self.write(&address.expr),
            Expr::MethodCall(call) if !of_numbers(&call.method) => self.look_at(&call.receiver),
            Expr::Match(this) => self.look_at(&this.expr),
            Expr::Let(this) => self.look_at(&this.expr),
            Expr::ForLoop(_)
            | Expr::While(_)
            | Expr::Loop(_)
            | Expr::Closure(_)
            | Expr::Return(_)
            | Expr::Try(_)
            | Expr::Macro(_) => self.foreign = true,
            Expr::Break(jump) => self.foreign |= jump.label.is_some(),
            Expr::Continue(jump) => self.foreign |= jump.label.is_some(),
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_pat(&mut self, pattern: &syn::Pat) {
        self.bound.extend(bound_by(pattern));
    }

    fn visit_local(&mut self, local: &syn::Local) {
        if let (Some(init), false) = (&local.init, is_name(&local.pat)) {
            self.look_at(&init.expr);
        }
        visit::visit_local(self, local);
    }
}

/// A pattern that takes the value itself.
fn is_name(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Ident(name) => name.by_ref.is_none() && name.subpat.is_none(),
        syn::Pat::Type(typed) => is_name(&typed.pat),
        _ => false,
    }
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
