//! The ways to place `n` queens so that none attacks another: small tasks of uneven size.

use super::Joins;

/// More columns no program here asks for.
pub const MOST: usize = 16;

/// The rows filled so far, as what they attack in the next row: a bit for each column.
#[derive(Clone, Copy)]
pub struct Board {
    full: u32,
    columns: u32,
    left: u32,
    right: u32,
}

impl Board {
    /// No queen yet on `n` columns.
    pub fn empty(n: u32) -> Self {
        Self { full: (1 << n) - 1, columns: 0, left: 0, right: 0 }
    }

    /// Whether every row has its queen.
    pub fn done(self) -> bool {
        self.columns == self.full
    }

    /// The columns of the next row that nobody attacks.
    pub fn free(self) -> u32 {
        self.full & !(self.columns | self.left | self.right)
    }

    /// With the queen of the next row in the column of `bit`.
    pub fn with(self, bit: u32) -> Self {
        let (columns, left, right) = (self.columns | bit, (self.left | bit) << 1, (self.right | bit) >> 1);
        Self { columns, left, right, ..self }
    }
}

/// The lowest bit of `bits`.
pub fn lowest(bits: u32) -> u32 {
    bits & bits.wrapping_neg()
}

/// Serially.
pub fn serial(board: Board) -> u64 {
    if board.done() {
        return 1;
    }
    let (mut free, mut count) = (board.free(), 0);
    while free != 0 {
        let bit = lowest(free);
        free ^= bit;
        count += serial(board.with(bit));
    }
    count
}

/// By `join`: the first of the free columns, and the others.
pub fn join<J: Joins>(context: &mut J::Context<'_>, board: Board) -> u64 {
    if board.done() {
        return 1;
    }
    places::<J>(context, board, board.free())
}

fn places<J: Joins>(context: &mut J::Context<'_>, board: Board, free: u32) -> u64 {
    let bit = lowest(free);
    match free ^ bit {
        0 if bit == 0 => 0,
        0 => join::<J>(context, board.with(bit)),
        others => {
            let first = |c: &mut J::Context<'_>| join::<J>(c, board.with(bit));
            let (a, b) = J::join(context, first, |c| places::<J>(c, board, others));
            a + b
        }
    }
}
