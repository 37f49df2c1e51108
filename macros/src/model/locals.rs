use syn::Ident;

/// The variables in scope where a directive stands, as far as the text shows them: what macros declare is not seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locals {
    names: Vec<Ident>,
}

impl Locals {
    pub(crate) fn declare(&mut self, name: Ident) {
        self.names.push(name);
    }

    pub(crate) fn contains(&self, name: &Ident) -> bool {
        self.names.iter().any(|known| known == name)
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
