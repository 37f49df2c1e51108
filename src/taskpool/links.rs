//! Awaiting: what ties a task to others beyond the tree.
/// Placeholder of dependence data.
pub(crate) struct Links {}
impl Links {
    pub(crate) fn new() -> Self {
        Self {}
    }
}
