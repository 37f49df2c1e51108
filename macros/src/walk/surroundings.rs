//! What stands around a directive.

use crate::model::{ClauseName, Construct, Directive};

/// One thing around a place in the text, between it and the item.
#[derive(Clone, Debug)]
pub(crate) enum Around {
    /// A directive whose statement this is in; `mark` is where its variables begin.
    Directive { directive: Directive, mark: usize },
    /// Statements from the first task to its `taskwait`.
    TaskScope { mark: usize },
    /// A closure or async block of the user's: who knows which thread calls it.
    Closure { mark: usize },
}

/// Where a task is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskPlace {
    /// In a scope of statements that ends with their `taskwait`.
    Scope,
    /// In a `taskgroup`.
    Group,
    /// In the region.
    Team,
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

    /// What is around, from the inside to the outside, up to the next closure or item.
    fn outwards(&self) -> impl Iterator<Item = &Around> {
        self.0.iter().rev().take_while(|around| !matches!(around, Around::Closure { .. }))
    }

    /// The directives around, from the inside to the outside, up to the next closure or item.
    pub(crate) fn directives(&self) -> impl Iterator<Item = &Directive> {
        self.outwards().filter_map(|around| match around {
            Around::Directive { directive, .. } => Some(directive),
            _ => None,
        })
    }

    /// Whether the handle of the member that runs this place is in scope under our name for it.
    pub(crate) fn has_team(&self) -> bool {
        self.outwards().find_map(has_handle).unwrap_or(false)
    }

    /// Where a task that is created here belongs to, and where the variables begin that it cannot borrow.
    pub(crate) fn task_place(&self) -> (TaskPlace, usize) {
        // A task hands on what it was created with: a group's handle in a group, the region's in a scope.
        let (mut in_task, mut in_scope) = (false, false);
        for around in self.outwards() {
            match around {
                Around::TaskScope { .. } if in_task => in_scope = true,
                Around::TaskScope { mark } => return (TaskPlace::Scope, *mark),
                Around::Directive { directive, mark } if directive.has(Construct::Parallel) => {
                    return (TaskPlace::Team, *mark);
                }
                Around::Directive { directive, mark } if directive.has(Construct::Taskgroup) && !in_scope => {
                    return (TaskPlace::Group, *mark);
                }
                Around::Directive { directive, .. } => in_task |= is_task(directive),
                Around::Closure { .. } => {}
            }
        }
        let closure = self.0.iter().rev().find_map(|around| match around {
            Around::Closure { mark } => Some(*mark),
            _ => None,
        });
        (TaskPlace::Team, closure.unwrap_or(0))
    }

    /// Where the variables begin that belong to one member; `None` if the text does not show the region.
    pub(crate) fn region_mark(&self) -> Option<usize> {
        self.outwards().find_map(|around| match around {
            Around::Directive { directive, mark } if directive.has(Construct::Parallel) => Some(*mark),
            _ => None,
        })
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

fn is_task(directive: &Directive) -> bool {
    directive.has(Construct::Task) || directive.has(Construct::Taskloop)
}

/// Whether the handle is in scope in `around`; `None` if what is around that decides.
fn has_handle(around: &Around) -> Option<bool> {
    match around {
        Around::TaskScope { .. } => Some(true),
        Around::Closure { .. } => Some(false),
        Around::Directive { directive, .. } => match directive.innermost() {
            Construct::Parallel | Construct::Taskgroup => Some(true),
            Construct::Task => Some(true),
            // Masked alone needs no closure; in `parallel masked` it has the handle.
            Construct::Masked | Construct::Single if directive.has(Construct::Parallel) => Some(true),
            // Run by whoever comes.
            _ if directive.has(Construct::Parallel) || is_task(directive) => Some(false),
            _ => None,
        },
    }
}
