//! Whose the variables are, as the clauses say.

use syn::{Expr, Ident};

use super::{Arg, ClauseName, Directive, Locals, ReductionOp};

/// One variable of a `reduction` clause.
#[derive(Clone, Debug)]
pub(crate) struct Reduction {
    pub(crate) op: ReductionOp,
    pub(crate) var: Ident,
}

/// The data-sharing clauses of a directive.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sharing {
    /// `default(none)`, `default(shared)`, …, as written.
    pub(crate) default: Option<Ident>,
    pub(crate) shared: Vec<Ident>,
    /// `unsafe shared(y)`: the user answers for what is written to it.
    pub(crate) unsafe_shared: Vec<Ident>,
    pub(crate) private: Vec<Ident>,
    pub(crate) firstprivate: Vec<Ident>,
    /// With `true` for `conditional`.
    pub(crate) lastprivate: Vec<(Ident, bool)>,
    pub(crate) reductions: Vec<Reduction>,
    /// Variables that advance by a step (1 if not said) in each iteration.
    pub(crate) linear: Vec<(Ident, Option<Expr>)>,
}

impl Sharing {
    pub(crate) fn of(directive: &Directive) -> Self {
        let mut sharing = Self::default();
        for clause in &directive.clauses {
            match (clause.name, &clause.arg) {
                (ClauseName::Default, Arg::Word(word)) => sharing.default = Some(word.clone()),
                (ClauseName::Shared, Arg::Vars(vars)) => sharing.shared.extend(vars.value.clone()),
                (ClauseName::Shared, Arg::UnsafeVars(vars)) => sharing.unsafe_shared.extend(vars.clone()),
                (ClauseName::Private, Arg::Vars(vars)) => sharing.private.extend(vars.value.clone()),
                (ClauseName::Firstprivate, Arg::Vars(vars)) => {
                    sharing.firstprivate.extend(vars.value.clone())
                }
                (ClauseName::Lastprivate, Arg::Vars(vars)) => {
                    let conditional = vars.modifier.is_some();
                    sharing.lastprivate.extend(vars.value.iter().map(|var| (var.clone(), conditional)));
                }
                (ClauseName::Linear, Arg::Linear { vars, step }) => {
                    sharing.linear.extend(vars.iter().map(|var| (var.clone(), step.clone())));
                }
                (ClauseName::Reduction | ClauseName::InReduction, Arg::Reduction { op, vars, .. }) => {
                    let reduction = |var: &Ident| Reduction { op: op.clone(), var: var.clone() };
                    sharing.reductions.extend(vars.iter().map(reduction));
                }
                _ => {}
            }
        }
        sharing
    }

    /// The variables of which each thread (or iteration) has its own.
    pub(crate) fn privates(&self) -> impl Iterator<Item = &Ident> {
        let last = self.lastprivate.iter().map(|(var, _)| var);
        let reduced = self.reductions.iter().map(|reduction| &reduction.var);
        let linear = self.linear.iter().map(|(var, _)| var);
        self.private.iter().chain(&self.firstprivate).chain(last).chain(reduced).chain(linear)
    }

    /// Every variable that some clause names.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Ident> {
        self.privates().chain(&self.shared).chain(&self.unsafe_shared)
    }
}

/// Which construct a loop belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoopKind {
    /// `parallel for`: the whole loop is one expression, data may be lent to it by `&mut`.
    Combined,
    /// `for` within the text of its `parallel`: what it lends is prepared by [`loops::region`](crate::loops::region).
    Region,
    /// `for` in a function that is called from a region: every member evaluates it with values of its own.
    Orphan,
}

/// What the lowering of a loop has to know about its directive.
#[derive(Clone, Debug)]
pub(crate) struct LoopDirective {
    pub(crate) kind: LoopKind,
    /// How many loops of the nest belong to the directive; 1 without the clause.
    pub(crate) collapse: usize,
    /// Whether its iterations wait for each other: `ordered(n)`. Then nothing is lent to them.
    pub(crate) doacross: bool,
    pub(crate) sharing: Sharing,
    /// The variables in scope outside of the loop.
    pub(crate) locals: Locals,
}
