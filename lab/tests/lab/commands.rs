//! Each subcommand does what it says.

use super::program::{file, folder, lab, path, succeeds};
use serde_json::Value;

const POLICIES: [&str; 6] = ["-p", "static", "-p", "dynamic", "-p", "guided"];

/// A profile of a loop of 8 iterations, of which the last half takes nine tenths of the time.
const PROFILE: &str = r#"{
    "format": "ferromp-profile", "version": 1, "processors": 2, "duration_ns": 5000, "dropped": 0, "new_key": [1],
    "sites": [
        {"file": "src/small.rs", "line": 3, "column": 5, "kind": "for", "executions": [
            {"len": 1, "threads": 2, "schedule": "static", "begin_ns": 0, "end_ns": 10, "complete": true,
             "chunks": [{"member": 0, "first": 0, "len": 1, "begin_ns": 0, "end_ns": 10}], "waits": []}]},
        {"file": "src/main.rs", "line": 12, "column": 5, "kind": "parallel for", "executions": [
            {"len": 8, "threads": 2, "schedule": "static", "begin_ns": 0, "end_ns": 900000, "complete": true,
             "chunks": [{"member": 0, "first": 0, "len": 4, "begin_ns": 0, "end_ns": 100000},
                        {"member": 1, "first": 4, "len": 4, "begin_ns": 0, "end_ns": 900000}], "waits": []},
            {"len": 8, "threads": 2, "schedule": "static", "begin_ns": 0, "end_ns": 9, "complete": false,
             "chunks": [{"member": 0, "first": 0, "len": 4, "begin_ns": 0, "end_ns": 9}], "waits": []}]}
    ]
}"#;

fn with<'a>(first: &[&'a str], then: &[&'a str]) -> Vec<&'a str> {
    [first, then].concat()
}

#[test]
fn bench_prints_a_table_and_writes_files() {
    let folder = folder("bench");
    let [csv, json, html, svg, md] =
        ["r.csv", "r.json", "r.html", "r.svg", "r.md"].map(|name| path(&folder, name));
    let files = ["--csv", &csv, "--json", &json, "--html", &html, "--svg", &svg, "--md", &md];
    let arguments = ["bench", "--scale", "0.02", "-r", "2", "-t", "1,3", "-c", "1,8"];
    let out = succeeds(&with(&with(&arguments, &POLICIES), &files));
    for kernel in
        ["uniform", "triangular", "mandelbrot", "spmv", "n-body", "spin-image", "log-normal", "bimodal"]
    {
        assert!(
            out.contains(&format!("{kernel} on 1 thread:"))
                && out.contains(&format!("{kernel} on 3 threads:"))
        );
    }
    // The best of each case is marked.
    assert_eq!(out.lines().filter(|line| line.starts_with("* ")).count(), 18, "{out}");
    assert!(out.contains("On 3 threads, ") && out.contains(" wins "));

    let report: Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    let cases = report["cases"].as_array().unwrap();
    assert_eq!((cases.len(), &report["complete"], &report["measured"]), (18, &true.into(), &true.into()));
    for case in cases {
        let rows = case["rows"].as_array().unwrap();
        let mut schedules: Vec<&str> = rows.iter().map(|row| row["schedule"].as_str().unwrap()).collect();
        schedules.sort_unstable();
        assert_eq!(schedules, ["dynamic", "dynamic,8", "guided", "guided,8", "static"]);
        assert_eq!(rows[0]["ratio"], 1.0);
        assert!(rows.iter().all(|row| !row["timeline"].as_array().unwrap().is_empty()));
    }
    let lines = std::fs::read_to_string(csv).unwrap().lines().count();
    assert_eq!(lines, 1 + 18 * 5);
    let page = std::fs::read_to_string(html).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(!page.contains("http://") && !page.contains("https://"), "it needs no other file");
    // Two maps, and bars and timelines for each case.
    assert!(
        page.matches("<svg").count() >= 2 + 18 * 3
            && page.matches("</svg>").count() == page.matches("<svg").count()
    );
    let table = std::fs::read_to_string(md).unwrap();
    assert!(table.contains("| 3 threads, measured | best | static | dynamic | guided |"), "{table}");
    assert_eq!(table.lines().filter(|line| line.starts_with("| ")).count(), 2 * 10);
    assert!(std::fs::read_to_string(svg).unwrap().starts_with("<svg xmlns="));
}

#[test]
fn bench_runs_recorded_loops() {
    let folder = folder("bench-recorded");
    let profile = file(&folder, "p.json", PROFILE);
    let out = succeeds(&with(&["bench", "--profile", &profile, "-r", "1", "-t", "2"], &POLICIES));
    assert!(out.contains("src/main.rs:12 on 2 threads: parallel for, recorded 1 times"), "{out}");
}

#[test]
fn simulate_predicts_for_many_threads() {
    let folder = folder("simulate");
    let costs = file(&folder, "costs.txt", &"1e-6\n".repeat(2048));
    let json = path(&folder, "r.json");
    let arguments = ["simulate", "--costs", &costs, "-t", "2,1024", "--own-ns", "0", "--json", &json];
    let out = succeeds(&with(&arguments, &POLICIES));
    assert!(out.contains("on 1024 threads: costs from a list; 2048 iterations, serially 2.05 ms"), "{out}");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    let rows = report["cases"][1]["rows"].as_array().unwrap();
    let of = |name: &str| rows.iter().find(|row| row["schedule"] == name).unwrap();
    assert_eq!((&of("static")["median_seconds"], &of("static")["chunks"]), (&2e-6.into(), &1024.into()));
    assert!(of("guided")["dispatch_share"].as_f64().unwrap() > 0.5, "1024 members queue for one cursor");
}

#[test]
fn simulate_knows_speeds_delays_and_noise() {
    let folder = folder("speeds");
    let costs = file(&folder, "costs.txt", &"1e-6\n".repeat(300));
    let run = |more: &[&str]| {
        let common = ["simulate", "--costs", &costs, "-t", "2", "-p", "static"];
        let out = succeeds(&with(&common, more));
        out.lines().find(|line| line.starts_with('*')).unwrap().to_owned()
    };
    assert!(run(&[]).contains("150 µs"));
    assert!(run(&["--speeds", "1,0.5"]).contains("300 µs"));
    assert!(run(&["--delays-ns", "50000"]).contains("200 µs"));
    assert_eq!(run(&["--noise", "0.3", "--seed", "1"]), run(&["--noise", "0.3", "--seed", "1"]));
    assert_ne!(run(&["--noise", "0.3", "--seed", "1"]), run(&["--noise", "0.3", "--seed", "2"]));
}

#[test]
fn simulate_measures_kernels() {
    let out =
        succeeds(&with(&["simulate", "--scale", "0.02", "-k", "triangular,SPMV", "--loops", "2"], &POLICIES));
    for case in ["triangular on 16", "triangular on 128", "spmv on 16", "spmv on 128"] {
        assert!(out.contains(&format!("{case} threads")), "{out}");
    }
}

#[test]
fn replay_ranks_schedules_for_a_recorded_program() {
    let folder = folder("replay");
    let profile = file(&folder, "p.json", PROFILE);
    let out = succeeds(&with(&["replay", &profile], &POLICIES));
    let main = out.find("src/main.rs:12 on 2 threads").unwrap();
    assert!(main < out.find("src/small.rs:3 on 2 threads").unwrap(), "the dearest first: {out}");
    // 225 µs in each of the last four iterations, 25 µs in the first four.
    assert!(out.contains("8 iterations, serially 1.00 ms"), "{out}");
    let worst = out[main..].lines().take_while(|line| !line.is_empty()).last().unwrap();
    assert!(worst.contains("static") && worst.contains("900 µs"), "{worst}");
    let one = succeeds(&with(&["replay", &profile, "--site", "small.rs", "-t", "4"], &POLICIES));
    assert!(one.contains("src/small.rs:3 on 4 threads") && !one.contains("main.rs"), "{one}");
}

#[test]
fn replay_reads_what_a_program_records() {
    use ferromp::{Schedule, parallel_for, profile::Profile};
    let folder = folder("recorded");
    let work = |i: u64| _ = std::hint::black_box((0..i * 100).fold(i, |x, y| x ^ y));
    let (_, profile) = Profile::record(|| {
        for schedule in [Schedule::Dynamic(4), Schedule::Fac2(1)] {
            parallel_for(0..200_u64).num_threads(2).schedule(schedule).for_each(work);
        }
    });
    let name = path(&folder, "p.json");
    profile.to_json(std::fs::File::create(&name).unwrap()).unwrap();
    let out = succeeds(&with(&["replay", &name], &POLICIES));
    assert!(
        out.contains("commands.rs:") && out.contains("recorded 2 times, last on 2 threads under fac2"),
        "{out}"
    );
    assert!(succeeds(&["advise", &name]).starts_with("write schedule("));
}

#[test]
fn advise_says_it_in_one_line() {
    let folder = folder("advise");
    let profile = file(&folder, "p.json", PROFILE);
    let out = succeeds(&with(&["advise", &profile], &POLICIES));
    assert_eq!(out.lines().count(), 1);
    let expected = "write schedule(dynamic): 1.64 times as fast as schedule(static), simulated on 2 threads";
    assert!(out.starts_with(expected) && out.contains("the dearest of 2 loops"), "{out}");
    // Where nothing is to be gained, the simplest.
    let even = file(&folder, "even.txt", &"1e-5\n".repeat(1000));
    assert!(succeeds(&["advise", &even, "-t", "4"]).starts_with("write schedule(static): 1.00 times"));
    let kernel = succeeds(&["advise", "front-loaded", "--scale", "0.1", "-t", "8"]);
    assert!(kernel.starts_with("write schedule(") && !kernel.contains("schedule(static):"), "{kernel}");
}

#[test]
fn validate_compares_prediction_and_run() {
    let arguments = ["validate", "--scale", "0.02", "-k", "uniform,spmv", "-r", "2"];
    let out = succeeds(&with(&arguments, &POLICIES));
    assert_eq!(out.lines().filter(|line| line.ends_with(" %")).count(), 12, "{out}");
    assert!(
        out.contains("On 1 thread the prediction is off by")
            && out.contains("On 2 threads the prediction is off by")
    );
}

#[test]
fn help_names_every_subcommand() {
    let out = succeeds(&["--help"]);
    for command in ["bench", "simulate", "replay", "advise", "validate"] {
        assert!(out.contains(command));
        assert!(succeeds(&[command, "--help"]).contains("Usage: ferromp-lab"));
    }
    assert_eq!(lab(&[]).code, Some(2), "nothing asked for");
}
