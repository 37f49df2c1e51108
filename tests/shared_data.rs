//! Shared mutable data in real regions.

use ferromp::space::{SharedMut, collapse, enumerate};
use ferromp::{Parallel, Schedule};

/// Heat on a line: two buffers, each read while the other is written, hundreds of steps in one region.
#[test]
fn a_stencil_between_barriers() {
    const N: usize = 1000;
    const STEPS: usize = 200;
    let start: Vec<f64> = (0..N).map(|i| (i % 17) as f64).collect();
    let step = |from: &[f64], i: usize| {
        let (left, right) = (from[i.saturating_sub(1)], from[(i + 1).min(N - 1)]);
        from[i] + 0.25 * (left - 2.0 * from[i] + right)
    };
    let mut serial = start.clone();
    for _ in 0..STEPS {
        serial = (0..N).map(|i| step(&serial, i)).collect();
    }
    for schedule in [Schedule::Static, Schedule::Dynamic(7), Schedule::Guided(1)] {
        let (mut a, mut b) = (start.clone(), start.clone());
        let (x, y) = (SharedMut::new(&mut a), SharedMut::new(&mut b));
        Parallel::new().num_threads(3).run(|team| {
            let (mut from, mut to) = (&x, &y);
            for _ in 0..STEPS {
                let read = from.read();
                team.for_loop(enumerate(to.iter_mut()))
                    .schedule(schedule)
                    .nowait()
                    .for_each(|(i, y)| *y = step(&read, i));
                drop(read);
                team.barrier();
                (from, to) = (to, from);
            }
        });
        assert_eq!(a, serial);
    }
}

/// A `nowait` chain of static loops of one length: every member stays on its own elements, so it is let
/// through.
#[test]
fn a_chain_of_static_loops() {
    let mut data = vec![0_u64; 1000];
    let shared = SharedMut::new(&mut data);
    Parallel::new().num_threads(4).run(|team| {
        for _ in 0..500 {
            team.for_loop(shared.iter_mut()).schedule(Schedule::Static).nowait().for_each(|x| *x += 1);
        }
    });
    assert!(data.iter().all(|&x| x == 500));
}

/// A loop over shared data in the body of a loop over the same: an answer, not an alias.
#[test]
fn a_loop_in_a_loop_is_refused() {
    let mut data = vec![0_u64; 8];
    let shared = SharedMut::new(&mut data);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        Parallel::new().num_threads(1).run(|team| {
            team.for_loop(shared.iter_mut()).schedule(Schedule::Static).nowait().for_each(|x| {
                team.for_loop(shared.iter_mut()).schedule(Schedule::Static).nowait().for_each(|y| *y += 1);
                *x += 1;
            });
        });
    }));
    assert!(result.is_err());
    drop(shared);
    assert_eq!(data, [0; 8]);
}

/// The other spaces, by the front door.
#[test]
fn nests_and_owned_items() {
    let mut table = vec![[0_u32; 5]; 7];
    let cells = SharedMut::new(&mut table);
    ferromp::parallel_for(collapse(0..7, 0..5)).num_threads(3).for_each(|(i, j)| assert!(i < 7 && j < 5));
    Parallel::new().num_threads(2).run(|team| {
        team.for_loop((cells.iter_mut(), 0..7_u32)).for_each(|(row, i)| row.fill(i));
    });
    assert!(table.iter().zip(0..).all(|(row, i)| *row == [i; 5]));
    let words: Vec<String> = (0..100).map(|i| i.to_string()).collect();
    let letters = std::sync::atomic::AtomicUsize::new(0);
    ferromp::parallel_for(words).num_threads(3).schedule(Schedule::Dynamic(3)).for_each(|word: String| {
        letters.fetch_add(word.len(), std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(letters.into_inner(), 190);
}
