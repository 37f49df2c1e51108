//! The runner on tiny programs: scripts that do one thing or another, depending on which library they are to find.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with programs, and the folders of two libraries beside it.
struct Bench(PathBuf);

impl Bench {
    fn new(name: &str) -> Self {
        let top = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("runner-{name}"));
        let _ = fs::remove_dir_all(&top);
        for folder in ["programs/deeper", "ours", "theirs"] {
            fs::create_dir_all(top.join(folder)).unwrap();
        }
        for library in ["ours", "theirs"] {
            fs::write(top.join(library).join("libgomp.so.1"), "").unwrap();
        }
        Self(top)
    }

    /// Adds a program: a script in which `$L` is `ours` or `theirs`.
    fn program(&self, name: &str, script: &str) {
        let path = self.0.join("programs").join(name);
        fs::write(&path, format!("#!/bin/sh\nL=${{LD_LIBRARY_PATH##*/}}\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gomp-runner"));
        command.current_dir(&self.0).args(["programs", "--ours", "ours"]).args(arguments);
        command.output().unwrap()
    }

    fn both(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.run(&[&["--theirs", "theirs"], arguments].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    }
}

#[test]
fn without_differences_all_is_well() {
    let bench = Bench::new("same");
    bench.program("passes", "exit 0");
    bench.program("deeper/fails", "exit 3");
    fs::create_dir(bench.0.join("programs/.hidden")).unwrap();
    bench.program(".hidden/left_out", "exit 1");
    fs::write(bench.0.join("programs/notes.txt"), "no program").unwrap();
    let (status, text) = bench.both(&[]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("no differences"), "{text}");
    // What fails all the same wants to be explained.
    assert!(text.contains("fail on both alike:\n- deeper/fails at 2 threads; status 3\n"), "{text}");
    for threads in [2, 4, 8] {
        assert!(text.contains(&format!("| {threads} | 1 | 1 | 1 | 1 |")), "{text}");
    }
}

#[test]
fn a_program_that_fails_on_ours_only_is_named_with_its_last_words() {
    let bench = Bench::new("worse");
    bench.program("worse", "echo too many cooks >&2; [ $L = theirs ]");
    bench.program("better", "[ $L = ours ] || exit 7");
    let (status, text) = bench.both(&["--threads", "4"]);
    assert_eq!(status, Some(1), "{text}");
    let line = "- worse at 4 threads fails on ours only; ours: status 1 (too many cooks); theirs: status 0";
    assert!(text.contains(line), "{text}");
    let line = "- better at 4 threads fails on theirs only; ours: status 0; theirs: status 7";
    assert!(text.contains(line), "{text}");
    assert!(text.contains("| 4 | 1 | 1 | 1 | 1 |"), "{text}");
}

#[test]
fn what_does_not_end_is_ended_with_all_its_children() {
    let bench = Bench::new("timeout");
    let pid = bench.0.join("pid");
    bench.program(
        "sleeps",
        &format!("[ $L = theirs ] && exit 0; sleep 600 & echo $! > {}; wait", pid.display()),
    );
    let (status, text) = bench.both(&["--threads", "2", "--timeout", "0.5"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("ours: timeout"), "{text}");
    let child = fs::read_to_string(pid).unwrap();
    let state = fs::read_to_string(format!("/proc/{}/stat", child.trim()));
    // Gone, or dead and not yet collected.
    assert!(state.as_ref().map_or(true, |state| state.contains(") Z ")), "{state:?}");
}

#[test]
fn signals_are_told_from_statuses() {
    let bench = Bench::new("signal");
    bench.program("dies", "[ $L = theirs ] && exit 139; kill -SEGV $$");
    let (status, text) = bench.both(&["--threads", "2"]);
    assert!(text.contains("fails differently; ours: signal 11; theirs: status 139"), "{text}");
    assert_eq!(status, Some(0), "failing on both is no difference that counts: {text}");
}

#[test]
fn threads_arguments_and_an_empty_folder_reach_the_program() {
    let bench = Bench::new("arguments");
    bench.program("fib", r#"[ "$1 $2" = "-n $OMP_NUM_THREADS" ] && [ -z "$(ls)" ]"#);
    bench.program("other", r#"[ $# = 0 ]"#);
    fs::write(bench.0.join("arguments"), "# fib's\nfi -n 3\n").unwrap();
    let (status, text) = bench.both(&["--threads", "3", "--arguments", "arguments"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("| 3 | 2 | 0 | 2 | 0 |"), "{text}");
}

#[test]
fn outputs_are_compared_if_asked_for_and_reproducible() {
    let bench = Bench::new("output");
    bench.program("library", "echo $L");
    bench.program("process", "echo $$");
    let (status, text) = bench.both(&["--threads", "2", "--repeat", "2"]);
    assert_eq!(status, Some(0), "{text}");
    let (status, text) = bench.both(&["--threads", "2", "--repeat", "2", "--output"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("library at 2 threads writes something else on ours"), "{text}");
    assert!(!text.contains("process at"), "{text}");
}

#[test]
fn a_rare_failure_shows_under_repetition() {
    let bench = Bench::new("rare");
    let count = bench.0.join("count");
    // The third run on ours fails.
    bench.program(
        "rare",
        &format!("[ $L = theirs ] || {{ echo x >> {0}; [ $(wc -l < {0}) != 3 ]; }}", count.display()),
    );
    let (status, text) = bench.both(&["--threads", "2", "--repeat", "4"]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("ours: 3 of 4: status 0, 1 of 4: status 1"), "{text}");
}

#[test]
fn one_library_alone() {
    let bench = Bench::new("alone");
    bench.program("passes", "exit 0");
    bench.program("fails", "exit 1");
    let output = bench.run(&["--alone", "--threads", "2", "--times"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("- fails at 2 threads fails; ours: status 1"), "{text}");
    assert!(text.contains("| 2 | 1 | 1 |") && text.contains("| passes | 2 | 0."), "{text}");
    let output = bench.run(&["--alone", "--only", "pass"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_it_cannot_do_is_said() {
    let bench = Bench::new("wrong");
    let output = bench.run(&["--theirs", "programs"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no libgomp.so.1 in programs"));
    let output = bench.run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no program"));
}
