use syn::{Expr, Ident, Type};

/// The variables in scope where a directive stands, as far as the text shows them: what macros declare is not seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locals {
    names: Vec<(Ident, Mutable)>,
}

/// Whether what a variable holds can be borrowed mutably, as far as its declaration shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutable {
    Yes,
    /// Yes, and the variable itself may be assigned to: it was declared `mut`.
    Binding,
    No,
    Unknown,
}

impl Mutable {
    /// Of a variable without `mut` that is declared with this type.
    pub(crate) fn of_type(ty: &Type) -> Self {
        match ty {
            Type::Reference(reference) if reference.mutability.is_some() => Mutable::Yes,
            // A macro, or a name that may stand for `&mut T`.
            Type::Macro(_) | Type::Infer(_) | Type::Verbatim(_) => Mutable::Unknown,
            _ => Mutable::No,
        }
    }

    /// Of a variable without `mut` that begins with this value.
    pub(crate) fn of_value(value: &Expr) -> Self {
        match value {
            Expr::Reference(reference) if reference.mutability.is_some() => Mutable::Yes,
            Expr::Reference(_) | Expr::Lit(_) | Expr::Array(_) | Expr::Repeat(_) | Expr::Macro(_) => {
                Mutable::No
            }
            _ => Mutable::Unknown,
        }
    }
}

impl Locals {
    pub(crate) fn declare(&mut self, name: Ident) {
        self.declare_as(name, Mutable::Unknown);
    }

    pub(crate) fn declare_as(&mut self, name: Ident, mutable: Mutable) {
        self.names.push((name, mutable));
    }

    pub(crate) fn contains(&self, name: &Ident) -> bool {
        self.names.iter().any(|(known, _)| known == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &Ident> {
        self.names.iter().map(|(name, _)| name)
    }

    /// What is known of the innermost variable of this name.
    pub(crate) fn mutable(&self, name: &Ident) -> Mutable {
        let found = self.names.iter().rev().find(|(known, _)| known == name);
        match found {
            Some((_, Mutable::Binding)) => Mutable::Yes,
            Some((_, mutable)) => *mutable,
            None => Mutable::Unknown,
        }
    }

    /// Whether the innermost variable of this name was declared `mut`.
    pub(crate) fn is_mut(&self, name: &Ident) -> bool {
        let found = self.names.iter().rev().find(|(known, _)| known == name);
        found.is_some_and(|(_, mutable)| *mutable == Mutable::Binding)
    }

    /// The names declared since `mark`.
    pub(crate) fn since(&self, mark: usize) -> impl Iterator<Item = &Ident> {
        self.names.iter().skip(mark).map(|(name, _)| name)
    }

    /// Those that no name of `inner` hides.
    pub(crate) fn without(&self, inner: &Locals) -> Locals {
        Locals { names: self.names.iter().filter(|(name, _)| !inner.contains(name)).cloned().collect() }
    }

    /// A mark to come back to with [`leave`](Self::leave).
    pub(crate) fn enter(&self) -> usize {
        self.names.len()
    }

    /// Forgets what was declared since [`enter`](Self::enter).
    pub(crate) fn leave(&mut self, mark: usize) {
        self.names.truncate(mark);
    }
}
