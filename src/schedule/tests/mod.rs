//! The laws of the room, by property; threads where interleavings matter, and sequential ones chosen by proptest
//! where they must be adversarial.

mod arithmetic;
mod exactly_once;
mod policies;
mod resolve;
mod tags;
mod text;

use super::dispenser::Chunk;
use super::{Dispenser, Hand, Mapping, Plan};
use proptest::prelude::*;

/// A mapping without a policy, any chunk size.
fn any_mapping() -> impl Strategy<Value = Mapping<'static>> {
    (0..5usize, prop_oneof![0..20u64, 0..2000u64, Just(u64::MAX)]).prop_map(|(kind, chunk)| match kind {
        0 => Mapping::Block,
        1 => Mapping::Cyclic(chunk),
        2 => Mapping::Counter(chunk),
        3 => Mapping::Steal(chunk),
        _ => Mapping::Guided(chunk),
    })
}

fn plan(len: u64, members: usize, mapping: Mapping<'_>) -> Plan<'_> {
    Plan { len, members, mapping }
}

/// All chunks by member, when the members named in `order` ask one after the other, and then each until the end.
fn deal(plan: &Plan<'_>, dispenser: &Dispenser, tag: u64, order: &[usize]) -> Vec<Vec<Chunk>> {
    dispenser.open(tag);
    let mut hands: Vec<_> = (0..plan.members).map(|member| Hand::new(plan, member, tag)).collect();
    let mut dealt = vec![Vec::new(); plan.members];
    for member in order.iter().map(|member| member % plan.members) {
        dealt[member].extend(hands[member].next_numbered(plan, dispenser));
    }
    for (member, hand) in hands.iter_mut().enumerate() {
        dealt[member].extend(std::iter::from_fn(|| hand.next_numbered(plan, dispenser)));
        assert_eq!(hand.next(plan, dispenser), None, "stays at the end");
    }
    dealt
}

/// Checks that the chunks cover `0..len` once, and returns them in ascending order.
fn assert_exactly_once(len: u64, chunks: impl IntoIterator<Item = Chunk>) -> Vec<Chunk> {
    let mut chunks: Vec<_> = chunks.into_iter().collect();
    chunks.sort_by_key(|chunk| chunk.range.start);
    let mut next = 0;
    for chunk in &chunks {
        assert_eq!(chunk.range.start, next, "chunks must follow each other");
        assert!(chunk.range.end > chunk.range.start, "no chunk is empty");
        next = chunk.range.end;
    }
    assert_eq!(next, len);
    chunks
}
