//! Pictures of profiles. Where ImageMagick's `convert` is installed they are also drawn, and their colours looked for.

use std::collections::BTreeMap;
use std::io::{Cursor, Error, Write};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ferromp::profile::Profiler;
use ferromp::{Parallel, Schedule, parallel_for};

/// There can be one recording at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

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
    let _alone = alone();
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

/// The pixels of an image, which are as many as were asked for, by colour.
fn decoded(png: &[u8], width: u32, height: u32) -> BTreeMap<[u8; 3], usize> {
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height, info.color_type), (width, height, png::ColorType::Rgb));
    let mut colours = BTreeMap::new();
    pixels.as_chunks().0.iter().for_each(|pixel| *colours.entry(*pixel).or_default() += 1);
    colours
}

/// What can be written to for so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or_else(|| Error::other("no space left"))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_timeline_is_an_image_in_the_colours_of_the_loops() {
    let _alone = alone();
    let recorded = profile(20, 4000);
    let threads = recorded.threads.len() as u32;
    for (width, height) in [(20, 16 + 4 * threads), (301, 97), (640, 200)] {
        let mut image = Vec::new();
        recorded.timeline_png(width, height, &mut image).unwrap();
        let colours = decoded(&image, width, height);
        assert!(colours[&[255; 3]] >= 16 * width as usize, "the margin");
        if width >= 301 {
            // Both loops, and the members' frames.
            let found = [[0, 114, 178], [230, 159, 0], [238; 3]].map(|colour| colours.contains_key(&colour));
            assert_eq!(found, [true; 3], "{colours:?}");
        }
        for room in [0, 20, image.len() - 1] {
            let error = recorded.timeline_png(width, height, Full(room)).unwrap_err();
            assert!(error.to_string().contains("no space left"), "{error}");
        }
    }
    for (width, height) in [(0, 0), (19, 97), (301, 15 + 4 * threads), (65_537, 97), (301, u32::MAX)] {
        let error = recorded.timeline_png(width, height, Full(0)).unwrap_err();
        assert!(error.to_string().contains("at most"), "{error}");
    }
    // Nothing was recorded: white.
    let mut image = Vec::new();
    Profiler::new().start().unwrap().stop().timeline_png(40, 30, &mut image).unwrap();
    assert_eq!(decoded(&image, 40, 30), BTreeMap::from([([255; 3], 1200)]));
}
