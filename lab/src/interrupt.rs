//! Ctrl-C: the first asks for an end with what there is, the second ends at once.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on an interrupt is noted. Where no handler can be had, it ends the program as it always did.
pub fn listen() {
    let _ = ctrlc::set_handler(|| {
        // Relaxed: the flag is all there is to say.
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("\ninterrupted: finishing with the results so far (once more to end at once)");
    });
}

/// Whether the user has asked for an end.
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
