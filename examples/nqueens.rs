//! Counts the ways to place queens on a board so that none attacks another.
//!
//! ```text
//! cargo run --release --example nqueens [QUEENS]
//! ```
//! The board is filled row by row. Counted twice: by `join`, which splits the free places of a row until one
//! is left, and by tasks, one for each place of the first rows, that add up their results in a `taskgroup`.
//!
//! Ends with an error if a count differs from the serial one, or from the one that is known.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;
use std::hint::black_box;

use ferromp::prelude::*;

/// The counts for 0 queens and more (sequence A000170 of the encyclopedia of integer sequences).
const KNOWN: [u64; 17] =
    [1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200, 73712, 365596, 2279184, 14772512];
/// Rows whose places are tasks in the second way of counting.
const ROWS_OF_TASKS: u32 = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let queens = arguments::number(1, "QUEENS", 13_usize)?.min(KNOWN.len() - 1);
    let board = Board::empty(queens);

    let (serial, serial_time) = timed::best_of(3, || count_serially(black_box(board)));
    let (joined, joined_time) = timed::best_of(3, || parallel_masked(|team| count(team, board)));
    let (tasks, _) = timed::best_of(3, || parallel_masked(|team| count_by_tasks(team, board)));

    println!("{queens} queens: {joined} ways");
    for (how, count) in [("serially", serial), ("by join", joined), ("by tasks", tasks)] {
        if count != KNOWN[queens] {
            return Err(format!("{count} ways {how}, {} are known", KNOWN[queens]).into());
        }
    }
    timed::report(serial_time, joined_time);
    Ok(())
}

/// What the queens placed so far attack in the next row: a bit for each column.
#[derive(Clone, Copy)]
struct Board {
    full: u32,
    columns: u32,
    left: u32,
    right: u32,
}

impl Board {
    fn empty(n: usize) -> Self {
        Self { full: (1 << n) - 1, columns: 0, left: 0, right: 0 }
    }

    /// The places of the next row that nobody attacks.
    fn free(self) -> Places {
        Places(self.full & !(self.columns | self.left | self.right))
    }

    fn with(self, place: u32) -> Self {
        let (columns, left, right) =
            (self.columns | place, (self.left | place) << 1, (self.right | place) >> 1);
        Self { columns, left, right, ..self }
    }

    fn is_full(self) -> bool {
        self.columns == self.full
    }

    fn row(self) -> u32 {
        self.columns.count_ones()
    }
}

/// Places of a row, lowest bit first.
#[derive(Clone, Copy)]
struct Places(u32);

impl Iterator for Places {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let place = self.0 & self.0.wrapping_neg();
        self.0 ^= place;
        (place != 0).then_some(place)
    }
}

fn count_serially(board: Board) -> u64 {
    if board.is_full() {
        return 1;
    }
    board.free().map(|place| count_serially(board.with(place))).sum()
}

fn count(team: &Team<'_>, board: Board) -> u64 {
    if board.is_full() { 1 } else { count_in(team, board, board.free()) }
}

/// The ways that have the next queen in one of `places`.
fn count_in(team: &Team<'_>, board: Board, mut places: Places) -> u64 {
    match places.next() {
        None => 0,
        Some(last) if places.0 == 0 => count(team, board.with(last)),
        Some(first) => {
            let (a, b) =
                team.join(|team| count(team, board.with(first)), |team| count_in(team, board, places));
            a + b
        }
    }
}

fn count_by_tasks(team: &Team<'_>, board: Board) -> u64 {
    if board.is_full() || board.row() >= ROWS_OF_TASKS {
        return count_serially(board);
    }
    let mut counts = [0; 32];
    team.taskgroup(|group| {
        for (place, count) in board.free().zip(&mut counts) {
            group.task(move |team| *count = count_by_tasks(team, board.with(place)));
        }
    });
    counts.iter().sum()
}
