//! What tests with compiled programs share.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may run; generous, for loaded machines.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

/// The folder with the programs' sources.
pub(crate) fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

/// The folder with our library, which is built with debug assertions.
pub(crate) fn ours() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("build.sh");
        let built = Command::new(script).arg("--debug").output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        PathBuf::from(String::from_utf8(built.stdout).unwrap().trim())
    })
}

/// Compiles `source` with OpenMP and these arguments to a file called `file` in a folder called `name`. `None`, and a line
/// about it, if there is no such compiler.
pub(crate) fn compile(
    compiler: &str,
    name: &str,
    source: &Path,
    file: &str,
    arguments: &[&str],
) -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&target).unwrap();
    let mut command = Command::new(compiler);
    command.args(["-O2", "-fopenmp", "-foffload=disable", "-Wall", "-Wno-unknown-pragmas", "-o", file]);
    command.arg("-I").arg(sources()).arg(source).args(arguments).arg("-lm").current_dir(&target);
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
            Some(target.join(file))
        }
        Err(error) => {
            eprintln!("{name} is left out: {compiler}: {error}");
            None
        }
    }
}

/// Runs a program in a group of its own; `None` if it does not end in time.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Option<Output> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let child = command.spawn().unwrap();
    let group = child.id().cast_signed();
    let reader = thread::spawn(move || child.wait_with_output().unwrap());
    let deadline = Instant::now() + limit;
    while !reader.is_finished() {
        if Instant::now() > deadline {
            // SAFETY: the process has not been waited for, so its number is still its own.
            unsafe { libc::kill(-group, libc::SIGKILL) };
            return None;
        }
        thread::sleep(Duration::from_millis(1));
    }
    Some(reader.join().unwrap())
}
