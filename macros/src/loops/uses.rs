//! What a loop's body does with the variables from outside.

use syn::{Block, Expr, Ident};

use super::index::{Form, is_fixed};
use super::names;
use super::place::{Base, How};
use super::syntax::{peel, text};
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
    /// That of the inner loop, in a nest of two.
    pub(super) inner_index: Option<&'d Ident>,
    /// Names of the body itself from its start: patterns of the header, variables of clauses.
    pub(super) bound: Vec<Ident>,
}

impl<'d> Outside<'d> {
    pub(super) fn new(directive: &'d LoopDirective, index: Option<&'d Ident>, names: &[Ident]) -> Self {
        Self::of_nest(directive, [index, None], names)
    }

    pub(super) fn of_nest(
        directive: &'d LoopDirective,
        [index, inner_index]: [Option<&'d Ident>; 2],
        names: &[Ident],
    ) -> Self {
        let header = names.iter().filter(|name| Some(*name) != index && Some(*name) != inner_index);
        let bound = header.chain(directive.sharing.privates()).cloned().collect();
        Outside { directive, index, inner_index, bound }
    }

    pub(super) fn is_captured(&self, root: &Ident) -> bool {
        Some(root) != self.index
            && Some(root) != self.inner_index
            && (self.directive.locals.contains(root) || names::is_ours(root))
    }

    /// Whether what the variable holds can be borrowed mutably.
    pub(super) fn mutable(&self, base: &Base) -> Mutable {
        if names::is_ours(&base.root) { Mutable::Yes } else { self.directive.locals.mutable(&base.root) }
    }

    /// The form of the index of a place.
    pub(super) fn form(&self, found: &Found<'_>) -> Option<Form> {
        let (index, inner) = (found.index?, found.inner);
        Some(self.form_of(index, found.second, inner))
    }

    /// Goes through a body as its kind of loop demands.
    pub(super) fn walk(&self, body: &mut Block, visitor: &mut super::walk::Visitor<'_>) {
        if self.inner_index.is_some() {
            Walk::through_nest(body, &self.bound, visitor);
        } else {
            Walk::through(body, &self.bound, visitor);
        }
    }

    fn form_of(&self, index: &Expr, second: Option<&Expr>, inner: &Locals) -> Form {
        if let (Some(i), Some(j)) = (self.index, self.inner_index) {
            if inner.contains(i) || inner.contains(j) {
                return Form::Other;
            }
            let outer = |name: &Ident| name != i && name != j && !inner.contains(name);
            return Form::of_nest(index, second, [i, j], &|expr| is_fixed(expr, &outer));
        }
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
    outside.walk(&mut body.clone(), &mut |found| {
        if outside.concerns(&found) {
            let brackets = usize::from(found.index.is_some()) + usize::from(found.second.is_some());
            let array = (0..brackets).fold(found.expr.clone(), |array, _| match peel(&array) {
                Expr::Index(indexed) => (*indexed.expr).clone(),
                _ => array,
            });
            uses.push(Use {
                form: outside.form(&found),
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
