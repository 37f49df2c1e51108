//! A directory for one test, filled with small files and removed afterwards.

use crate::prim::process::{AtomicU32, Ordering};
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A tree with `files`: path below the root, and content.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        // Relaxed: the number only has to be unique.
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let scratch =
            Self(std::env::temp_dir().join(format!("ferromp-test-{}-{number}", std::process::id())));
        fs::create_dir_all(&scratch.0).unwrap();
        for (path, content) in files {
            scratch.write(path, content);
        }
        scratch
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        let path = self.0.join(path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn root(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A directory left behind in the temporary folder is no reason to fail a test.
        let _ = fs::remove_dir_all(&self.0);
    }
}
