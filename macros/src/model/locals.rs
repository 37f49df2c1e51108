use syn::Ident;

/// The variables in scope where a directive stands, as far as the text shows them: what macros declare is not seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locals {
    variables: Vec<Variable>,
}

#[derive(Clone, Debug)]
struct Variable {
    name: Ident,
    is_mut: bool,
    /// Declared as `&mut T`.
    lends: bool,
}

impl Locals {
    pub(crate) fn declare(&mut self, name: Ident, is_mut: bool) {
        self.variables.push(Variable { name, is_mut, lends: false });
    }

    /// The latest variable of this name is a mutable reference, as its type says.
    pub(crate) fn lends(&mut self, name: &Ident) {
        if let Some(variable) = self.variables.iter_mut().rev().find(|variable| variable.name == *name) {
            variable.lends = true;
        }
    }

    fn find(&self, name: &Ident) -> Option<(usize, &Variable)> {
        self.variables.iter().enumerate().rev().find(|(_, variable)| variable.name == *name)
    }

    pub(crate) fn contains(&self, name: &Ident) -> bool {
        self.find(name).is_some()
    }

    /// Whether the variable was declared `mut`.
    pub(crate) fn is_mut(&self, name: &Ident) -> bool {
        self.find(name).is_some_and(|(_, variable)| variable.is_mut)
    }

    /// Whether the variable is known to be a mutable reference.
    pub(crate) fn is_lender(&self, name: &Ident) -> bool {
        self.find(name).is_some_and(|(_, variable)| variable.lends)
    }

    /// The names of the variables declared since `mark`.
    pub(crate) fn since(&self, mark: usize) -> impl Iterator<Item = &Ident> {
        self.variables.iter().skip(mark).map(|variable| &variable.name)
    }

    /// A mark to come back to with [`leave`](Self::leave).
    pub(crate) fn enter(&self) -> usize {
        self.variables.len()
    }

    /// Forgets what was declared since [`enter`](Self::enter).
    pub(crate) fn leave(&mut self, mark: usize) {
        self.variables.truncate(mark);
    }
}
