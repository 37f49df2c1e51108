//! What happens when the shared library is loaded and unloaded. `compat.S` puts both where the loader looks.

use crate::{clash, environment};

/// Called by the loader before anything of the program runs.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn ferromp_gomp_loaded() {
    environment::read();
    clash::warn_of_others();
}

/// Called when the process ends.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn ferromp_gomp_unloaded() {
    clash::warn_of_others();
}
