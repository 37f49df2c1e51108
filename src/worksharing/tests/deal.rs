use crate::schedule::{ChunkPolicy, Dispenser, Hand, LoopState, Mapping};
use crate::worksharing::deal::Deal;
use proptest::prelude::*;
use std::ops::{ControlFlow, Range};

struct Wild(u64);

impl ChunkPolicy for Wild {
    fn next_chunk(&self, s: &LoopState) -> u64 {
        s.remaining().wrapping_mul(self.0) >> (self.0 % 64)
    }
}

/// Every mapping, with `chunk`.
fn mappings(chunk: u64, policy: &Wild) -> [Mapping<'_>; 6] {
    let plain = [Mapping::Block, Mapping::Cyclic(chunk), Mapping::Counter(chunk), Mapping::Steal(chunk)];
    let [a, b, c, d] = plain;
    [a, b, c, d, Mapping::Guided(chunk), Mapping::Policy(policy)]
}

fn assert_partition(blocks: &[Range<u64>], len: u64) {
    let end = blocks.iter().fold(0, |at, block| {
        assert!(block.start == at && block.end > at, "{block:?} after {at}");
        block.end
    });
    assert_eq!(end, len);
}

proptest! {
    /// The blocks are a partition of the loop; there are not too many; a deterministic loop's know its length alone.
    #[test]
    fn blocks_are_a_partition(len in 1u64..200_000, members in 1usize..20, chunk in 0u64..3_000) {
        let policy = Wild(chunk);
        for mapping in mappings(chunk, &policy) {
            for deterministic in [false, true] {
                let deal = Deal::new(len, members, mapping, deterministic);
                let blocks: Vec<_> = deal.ranges().collect();
                prop_assert_eq!(blocks.len(), deal.count());
                assert_partition(&blocks, len);
                let most = if matches!(mapping, Mapping::Cyclic(_)) { 1 << 14 } else { 256 * members + 1 };
                prop_assert!(blocks.len() <= most, "{} blocks for {:?}", blocks.len(), mapping);
                if deterministic {
                    let alone: Vec<_> = Deal::new(len, 1, Mapping::Block, true).ranges().collect();
                    prop_assert_eq!(blocks, alone);
                }
            }
        }
    }

    /// A policy's chunks begin and end with blocks, whatever it proposes.
    #[test]
    fn chunks_of_a_policy_are_whole_blocks(len in 1u64..200_000, members in 2usize..5, seed: u64, deterministic: bool) {
        let policy = Wild(seed);
        let deal = Deal::new(len, members, Mapping::Policy(&policy), deterministic);
        let (plan, dispenser) = (deal.plan(), Dispenser::with_capacity(members));
        dispenser.open(1);
        let starts: Vec<u64> = deal.ranges().map(|block| block.start).chain([len]).collect();
        let mut at = 0;
        let done = Hand::new(&plan, 0, 1).try_for_each(&plan, &dispenser, |chunk| -> ControlFlow<()> {
            assert_eq!(chunk.range.start, at);
            assert!(starts.binary_search(&chunk.range.end).is_ok());
            at = chunk.range.end;
            ControlFlow::Continue(())
        });
        prop_assert!(done.is_continue());
        prop_assert_eq!(at, len);
    }
}

#[test]
fn enormous_loops_have_few_blocks() {
    let policy = Wild(3);
    for mapping in mappings(1, &policy) {
        for deterministic in [false, true] {
            let deal = Deal::new(u64::MAX, 8, mapping, deterministic);
            assert!(deal.count() <= 1 << 14);
            assert_partition(&deal.ranges().collect::<Vec<_>>(), u64::MAX);
        }
    }
}
