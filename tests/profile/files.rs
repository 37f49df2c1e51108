use std::collections::BTreeMap;
use std::io::{self, Write};

use ferromp::profile::{Profile, VERSION};
use ferromp::{ChunkPolicy, LoopState, Parallel, Schedule, parallel_for};
use serde_json::Value;

use crate::recorded;
use crate::watchdog;

struct Odd;

impl ChunkPolicy for Odd {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        7
    }

    fn name(&self) -> &str {
        "a \"policy\"\\\n\u{1} named ü"
    }
}

fn example() -> Profile {
    recorded(10_000, || {
        parallel_for(0..100).num_threads(2).schedule(Schedule::Dynamic(9)).for_each(|_| ());
        parallel_for(0..30).num_threads(2).schedule(Schedule::custom(&Odd)).for_each(|_| ());
        Parallel::new().num_threads(3).run(|team| {
            team.for_loop(0..40).for_each(|_| ());
            team.task(|_| ());
            team.barrier();
        });
    })
}

fn number(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap_or_else(|| panic!("{key} in {value}"))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} in {value}"))
}

#[test]
fn the_file_has_what_its_description_promises() {
    let _watch = watchdog::watch("the_file_has_what_its_description_promises");
    let profile = example();
    let mut text = Vec::new();
    profile.to_json(&mut text).unwrap();
    let file: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(file["format"], "ferromp-profile");
    assert_eq!(number(&file, "version"), u64::from(VERSION));
    assert!(number(&file, "processors") >= 1);
    assert_eq!(number(&file, "dropped"), 0);
    let duration = number(&file, "duration_ns");
    let sites = list(&file, "sites");
    assert_eq!(sites.len(), profile.sites.len());
    for (site, ours) in sites.iter().zip(&profile.sites) {
        assert_eq!(site["file"], ours.file);
        assert_eq!([number(site, "line"), number(site, "column")], [ours.line, ours.column].map(u64::from));
        assert!(["parallel for", "for", "taskloop"].contains(&site["kind"].as_str().unwrap()));
        for (execution, ours) in list(site, "executions").iter().zip(&ours.executions) {
            let (len, threads) = (number(execution, "len"), number(execution, "threads"));
            assert_eq!((len, threads), (ours.len, ours.threads as u64));
            assert_eq!(execution["schedule"], ours.schedule);
            assert_eq!(execution["complete"], true);
            assert!(number(execution, "begin_ns") <= number(execution, "end_ns"));
            let mut covered = 0;
            for chunk in list(execution, "chunks") {
                assert!(number(chunk, "member") < threads);
                assert!(number(chunk, "first") + number(chunk, "len") <= len);
                assert!(number(chunk, "begin_ns") <= number(chunk, "end_ns"));
                covered += number(chunk, "len");
            }
            assert_eq!(covered, len);
            for wait in list(execution, "waits") {
                assert!(number(wait, "member") < threads);
                assert!(
                    number(wait, "begin_ns") <= number(wait, "end_ns") && number(wait, "end_ns") <= duration
                );
            }
        }
    }
    let description = include_str!("../../src/profile/FORMAT.md");
    let shown = description.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    assert_eq!(shape(&shown), shape(&file), "FORMAT.md shows other keys than are written");
}

/// The keys of objects, and of the first that is not empty of each list.
fn shape(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<&String, String> =
                fields.iter().map(|(key, value)| (key, shape(value))).collect();
            format!("{fields:?}")
        }
        Value::Array(elements) => elements.iter().map(shape).max_by_key(String::len).unwrap_or_default(),
        _ => "a value".to_owned(),
    }
}

#[test]
fn the_trace_is_one_of_chromes() {
    let _watch = watchdog::watch("the_trace_is_one_of_chromes");
    let profile = example();
    let mut text = Vec::new();
    profile.to_chrome_trace(&mut text).unwrap();
    let trace: Value = serde_json::from_slice(&text).unwrap();
    let events = list(&trace, "traceEvents");
    let (mut spans, mut threads) = (0, 0);
    for event in events {
        // Every event of the format has these.
        assert!(event["name"].is_string() && event["pid"] == 1 && event["tid"].is_u64());
        assert!(event["ts"].as_f64().is_some_and(|ts| ts >= 0.0));
        match event["ph"].as_str().unwrap() {
            "X" => {
                spans += 1;
                assert!(event["cat"].is_string() && event["args"].is_object());
                assert!(event["dur"].as_f64().is_some_and(|dur| dur >= 0.0));
                assert!(number(event, "tid") < profile.threads.len() as u64);
            }
            "M" if event["name"] == "thread_name" => {
                threads += 1;
                assert!(event["args"]["name"].is_string());
            }
            "M" => assert_eq!(event["name"], "process_name"),
            other => panic!("{other}"),
        }
    }
    assert_eq!(threads, profile.threads.len());
    assert_eq!(spans, profile.threads.iter().map(|thread| thread.spans.len()).sum::<usize>());
    let chunks: Vec<&Value> = events.iter().filter(|event| event["cat"] == "chunk").collect();
    assert_eq!(chunks.len() as u64, profile.sites.iter().map(|site| site.chunks()).sum::<u64>());
    assert!(chunks.iter().all(|chunk| chunk["name"].as_str().unwrap().contains("files.rs:")));
}

#[test]
fn a_writer_that_fails_is_heard() {
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            Ok(taken)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let profile = example();
    for room in [0, 10, 200, 1000] {
        assert_eq!(profile.to_json(Full(room)).unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(profile.to_chrome_trace(Full(room)).unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
