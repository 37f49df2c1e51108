use proc_macro2::Span;
use syn::{Expr, Ident};

use super::{Arg, Clause, ClauseName, Construct};

/// A directive as it was written: `parallel for, schedule(static), …`.
#[derive(Clone, Debug)]
pub(crate) struct Directive {
    /// The constructs that it combines, from the outside to the inside, and where their names stand.
    pub(crate) constructs: Vec<(Construct, Span)>,
    /// `critical(name)`, `flush(list)`.
    pub(crate) args: Vec<Ident>,
    /// What `cancel` and `cancellation point` end.
    pub(crate) cancels: Option<(Construct, Span)>,
    pub(crate) clauses: Vec<Clause>,
    /// The indices of a loop nest with `ordered(n)`, once it has been taken apart.
    pub(crate) indices: Vec<Ident>,
}

impl Directive {
    pub(crate) fn has(&self, construct: Construct) -> bool {
        self.constructs.iter().any(|(this, _)| *this == construct)
    }

    /// The innermost construct.
    pub(crate) fn innermost(&self) -> Construct {
        self.constructs[self.constructs.len() - 1].0
    }

    /// The outermost construct.
    pub(crate) fn outermost(&self) -> Construct {
        self.constructs[0].0
    }

    /// Where the name of the directive begins.
    pub(crate) fn span(&self) -> Span {
        self.constructs[0].1
    }

    /// The whole name: `parallel for`.
    pub(crate) fn name(&self) -> String {
        self.constructs.iter().map(|(construct, _)| construct.word()).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn all(&self, name: ClauseName) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(move |clause| clause.name == name)
    }

    pub(crate) fn find(&self, name: ClauseName) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.name == name)
    }

    pub(crate) fn is(&self, name: ClauseName) -> bool {
        self.find(name).is_some()
    }

    /// Whether it is a loop with `ordered(n)`, whose iterations wait for each other.
    pub(crate) fn waits_by_index(&self) -> bool {
        self.expr(ClauseName::Ordered).is_some()
    }

    /// Whether it is a stand-alone `ordered`, with its sinks or its source.
    pub(crate) fn is_doacross(&self) -> bool {
        self.has(Construct::Ordered) && (self.is(ClauseName::Depend) || self.is(ClauseName::Doacross))
    }

    /// The expression of a clause that has one.
    pub(crate) fn expr(&self, name: ClauseName) -> Option<&Expr> {
        self.find(name).and_then(|clause| match &clause.arg {
            Arg::Expr(modified) => Some(&modified.value),
            _ => None,
        })
    }
}
