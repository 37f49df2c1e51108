//! A bit for each element of a vector whose elements come and go one by one, on several threads.

use std::ops::Range;
use std::ptr;

use crate::prim::{AtomicU64, Ordering};

/// Which of the elements `0..len` were marked.
#[derive(Debug)]
pub(crate) struct Marks {
    words: Box<[AtomicU64]>,
    len: usize,
}

const BITS: usize = u64::BITS as usize;

impl Marks {
    /// None of `len` is marked. With `len` 0 it allocates nothing and forgets every mark.
    pub(crate) fn new(len: usize) -> Self {
        Self { words: (0..len.div_ceil(BITS)).map(|_| AtomicU64::new(0)).collect(), len }
    }

    /// Marks the elements `range`, none of which was marked before.
    pub(crate) fn mark(&self, range: Range<usize>) {
        if self.words.is_empty() {
            return;
        }
        let mut at = range.start;
        while at < range.end {
            let (word, bit) = (at / BITS, at % BITS);
            let n = (range.end - at).min(BITS - bit);
            let mask = (u64::MAX >> (BITS - n)) << bit;
            // Relaxed: read only when the loop is over, which is ordered after every part of it.
            let before = self.words[word].fetch_or(mask, Ordering::Relaxed);
            debug_assert_eq!(before & mask, 0, "an element came or went twice");
            at += n;
        }
    }

    /// The first element at or after `from` that is marked (or is not), or `len`.
    fn find(&self, from: usize, marked: bool) -> usize {
        let mut at = from;
        while at < self.len {
            let word = self.words[at / BITS].load(Ordering::Relaxed);
            let hits = (if marked { word } else { !word }) >> (at % BITS);
            if hits != 0 {
                return (at + hits.trailing_zeros() as usize).min(self.len);
            }
            at = (at / BITS + 1) * BITS;
        }
        self.len
    }

    /// Moves the elements that are marked (or are not) to the front of `buffer` and makes them its contents. The
    /// vector then knows how to drop them, and how to go on when one of the drops panics.
    ///
    /// # Safety
    /// - `buffer` is of length 0, and its memory has room for `len` elements.
    /// - Those to be kept are initialised and owned by nobody else.
    pub(crate) unsafe fn close_ranks<T>(&self, buffer: &mut Vec<T>, marked: bool) {
        let data = buffer.as_mut_ptr();
        let (mut kept, mut from) = (0, 0);
        loop {
            let start = self.find(from, marked);
            if start == self.len {
                break;
            }
            let end = self.find(start, !marked);
            // SAFETY:
            // - `kept <= start`, and both stretches lie within the `len` elements of the buffer;
            // - elements `start..end` are initialised (contract); those at `kept..` that are not among them are not
            //   to be kept or have moved already, so none is overwritten that is still owed a drop.
            unsafe { ptr::copy(data.add(start), data.add(kept), end - start) };
            kept += end - start;
            from = end;
        }
        // SAFETY: `kept <= len`, for which there is room, and the first `kept` elements are initialised and owned
        // by nobody else.
        unsafe { buffer.set_len(kept) };
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranks_close_over_any_marks(cuts in prop::collection::vec(0usize..70, 0..12), marked: bool) {
            let len = cuts.iter().sum();
            let marks = Marks::new(len);
            let mut expected = Vec::new();
            let (mut at, mut is_marked) = (0, false);
            for n in cuts {
                if is_marked {
                    marks.mark(at..at + n);
                }
                if is_marked == marked {
                    expected.extend((at..at + n).map(|k| k.to_string()));
                }
                (at, is_marked) = (at + n, !is_marked);
            }
            let mut buffer = Vec::with_capacity(len);
            for (k, place) in buffer.spare_capacity_mut()[..len].iter_mut().enumerate() {
                // What is not to be kept must not be touched: it is never written.
                if expected.binary_search_by_key(&k, |s: &String| s.parse().unwrap()).is_ok() {
                    place.write(k.to_string());
                }
            }
            // SAFETY: length 0, room for `len`, and what is expected has just been written.
            unsafe { marks.close_ranks(&mut buffer, marked) };
            prop_assert_eq!(buffer, expected);
        }
    }
}
