//! What a loop's body does with the variables from outside.

use syn::{Block, Expr, Ident};

use super::index::{Form, is_fixed};
use super::names;
use super::place::{Base, How};
use super::syntax::text;
use super::walk::{Found, Walk};
use crate::model::{Locals, LoopDirective, Mutable};

/// One mention of a captured variable.
pub(super) struct Use {
    pub(super) base: Base,
    /// As it stands in the source.
    pub(super) expr: Expr,
    /// The base, as it stands in the source.
    pub(super) array: Expr,
    /// How it is indexed, if it is.
    pub(super) form: Option<Form>,
    pub(super) how: How,
    pub(super) sure: bool,
    pub(super) atomic: bool,
}

impl Use {
    /// Only the length is asked for.
    pub(super) fn is_len(&self) -> bool {
        self.form.is_none() && matches!(&self.how, How::Method(name) if name == "len" || name == "is_empty")
    }

    pub(super) fn text(&self) -> String {
        names::plain(&text(&self.expr))
    }
}

/// What tells captured variables from others, and indices from other expressions.
pub(super) struct Outside<'d> {
    pub(super) directive: &'d LoopDirective,
    /// The loop's index, if it has one.
    pub(super) index: Option<&'d Ident>,
    /// Names of the body itself from its start: patterns of the header, variables of clauses.
    pub(super) bound: Vec<Ident>,
}

impl<'d> Outside<'d> {
    pub(super) fn new(directive: &'d LoopDirective, index: Option<&'d Ident>, names: &[Ident]) -> Self {
        let header = names.iter().filter(|name| Some(*name) != index);
        let bound = header.chain(directive.sharing.privates()).cloned().collect();
        Outside { directive, index, bound }
    }

    pub(super) fn is_captured(&self, root: &Ident) -> bool {
        Some(root) != self.index && (self.directive.locals.contains(root) || names::is_ours(root))
    }

    /// Whether what the variable holds can be borrowed mutably.
    pub(super) fn mutable(&self, base: &Base) -> Mutable {
        if names::is_ours(&base.root) { Mutable::Yes } else { self.directive.locals.mutable(&base.root) }
    }

    /// The form of the index of a place.
    pub(super) fn form(&self, index: &Expr, inner: &Locals) -> Form {
        match self.index {
            Some(i) if !inner.contains(i) => {
                let outer = |name: &Ident| name != i && !inner.contains(name);
                Form::of(index, i, &|expr| is_fixed(expr, &outer))
            }
            _ => Form::Other,
        }
    }

    /// Whether an answer of the walk concerns a captured variable.
    fn concerns(&self, found: &Found<'_>) -> bool {
        self.is_captured(&found.base.root) && !self.directive.sharing.unsafe_shared.contains(&found.base.root)
    }
}

/// All mentions of captured variables in `body`, in the order of the text (the target of an assignment comes after its
/// value).
pub(super) fn uses(body: &Block, outside: &Outside<'_>) -> Vec<Use> {
    let mut uses = Vec::new();
    Walk::through(&mut body.clone(), &outside.bound, &mut |found| {
        if outside.concerns(&found) {
            let array = match (found.index, found.expr) {
                (Some(_), Expr::Index(indexed)) => (*indexed.expr).clone(),
                (_, expr) => expr.clone(),
            };
            uses.push(Use {
                form: found.index.map(|index| outside.form(index, found.inner)),
                array,
                expr: found.expr.clone(),
                base: found.base,
                how: found.how,
                sure: found.sure && !found.in_closure,
                atomic: found.atomic,
            });
        }
        None
    });
    uses
}
