//! Whatever is wrong is answered with a way to mend it, and with code 2.

use super::program::{complains, file, folder, path};

#[test]
fn of_names() {
    complains(
        &["bench", "-k", "mandelbrod"],
        &["no kernel `mandelbrod`", "did you mean `mandelbrot`?", "spin-image"],
    );
    complains(&["bench", "-p", "dynamc,4"], &["no policy `dynamc,4`", "did you mean `dynamic`?", "guided"]);
    complains(&["simulate", "-k", "zzz"], &["no kernel `zzz`", "the kernels are: uniform"]);
    complains(&["simulate", "-p", "guided,0"], &["the chunk size must be positive"]);
    complains(&["validate", "-k", "spvm"], &["did you mean `spmv`?"]);
    complains(&["advise", "uniforn"], &["did you mean `uniform`?"]);
    complains(&["bnech"], &["bench"]);
}

#[test]
fn of_numbers() {
    for command in ["bench", "simulate", "validate"] {
        complains(&[command, "-t", "0"], &["at least one thread: give 1 or more"]);
        complains(&[command, "-t", "2,x"], &["whole numbers with commas between them"]);
        complains(&[command, "--scale", "0"], &["a number above 0"]);
        complains(&[command, "-c", "0"], &["the least chunk size is 1"]);
    }
    complains(&["bench", "-r", "0"], &["0 is not in 1.."]);
    complains(&["bench", "-t", "99999999999"], &["give fewer"]);
    complains(&["simulate", "--speeds", "1,0"], &["from 1e-6 to 1e6"]);
    complains(&["simulate", "--own-ns=-5"], &["a number from 0"]);
    complains(&["simulate", "--noise", "NaN"], &["a number from 0"]);
    complains(&["simulate", "--loops", "0"], &["0 is not in 1.."]);
}

#[test]
fn of_files_that_cannot_be_read() {
    let folder = folder("unreadable");
    let missing = path(&folder, "missing.json");
    let name = folder.to_str().unwrap();
    for command in ["replay", "advise"] {
        complains(&[command, &missing], &["missing.json cannot be read", "Profile::to_json"]);
        complains(&[command, name], &["cannot be read", "Profile::to_json"]);
    }
    complains(&["bench", "--profile", &missing], &["cannot be read"]);
    complains(&["simulate", "--costs", &missing], &["cannot be read"]);
    let binary = path(&folder, "binary");
    std::fs::write(&binary, [0xFF, 0xFE, 0x00, 0x80]).unwrap();
    complains(&["replay", &binary], &["cannot be read"]);
}

#[test]
fn of_files_that_are_something_else() {
    let folder = folder("strange");
    let complains_of = |content: &str, words: &[&str]| {
        let file = file(&folder, "strange.json", content);
        complains(&["replay", &file], words);
        complains(&["advise", &file], words);
    };
    let profile = |version: u32, len: u64, chunk: &str| {
        format!(
            r#"{{"format": "ferromp-profile", "version": {version}, "sites": [{{"file": "a.rs", "line": 1, "executions":
                [{{"len": {len}, "threads": 2, "schedule": "static", "complete": true, "chunks": [{chunk}]}}]}}]}}"#
        )
    };
    let chunk = r#"{"member": 0, "first": 0, "len": 4, "begin_ns": 5, "end_ns": 9}"#;
    complains_of("", &["no numbers", "2.5e-6"]);
    complains_of("1\nhello\n", &["line 2: `hello` is not a number of seconds"]);
    complains_of("{", &["is not a profile", "Profile::to_json"]);
    complains_of(r#"{"format": "other", "version": 1}"#, &["its format is `other`"]);
    complains_of(&profile(9, 4, chunk), &["version 9", "update it"]);
    complains_of(&profile(1, 3, chunk), &["a.rs:1 has a chunk of 4 iterations", "record it again"]);
    complains_of(&profile(1, 4, ""), &["no loop that was recorded from its first iteration to its last"]);
    complains_of(&profile(1, 1 << 40, ""), &["at most 2147483648 can be replayed"]);
    complains_of(&profile(1, 4, &chunk.replace(": 5", ": 50")), &["50 to 9 ns"]);
    complains_of(
        &profile(1, 4, &chunk.replace("\"first\": 0", "\"first\": 18446744073709551615")),
        &["record it again"],
    );
    let good = file(&folder, "good.json", &profile(1, 4, chunk));
    complains(&["replay", &good, "--site", "b.rs"], &["no loop at `b.rs`", "a.rs:1"]);
}

#[test]
fn of_output_that_cannot_be_written_before_the_work_begins() {
    let folder = folder("unwritable");
    let nowhere = path(&folder, "no/such/folder/out");
    for option in ["--csv", "--json", "--html", "--svg", "--md"] {
        for command in ["bench", "simulate"] {
            complains(&[command, option, &nowhere], &["out cannot be written", "a folder that exists"]);
        }
    }
    // What stands in a file that can be written is left alone until there is something new.
    let kept = file(&folder, "kept.csv", "old");
    complains(&["bench", "--csv", &kept, "-k", "nonesuch"], &["no kernel"]);
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "old");
    let fresh = path(&folder, "fresh.csv");
    complains(&["bench", "--csv", &fresh, "-k", "nonesuch"], &["no kernel"]);
    assert!(!std::path::Path::new(&fresh).exists());
}
