//! The program, run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

pub(super) struct Said {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

pub(super) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ferromp-lab"));
    command.args(arguments).env_remove("OMP_NUM_THREADS").env_remove("OMP_SCHEDULE");
    command
}

/// Runs it to its end, which must come within a minute.
pub(super) fn lab(arguments: &[&str]) -> Said {
    let child = command(arguments)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    said(wait(child))
}

/// A run that is to succeed: what it printed.
pub(super) fn succeeds(arguments: &[&str]) -> String {
    let said = lab(arguments);
    assert_eq!(said.code, Some(0), "{arguments:?}: {}{}", said.out, said.err);
    said.out
}

/// A run that is to complain: in these words, with code 2 and without a panic.
pub(super) fn complains(arguments: &[&str], words: &[&str]) {
    let said = lab(arguments);
    assert_eq!(said.code, Some(2), "{arguments:?}: {}{}", said.out, said.err);
    for word in words {
        assert!(said.err.contains(word), "{arguments:?}: no `{word}` in {}", said.err);
    }
    assert!(!said.err.contains("panicked") && !said.err.contains("RUST_BACKTRACE"), "{}", said.err);
}

pub(super) fn said(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Waits, and kills what hangs. The output of a test run fits into the pipes or is read by `wait_with_output`.
pub(super) fn wait(child: std::process::Child) -> Output {
    let id = child.id();
    let (done, ended) = std::sync::mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        let begin = Instant::now();
        if ended.recv_timeout(Duration::from_secs(60)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
            panic!("no end after {:?}: a hang", begin.elapsed());
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(done);
    watch.join().unwrap();
    output
}

/// A folder for one test, empty.
pub(super) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(super) fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

/// A file with this content.
pub(super) fn file(folder: &Path, name: &str, content: &str) -> String {
    let path = path(folder, name);
    std::fs::write(&path, content).unwrap();
    path
}
