//! `tile`: ranges in pieces.

use std::ops::{Range, RangeInclusive};

/// The ranges that a loop over tiles visits.
pub trait Tiled {
    /// One piece of it.
    type Tile: Clone;

    /// Pieces of `size` integers, the last maybe shorter. A size below 1 counts as 1.
    fn tiles(self, size: u64) -> impl Iterator<Item = Self::Tile> + Clone;
}

macro_rules! tiled {
    ($($integer:ident)+) => {$(
        impl Tiled for Range<$integer> {
            type Tile = Range<$integer>;

            #[inline]
            fn tiles(self, size: u64) -> impl Iterator<Item = Self::Tile> + Clone {
                let mut start = self.start;
                std::iter::from_fn(move || {
                    if start >= self.end {
                        return None;
                    }
                    // At most the end, so it fits.
                    let end = (start as i128 + i128::from(size.max(1))).min(self.end as i128) as $integer;
                    let tile = start..end;
                    start = end;
                    Some(tile)
                })
            }
        }

        impl Tiled for RangeInclusive<$integer> {
            type Tile = RangeInclusive<$integer>;

            #[inline]
            fn tiles(self, size: u64) -> impl Iterator<Item = Self::Tile> + Clone {
                let rest = i128::from(size.max(1)) - 1;
                let mut next = if self.is_empty() { None } else { Some(*self.start()) };
                std::iter::from_fn(move || {
                    let start = next?;
                    let last = (start as i128 + rest).min(*self.end() as i128) as $integer;
                    next = if last < *self.end() { last.checked_add(1) } else { None };
                    Some(start..=last)
                })
            }
        }
    )+};
}

tiled!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

/// The tiles of a range; see [`Tiled`].
#[inline]
pub fn tiles<T: Tiled>(range: T, size: impl TryInto<u64>) -> impl Iterator<Item = T::Tile> + Clone {
    range.tiles(size.try_into().unwrap_or(1))
}
