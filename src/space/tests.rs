//! The law of every space: blocks over any partition, asked for in any order, are the serial iterator cut to
//! pieces.

use proptest::prelude::*;

use super::*;

#[cfg(feature = "ndarray")]
mod arrays;
mod integers;
mod moved;
mod nests;
mod slices;

/// How to cut a space: where, in which order the blocks are asked for, and how their items are drawn.
#[derive(Clone, Debug)]
struct Cuts {
    at: Vec<u16>,
    order: u64,
    fold: bool,
}

fn cuts() -> impl Strategy<Value = Cuts> {
    let at = prop::collection::vec(any::<u16>(), 0..6);
    (at, any::<u64>(), any::<bool>()).prop_map(|(at, order, fold)| Cuts { at, order, fold })
}

impl Cuts {
    /// A partition of `0..len`, empty blocks included, in some order.
    fn blocks(&self, len: u64) -> Vec<Range<u64>> {
        let mut ends: Vec<u64> = self.at.iter().map(|&cut| u64::from(cut) % (len + 1)).collect();
        ends.extend([0, len]);
        ends.sort_unstable();
        let mut blocks: Vec<_> = ends.windows(2).map(|w| w[0]..w[1]).collect();
        let mut order = self.order;
        for last in (1..blocks.len()).rev() {
            blocks.swap(last, (order % (last as u64 + 1)) as usize);
            order /= last as u64 + 1;
        }
        blocks
    }

    /// Draws one block.
    fn draw<I: Iterator>(&self, mut block: I) -> Vec<I::Item> {
        let mut items = Vec::new();
        if self.fold {
            // One item by `next` first: `fold` must go on from there.
            items.extend(block.next());
            block.for_each(|item| items.push(item));
        } else {
            for item in block {
                items.push(item);
            }
        }
        items
    }
}

/// Checks the law for a space and the items of its serial iterator.
macro_rules! law {
    ($space:expr, $serial:expr, $cuts:expr) => {{
        let space = $crate::space::IntoSpace::into_space($space);
        let serial: Vec<_> = $serial.into_iter().collect();
        let len = $crate::space::Space::len(&space);
        prop_assert_eq!(len, serial.len() as u64);
        let mut drawn = Vec::new();
        for range in $cuts.blocks(len) {
            // SAFETY: the blocks are a partition of `0..len`; shared data is used by one thread.
            let block = unsafe { $crate::space::Space::block(&space, range.clone()) };
            let (low, high) = block.size_hint();
            let items = $cuts.draw(block);
            prop_assert!(low <= items.len() && high.is_none_or(|high| items.len() <= high));
            prop_assert_eq!(items.len() as u64, range.end - range.start);
            drawn.push((range.start, range.end, items));
        }
        drawn.sort_by_key(|(start, end, _)| (*start, *end));
        let drawn: Vec<_> = drawn.into_iter().flat_map(|(_, _, items)| items).collect();
        prop_assert_eq!(drawn, serial);
    }};
}
use law;

/// Every item of a space, in one block.
macro_rules! items {
    ($space:expr) => {{
        let space = $crate::space::IntoSpace::into_space($space);
        // SAFETY: all iterations, once.
        unsafe { $crate::space::Space::block(&space, 0..$crate::space::Space::len(&space)) }
            .collect::<Vec<_>>()
    }};
}
use items;

fn message(panic: Box<dyn std::any::Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => (*other.downcast::<&'static str>().expect("a text")).to_owned(),
    }
}

/// What `f` panics with.
fn panics<R>(f: impl FnOnce() -> R) -> String {
    message(std::panic::catch_unwind(std::panic::AssertUnwindSafe(f)).err().expect("a panic"))
}

fn assert_sync<S: IntoSpace<Space: Sync + Send>>(_: &S) {}

#[test]
fn spaces_reach_other_threads() {
    let (mut x, mut y, mut z) = ([1_u8; 3], vec![1_u8; 3], vec![2_u8; 3]);
    let mut shared = [1_u8; 3];
    let shared = SharedMut::new(&mut shared);
    assert_sync(&(0..3, 0..=3, (0..9).step_by(3)));
    assert_sync(&(x.chunks(2), x.windows(2), &z));
    assert_sync(&(&mut x, chunks_mut(&mut y, 2), z.iter_mut()));
    assert_sync(&(vec![std::cell::Cell::new(1)], enumerate(0..3), shared.iter_mut()));
    assert_sync(&(collapse(0..3, 0..3), lower_triangle(3)));
}

/// What a construct of the runtime looks like to the compiler.
fn for_each<S: IntoSpace<Space: Sync>>(space: S, body: impl for<'i> FnMut(<S::Space as Items<'i>>::Item)) {
    let space = space.into_space();
    // SAFETY: all iterations, once.
    unsafe { space.block(0..space.len()) }.for_each(body);
}

/// Closures need no types, and integers take theirs from the use, as in a `for` loop.
#[test]
fn types_are_inferred() {
    let (x, mut y, mut z) = (vec![1.0, 2.0, 3.0], vec![0.0; 3], [[0.0; 3]; 2]);
    let a = 2.0;
    for_each(0..3, |i| y[i] += x[i]);
    for_each((0..3).rev(), |i| y[i] += x[i]);
    for_each(0..=2, |i| y[i] += x[i]);
    for_each(collapse(0..2, 0..3), |(i, j)| z[i][j] += x[j]);
    for_each(collapse3(0..2, 0..3, 0..1), |(i, j, k)| z[i][j] += x[k]);
    for_each((&mut y[..], &x[..]), |(y, x)| *y += a * *x);
    for_each((0..3, &mut y[..], &x), |(i, y, _)| *y += x[i]);
    for_each(enumerate(chunks_mut(&mut y, 2)), |(i, chunk)| chunk.iter_mut().for_each(|y| *y += x[i]));
    let shared = SharedMut::new(&mut y);
    for_each(shared.iter_mut(), |y| *y += 1.0);
    for_each((shared.chunks_mut(2), 0..3), |(chunk, i)| chunk[0] += x[i]);
    assert_eq!(y, [9.0, 14.0, 23.0]);
    assert_eq!(z, [[2.0, 3.0, 4.0]; 2]);
}

/// trap20: a block outside of a space is refused before anything is touched.
#[test]
fn a_block_outside_is_refused() {
    fn refused<S: IntoSpace>(space: S) {
        let space = space.into_space();
        let len = space.len();
        for range in [0..len + 1, len + 1..len + 1, u64::MAX..u64::MAX, Range { start: 1, end: 0 }] {
            // SAFETY: not kept on purpose: the crate's own spaces promise a panic instead of a block.
            let refusal = panics(|| drop(unsafe { space.block(range) }));
            assert!(refusal.contains(&format!("has {len}")), "{refusal}");
        }
    }
    let (mut x, mut y) = ([1, 2, 3], [1, 2, 3]);
    refused(0..3);
    refused(0..=3);
    refused((0..9_u8).rev());
    refused(&[1, 2, 3]);
    refused([1, 2, 3].chunks(2));
    refused(vec![1, 2, 3]);
    refused((0..3, &mut x));
    refused(chunks_mut(&mut x, 2));
    refused(chunks_exact_mut(&mut x, 2));
    refused(enumerate(&mut x));
    refused(collapse(0..2, 0..2));
    refused(collapse(0..2, 0..0));
    refused(lower_triangle(4));
    refused(SharedMut::new(&mut x).iter_mut());
    refused(SharedMut::new(&mut y).chunks_mut(2));
}
