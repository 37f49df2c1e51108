//! Where a policy says that its lengths have come to rest, asking on would have given the same.

use super::*;
use crate::schedule::batch::Batch;
use crate::schedule::policies::Batches;
use crate::schedule::policies::{
    fac::Fac, fac2::Fac2, fiss::Fiss, rnd::Rnd, tap::Tap, tfss::Tfss, viss::Viss,
};

/// A policy that is asked for every batch.
struct Asked<R>(R);

impl<R: Batches> Batches for Asked<R> {
    fn next_batch(&mut self, remaining: u64) -> u64 {
        self.0.next_batch(remaining)
    }

    fn is_level(&self) -> bool {
        false
    }
}

/// All chunks, when one of `stride` is sought.
fn walk<R: Batches>(rule: R, len: u64, each: usize, stride: u64) -> Vec<std::ops::Range<u64>> {
    let mut batch = Batch::new(rule, each);
    (0..).step_by(stride as usize).map_while(|number| batch.seek(number, len)).collect()
}

fn same<R: Batches + Clone>(rule: R, len: u64, each: usize, stride: u64) -> Result<(), TestCaseError> {
    let asked = walk(Asked(rule.clone()), len, each, stride);
    prop_assert_eq!(walk(rule, len, each, stride), asked);
    Ok(())
}

proptest! {
    #[test]
    fn resting_policies_need_not_be_asked(
        len in 0..5000u64,
        members in 1..9usize,
        stride in 1..9u64,
        (a, chunk) in (0..40u64, 0..40u64),
        spread in prop_oneof![Just(0.0_f32), 0.0..4.0_f32],
        stages in prop_oneof![0..9u32, Just(u32::MAX)],
    ) {
        same(Fac::new(members, spread, chunk), len, members, stride)?;
        same(Fac2::new(members, chunk), len, members, stride)?;
        same(Fiss::new(len, members, stages, chunk), len, members, stride)?;
        same(Viss::new(len, members, stages, chunk), len, members, stride)?;
        same(Tfss::new(len, members, a, chunk), len, members, stride)?;
        same(Tap::new(members, spread, chunk), len, 1, stride)?;
        same(Rnd::new(len, members, a, chunk, stages), len, 1, stride)?;
    }

    /// What a member thinks is left decides only how many numbers it takes at once: never more than there are.
    #[test]
    fn chunks_left_at_rest_are_those_that_come(
        len in 1..3000u64,
        members in 1..9usize,
        sequence in any_sequence(),
    ) {
        let count = sequence.walk(len, members).count();
        let mut walk = sequence.walk(len, members);
        for number in 0..count {
            walk.seek(number);
            let left = walk.left_level(number);
            // A trapezoid's count is a bound.
            let exact = !matches!(sequence, Sequence::Tss { .. });
            prop_assert!(left == 0 || !exact || left == count - number - 1, "{left} behind {number} of {count}");
        }
    }
}

/// The longest loops come to rest, too, and end where they end.
#[test]
fn long_loops_rest() {
    let sequences = [
        Sequence::Fac2 { chunk: 1 << 60 },
        Sequence::Fac { spread: 1.0, chunk: 1 << 60 },
        Sequence::Tap { spread: 1.0, chunk: 1 << 60 },
        Sequence::Tfss { first: 1 << 60, last: 1 << 60 },
        Sequence::Rnd { least: 1 << 60, most: 1 << 60, seed: 0 },
    ];
    for sequence in sequences {
        for len in [u64::MAX, u64::MAX - 1, 1 << 63] {
            let plan = plan(len, 3, Mapping::Sequence(sequence));
            let end = plan.boundaries().unwrap().fold(0, |end, range| {
                assert_eq!(range.start, end, "{sequence:?}");
                range.end
            });
            assert_eq!(end, len, "{sequence:?}");
        }
    }
}
