//! Combined loops.

use super::rig::{Plain, Rig, explore};

/// Every share of two loops runs once, whoever comes, and each loop's memory is the caller's again when it
/// ends: a worker that comes late for the first finds nothing to claim, and touches nothing.
fn loops(shares: usize, workers: usize, preemptions: usize) {
    explore(preemptions, move || {
        let rig = Rig::new(shares, workers);
        for round in 1..=2 {
            let (given, runs) = (Plain::new(), Plain::several::<3>());
            given.set(round);
            rig.shares(shares, |share| {
                let run = &runs[share.thread_num()];
                run.set(run.get() + given.get());
            });
            given.set(0);
            assert!(runs[..shares].iter().all(|run| run.get() == round));
        }
        rig.end();
    });
}

#[test]
fn loom_two_loops_of_two_shares() {
    loops(2, 1, 2);
}

#[test]
fn loom_two_loops_of_three_shares() {
    loops(3, 1, 1);
}
