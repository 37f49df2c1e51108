//! Numbers in clauses, of whatever integer type.

use crate::schedule::{BinLpt, Schedule};

/// The number of threads that a clause asks for; OpenMP leaves numbers below 1 open, here they ask for one.
#[inline]
pub fn num_threads(n: impl TryInto<usize>) -> usize {
    n.try_into().unwrap_or(1)
}

/// The chunk size of a `schedule` clause; a number below 1 means 1.
#[inline]
pub fn chunk(n: impl TryInto<u64>) -> u64 {
    n.try_into().unwrap_or(1)
}

/// A ratio in a `schedule` clause, of any type of number that an `f64` holds.
#[inline]
pub fn ratio(x: impl Into<f64>) -> f32 {
    x.into() as f32
}

/// A weight in a `schedule` clause: 1 to 255, the nearer one for other numbers.
#[inline]
pub fn weight(n: impl TryInto<u64>) -> u8 {
    n.try_into().map_or(1, |n| n.clamp(1, 255) as u8)
}

/// Up to eight weights, the rest of the list empty.
#[inline]
pub fn weights(list: &[u8]) -> [u8; 8] {
    std::array::from_fn(|k| list.get(k).copied().unwrap_or(0))
}

/// What may follow `binlpt` in a `schedule` clause: how many bins, or bins made of an estimate.
pub trait Bins<'p> {
    /// The schedule that it makes.
    fn schedule(self) -> Schedule<'p>;
}

impl<'p> Bins<'p> for &'p BinLpt {
    #[inline]
    fn schedule(self) -> Schedule<'p> {
        Schedule::BinLpt(self)
    }
}

macro_rules! numbers_of_bins {
    ($($number:ty)*) => {$(
        impl Bins<'static> for $number {
            #[inline]
            fn schedule(self) -> Schedule<'static> {
                Schedule::EvenBins(chunk(self))
            }
        }
    )*};
}

numbers_of_bins!(i32 u32 i64 u64 usize);

/// The member that `filter` names; a number below 0 is nobody's.
#[inline]
pub fn thread_num(n: impl TryInto<usize>) -> usize {
    n.try_into().unwrap_or(usize::MAX)
}

/// The value of a `priority` clause; a number below 0 means 0.
#[inline]
pub fn priority(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(0)
}
