//! The untyped form, as an interface calls it that has no closures: begin, next, post, wait, end.

use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::barrier::Phase;
use crate::icv::{self, DataEnv};
use crate::schedule::Schedule;
use crate::team::context::Context;
use crate::team::frame::Frame;
use crate::team::region::{self, Data, Outcome};
use crate::team::registry;
use crate::worksharing::crossing::{Crossing, Shape};
use crate::worksharing::meet::Met;

/// Runs `body` on each of `size` members.
fn region<F: Fn(&Context) + Sync>(size: usize, body: F) -> Outcome {
    /// # Safety
    /// `data` is where an `F` is that lives through the call.
    unsafe fn run<F: Fn(&Context)>(data: Data, member: &Context) {
        // SAFETY: contract of this function.
        unsafe { (*data.first.cast::<F>())(member) }
    }
    let taken = registry::take(size);
    let mut frame = Frame {
        parent: std::ptr::null(),
        core: Some(taken.core),
        size,
        level: 1,
        active_level: 1,
        start: Phase(0),
        first_construct: 0,
        settle: None,
        settings: DataEnv::initial(icv::environment(), 2),
        mark: crate::hook::RegionMark::NONE,
    };
    let data = Data::at(&body);
    // SAFETY: `body` lives through the call and may be called by all; the team has been taken for them.
    let outcome = unsafe { region::open(taken.core, &mut frame, run::<F>, data, Location::caller()) };
    taken.core.give_back();
    outcome
}

/// The numbers of the paths from the corner to each cell of a cube; some iterations post, others leave it to the end.
fn paths(counts: [u64; 3], size: usize, schedule: Schedule<'static>) -> Vec<u64> {
    let [n, m, l] = counts;
    let at = |i: u64, j: u64, k: u64| ((i * m + j) * l + k) as usize;
    let cells: Vec<AtomicU64> = (0..n * m * l).map(|_| AtomicU64::new(0)).collect();
    let place = Location::caller();
    let outcome = region(size, |context| {
        let met = Met { context, schedule, place };
        let shape = Shape::of(&counts).expect("a small nest");
        let mut crossing = Crossing::begin(&met, shape);
        while let Some(chunk) = crossing.next() {
            for i in chunk {
                for j in 0..m {
                    for k in 0..l {
                        // One of them is outside at each border, and wraps around in C.
                        crossing.wait(&[i.wrapping_sub(1), j, k], &counts);
                        crossing.wait(&[i, j.wrapping_sub(1), k], &counts);
                        crossing.wait(&[i, j, k.wrapping_sub(1)], &counts);
                        let get = |on, cell: usize| if on { cells[cell].load(Relaxed) } else { 0 };
                        let above = get(i > 0, at(i.saturating_sub(1), j, k));
                        let left = get(j > 0, at(i, j.saturating_sub(1), k));
                        let before = get(k > 0, at(i, j, k.saturating_sub(1)));
                        let corner = u64::from(i + j + k == 0);
                        cells[at(i, j, k)].store(corner + above + left + before, Relaxed);
                        if (i + j * k) % 3 != 0 {
                            crossing.post(&[i, j, k], &counts);
                        }
                    }
                }
            }
        }
        crossing.end();
        context.barrier(place);
    });
    assert!(matches!(outcome, Outcome::Done));
    cells.into_iter().map(AtomicU64::into_inner).collect()
}

#[test]
fn a_cube_by_single_calls() {
    for counts in [[9, 4, 3], [150, 1, 1], [1, 5, 6], [0, 4, 4], [4, 0, 4]] {
        let expected = paths(counts, 1, Schedule::Static);
        if counts == [9, 4, 3] {
            // 13! / (8! 3! 2!)
            assert_eq!(expected.last(), Some(&12_870));
        }
        for size in [2, 3, 4, 8] {
            let chunked =
                [Schedule::StaticChunk(2), Schedule::Dynamic(1), Schedule::Dynamic(4), Schedule::Guided(1)];
            for schedule in [Schedule::Static].into_iter().chain(chunked) {
                assert_eq!(paths(counts, size, schedule), expected, "{counts:?} {size} {schedule:?}");
            }
        }
    }
}

#[test]
fn a_sink_beyond_the_chunk_is_refused() {
    let place = Location::caller();
    let outcome = region(2, |context| {
        let met = Met { context, schedule: Schedule::StaticChunk(1), place };
        let mut crossing = Crossing::begin(&met, Shape { outer: 4, inner: 2 });
        while let Some(chunk) = crossing.next() {
            crossing.wait(&[chunk.end, 0], &[4, 2]);
        }
        crossing.end();
    });
    let Outcome::Panicked(payload) = outcome else { panic!("it panics") };
    assert!(payload.downcast_ref::<String>().is_some_and(|said| said.contains("must be an earlier one")));
}

#[test]
fn shapes_have_at_most_64_bits() {
    assert_eq!(Shape::of(&[]), None);
    assert_eq!(Shape::of(&[7]), Some(Shape { outer: 7, inner: 1 }));
    assert_eq!(Shape::of(&[7, 2, 3]), Some(Shape { outer: 7, inner: 6 }));
    assert_eq!(Shape::of(&[u64::MAX, 1]), Some(Shape { outer: u64::MAX, inner: 1 }));
    assert_eq!(Shape::of(&[u64::MAX, u64::MAX, 0]), Some(Shape { outer: 0, inner: 0 }));
    assert_eq!(Shape::of(&[1 << 32, 1 << 32]), None);
}
