//! Team sizes that every test of tasks is tried with.
#![allow(dead_code)] // each test uses what it needs

/// Alone, fewer than the usual machine has, as many, more, and more than fit in a word of bits.
pub(crate) const SIZES: [usize; 6] = [1, 2, 3, 4, 8, 64];

/// Fewer rounds for larger teams, which on few processors take their time.
pub(crate) fn rounds(most: usize, members: usize) -> usize {
    (most / members).max(1)
}
