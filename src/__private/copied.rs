//! The copies that `firstprivate` makes.

/// What `firstprivate` may name.
#[diagnostic::on_unimplemented(
    message = "`firstprivate` gives each thread or task a copy, and `{Self}` cannot be copied",
    label = "a variable of `firstprivate` here is a `{Self}`",
    note = "a value that is declared between the first task and its `taskwait` moves into the task by itself: leave \
            `firstprivate` out"
)]
pub trait Copied {
    /// The copy.
    fn copied(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Copied for T {
    #[inline]
    fn copied(&self) -> T {
        self.clone()
    }
}

/// The copy of `original`.
#[inline]
pub fn copy<T: Copied>(original: &T) -> T {
    original.copied()
}
