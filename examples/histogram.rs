//! Counts the letters of a text.
//!
//! ```text
//! cargo run --release --example histogram [FILE [TIMES]]
//! ```
//! FILE is repeated TIMES over, by default to some 100 MB. Without it a licence text is counted.
//! Every piece is counted into a table of its own; the tables are added up, an array reduction.
//!
//! Ends with an error if serial and parallel counts differ, or do not add up to the length of the text.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;

/// How often each byte occurs.
type Counts = [u64; 256];

fn main() -> Result<(), Box<dyn Error>> {
    let bundled = concat!(env!("CARGO_MANIFEST_DIR"), "/LICENSE-APACHE");
    let path = std::env::args().nth(1).unwrap_or_else(|| bundled.to_owned());
    let text = std::fs::read(&path).map_err(|e| format!("{path}: {e}"))?;
    let times = arguments::number(2, "TIMES", (1 << 27) / text.len().max(1))?.max(1);
    let text = text.repeat(times);
    println!("{path}, {times} times: {:.1} MB", text.len() as f64 / 1e6);

    let (serial, serial_time) = timed::best_of(3, || {
        let mut counts = [0; 256];
        count(&text, &mut counts);
        counts
    });
    let (parallel, parallel_time) = timed::best_of(3, || count_in_parallel(&text));

    if let Some(byte) = (0..256).find(|&byte| serial[byte] != parallel[byte]) {
        return Err(format!("byte {byte}: {} and {}", serial[byte], parallel[byte]).into());
    }
    if parallel.iter().sum::<u64>() != text.len() as u64 {
        return Err("some bytes were not counted".into());
    }
    show(&parallel);
    timed::report(serial_time, parallel_time);
    Ok(())
}

fn count(text: &[u8], counts: &mut Counts) {
    text.iter().for_each(|&byte| counts[usize::from(byte)] += 1);
}

fn count_in_parallel(text: &[u8]) -> Counts {
    parallel_for(text.chunks(1 << 16)).schedule(Schedule::Guided(1)).reduce(Sum, |piece| {
        let mut counts = [0; 256];
        count(piece, &mut counts);
        counts
    })
}

/// The ten commonest letters.
fn show(counts: &Counts) {
    let letters = (b'a'..=b'z').map(|letter| {
        let both = [letter, letter.to_ascii_uppercase()].map(|byte| counts[usize::from(byte)]);
        (both.iter().sum::<u64>(), char::from(letter))
    });
    let mut letters: Vec<(u64, char)> = letters.collect();
    letters.sort_by(|a, b| b.cmp(a));
    let most = letters[0].0.max(1);
    for (count, letter) in letters.into_iter().take(10) {
        println!("{letter} {count:>10} {}", "#".repeat((count * 40 / most) as usize));
    }
}
