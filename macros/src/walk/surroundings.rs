//! What stands around a directive.

use crate::model::{ClauseName, Construct, Directive};

/// One thing around a place in the text, between it and the item.
#[derive(Clone, Debug)]
pub(crate) enum Around {
    /// A directive whose statement this is in.
    Directive(Directive),
    /// A closure or async block of the user's: who knows which thread calls it.
    Closure,
}

/// The constructs around a place, from the outside to the inside.
#[derive(Default)]
pub(crate) struct Surroundings(Vec<Around>);

impl Surroundings {
    pub(super) fn enter(&mut self, around: Around) {
        self.0.push(around);
    }

    pub(super) fn leave(&mut self) {
        self.0.pop();
    }

    /// Empty for a nested item, which is called from elsewhere.
    pub(super) fn take(&mut self) -> Self {
        Self(std::mem::take(&mut self.0))
    }

    /// The directives around, from the inside to the outside, up to the next closure or item.
    pub(crate) fn directives(&self) -> impl Iterator<Item = &Directive> {
        self.0.iter().rev().map_while(|around| match around {
            Around::Directive(directive) => Some(directive),
            Around::Closure => None,
        })
    }

    /// Whether the handle of the region's member is in scope under our name for it: no closure in between, and no
    /// construct whose body runs without it.
    pub(crate) fn has_team(&self) -> bool {
        for directive in self.directives() {
            if directive.has(Construct::Parallel) {
                return !directive.has(Construct::For)
                    && !directive.has(Construct::Loop)
                    && !directive.has(Construct::Sections);
            }
            if directive.has(Construct::Task) || directive.has(Construct::Taskloop) {
                return directive.has(Construct::Task);
            }
            if directive.has(Construct::Sections) {
                return true;
            }
        }
        false
    }

    /// The innermost loop construct around, with its directive.
    pub(crate) fn innermost_loop(&self) -> Option<&Directive> {
        self.directives().find(|directive| directive.innermost().takes_loop())
    }

    /// Whether an `ordered` region of the innermost loop may stand here.
    pub(crate) fn is_ordered(&self) -> bool {
        self.innermost_loop().is_some_and(|directive| directive.is(ClauseName::Ordered))
    }
}
