//! Compares two strands of DNA: the best local alignment by Smith and Waterman.
//!
//! ```text
//! cargo run --release --example wavefront [BASES]
//! ```
//! Each element of the table depends on its neighbours above, to the left, and above the left one. The table is
//! cut into tiles, and each tile is a task that changes two borders: the lower one of its column of tiles and
//! the right one of its row. So it waits for the tiles above and to the left, and for no others: a wave runs
//! through the table, and nobody waits for all of a diagonal. Only borders are kept in memory.
//!
//! Ends with an error if the best score, or the place where it is reached first, is not that of the whole
//! table.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/random.rs"]
mod random;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::Data;
use ferromp::prelude::*;
use random::Random;

/// Rows and columns of a tile.
const TILE: usize = 256;
const MATCH: i32 = 2;
const MISMATCH: i32 = -3;
const GAP: i32 = -5;

fn main() -> Result<(), Box<dyn Error>> {
    let bases = arguments::number(1, "BASES", 6000_usize)?.max(1);
    let (a, b) = strands(bases);

    let (serial, serial_time) = timed::best_of(3, || align_serially(&a, &b));
    let (parallel, parallel_time) = timed::best_of(3, || align(&a, &b));

    println!("{} by {} bases: {parallel}", a.len(), b.len());
    if parallel != serial {
        return Err(format!("serially, {serial}").into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

/// Two random strands that have a stretch in common, but for some mutations.
fn strands(bases: usize) -> (Vec<u8>, Vec<u8>) {
    let mut random = Random(20);
    let mut strand = |n: usize| -> Vec<u8> { (0..n).map(|_| b"ACGT"[random.below(4) as usize]).collect() };
    let (a, mut b) = (strand(bases), strand(bases));
    let (from, to, length) = (bases / 5, bases / 2, bases / 4);
    b[to..][..length].copy_from_slice(&a[from..][..length]);
    b[to..][..length].iter_mut().step_by(11).for_each(|base| *base = b'A');
    (a, b)
}

/// A score, and where it is reached: the first such place in reading order.
#[derive(Clone, Copy, Default, PartialEq)]
struct Best {
    score: i32,
    row: usize,
    column: usize,
}

impl Best {
    fn or(self, other: Self) -> Self {
        let key = |best: &Self| (best.score, std::cmp::Reverse((best.row, best.column)));
        if key(&other) > key(&self) { other } else { self }
    }
}

impl std::fmt::Display for Best {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "score {} where base {} meets base {}", self.score, self.row, self.column)
    }
}

/// The right border of what is done of some rows, and the best of these rows so far.
struct Rows<'a> {
    first: usize,
    bases: &'a [u8],
    /// The scores left of the next tile, with the corner above them at 0.
    border: Vec<i32>,
    best: Best,
}

/// The lower border of what is done of some columns.
struct Columns<'a> {
    first: usize,
    bases: &'a [u8],
    border: Vec<i32>,
}

fn rows(bases: &[u8], size: usize) -> Vec<Rows<'_>> {
    let border = |bases: &[u8]| vec![0; bases.len() + 1];
    let best = Best::default();
    let chunks = bases.chunks(size).enumerate();
    chunks.map(|(k, bases)| Rows { first: k * size, bases, border: border(bases), best }).collect()
}

fn columns(bases: &[u8], size: usize) -> Vec<Columns<'_>> {
    let chunks = bases.chunks(size).enumerate();
    chunks.map(|(k, bases)| Columns { first: k * size, bases, border: vec![0; bases.len()] }).collect()
}

/// The whole table as one tile.
fn align_serially(a: &[u8], b: &[u8]) -> Best {
    let (mut rows, mut columns) = (rows(a, a.len()), columns(b, b.len()));
    tile(&mut rows[0], &mut columns[0]);
    rows[0].best
}

fn align(a: &[u8], b: &[u8]) -> Best {
    let rows: Vec<_> = rows(a, TILE).into_iter().map(Data::new).collect();
    let columns: Vec<_> = columns(b, TILE).into_iter().map(Data::new).collect();
    parallel_masked(|team| {
        for rows in &rows {
            for columns in &columns {
                team.task_with((rows.write(), columns.write()), |_, (rows, columns)| tile(rows, columns));
            }
        }
    });
    rows.into_iter().map(|rows| rows.into_inner().best).fold(Best::default(), Best::or)
}

/// Fills the tile where `rows` and `columns` meet, and moves both borders beyond it.
fn tile(rows: &mut Rows<'_>, columns: &mut Columns<'_>) {
    // The next tile's corner is the last score of this tile's upper border.
    let corner = columns.border[columns.bases.len() - 1];
    let mut above_left = rows.border[0];
    for (i, a) in rows.bases.iter().enumerate() {
        let (mut diagonal, mut left) = (above_left, rows.border[i + 1]);
        above_left = left;
        for (j, (score, b)) in columns.border.iter_mut().zip(columns.bases).enumerate() {
            let paired = diagonal + if a == b { MATCH } else { MISMATCH };
            diagonal = *score;
            left = paired.max(diagonal.max(left) + GAP).max(0);
            *score = left;
            if left > rows.best.score {
                rows.best = Best { score: left, row: rows.first + i, column: columns.first + j };
            }
        }
        rows.border[i + 1] = left;
    }
    rows.border[0] = corner;
}
