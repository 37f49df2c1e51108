//! Sections that borrow mutably.

use crate::prim::Mutex;

/// A closure that whoever comes first runs.
pub struct Once<F>(Mutex<Option<F>>);

impl<F: FnOnce()> Once<F> {
    /// A closure that has not run.
    #[inline]
    pub fn new(body: F) -> Self {
        Self(Mutex::new(Some(body)))
    }

    /// Runs it unless it has run.
    #[inline]
    pub fn run(&self) {
        let body = self.0.lock().take();
        if let Some(body) = body {
            body();
        }
    }
}

impl<F> std::fmt::Debug for Once<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Once")
    }
}
