//! Names of policies, which may be gone when the recording ends.

use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
pub(super) struct Names(Mutex<Vec<String>>);

impl Names {
    /// The number of `name`. Asked once for each loop and member, so a lock is good enough.
    pub(super) fn number(&self, name: &str) -> u64 {
        let mut names = self.all();
        let known = names.iter().position(|known| known == name);
        let number = known.unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        number as u64
    }

    pub(super) fn name(&self, number: u64) -> String {
        self.all().get(number as usize).cloned().unwrap_or_default()
    }

    fn all(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
