//! Ctrl-C leaves what there is.
#![cfg(unix)]

use super::program::{command, folder, path, said, wait};
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn an_interrupt_leaves_the_results_so_far() {
    let folder = folder("interrupted");
    let [csv, json, html] = ["r.csv", "r.json", "r.html"].map(|name| path(&folder, name));
    // Work for hours.
    let arguments = [
        "bench",
        "-k",
        "uniform,triangular",
        "--scale",
        "0.1",
        "-r",
        "10000000",
        "-t",
        "2",
        "-p",
        "static",
        "-p",
        "auto",
    ];
    let files = ["--csv", &csv, "--json", &json, "--html", &html];
    let child = command(&[&arguments[..], &files[..]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Long enough for a round, on any machine; that it is too short would show below.
    std::thread::sleep(Duration::from_secs(3));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let said = said(wait(child));
    assert_eq!(said.code, Some(130), "{}{}", said.out, said.err);
    assert!(said.out.contains("uniform on 2 threads") && said.out.contains("these are the results so far"));
    assert!(said.err.contains("interrupted") && !said.err.contains("panicked"), "{}", said.err);
    assert!(std::fs::read_to_string(csv).unwrap().lines().count() > 1);
    let report: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(report["complete"], false);
    assert!(std::fs::read_to_string(html).unwrap().contains("The run was interrupted"));
}
