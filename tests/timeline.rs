//! Pictures of profiles. Where ImageMagick's `convert` is installed they are also drawn, and their colours looked for.

use std::process::Command;

use ferromp::profile::Profiler;
use ferromp::{Parallel, Schedule, parallel_for};

fn spin(rounds: u64) {
    (0..rounds).for_each(|k| _ = std::hint::black_box(k));
}

fn profile(chunks: u64, rounds: u64) -> ferromp::profile::Profile {
    let recording = Profiler::new().capacity(1 << 18).start().unwrap();
    parallel_for(0..chunks).num_threads(2).schedule(Schedule::Dynamic(1)).for_each(|_| spin(rounds));
    Parallel::new().num_threads(2).run(|team| {
        team.for_loop(0..2 * chunks)
            .schedule(Schedule::StaticChunk(1))
            .for_each(|i| spin(i % 2 * 2 * rounds));
        team.masked(|| team.task(|_| spin(1000)));
        team.barrier();
    });
    recording.stop()
}

#[test]
fn a_timeline_names_loops_and_threads_and_does_not_grow_with_chunks() {
    let recorded = profile(20, 4000);
    let small = recorded.timeline_svg(800).unwrap();
    assert!(small.starts_with("<svg") && small.trim_end().ends_with("</svg>"));
    assert!(recorded.sites.iter().all(|site| small.contains(&site.place())));
    assert_eq!(recorded.sites.len(), 2);
    assert!(small.contains("ferromp-1") && small.contains("#0072B2") && small.contains("seconds"));
    let large = profile(10_000, 10).timeline_svg(800).unwrap();
    assert!(large.len() < 400_000, "{} bytes", large.len());

    let error = profile(1, 1).timeline_svg(100).unwrap_err();
    assert!(error.to_string().contains("wide enough"));
    // Nothing was recorded: an empty picture, but one.
    let empty = Profiler::new().start().unwrap().stop().timeline_svg(400).unwrap();
    assert!(empty.starts_with("<svg"));

    drawn(&small);
}

/// Draws the picture and counts what is in the colours of the two loops.
fn drawn(svg: &str) {
    let path = std::env::temp_dir().join(format!("ferromp-timeline-{}.svg", std::process::id()));
    std::fs::write(&path, svg).unwrap();
    let output = Command::new("convert")
        .arg(&path)
        .args(["-format", "%c", "-depth", "8", "histogram:info:-"])
        .output();
    std::fs::remove_file(&path).unwrap();
    let Ok(output) = output else { return eprintln!("no `convert` here: the picture was not drawn") };
    if !output.status.success() {
        return eprintln!("`convert` cannot draw this: {}", String::from_utf8_lossy(&output.stderr));
    }
    let histogram = String::from_utf8_lossy(&output.stdout);
    let pixels = |colour: &str| -> u64 {
        let line = histogram.lines().find(|line| line.contains(colour));
        line.and_then(|line| line.trim().split(':').next()?.parse().ok()).unwrap_or(0)
    };
    assert!(pixels("#0072B2") > 500 && pixels("#E69F00") > 500, "{histogram}");
}
