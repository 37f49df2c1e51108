//! The laws of the room, by property; threads where interleavings matter, and sequential ones chosen by proptest
//! where they must be adversarial.

mod arithmetic;
mod events;
mod exactly_once;
mod learning;
mod level;
mod papers;
mod policies;
mod resolve;
mod tags;
mod terms;
mod text;

use super::adaptive::{Adaptive, Rule};
use super::dispenser::Chunk;
use super::sequence::Sequence;
use super::{BinLpt, Dispenser, Hand, Mapping, Plan, Site, Spent};
use proptest::prelude::*;

fn any_chunk() -> impl Strategy<Value = u64> {
    prop_oneof![0..20u64, 0..2000u64, Just(u64::MAX)]
}

/// A mapping whose chunks are known before.
fn any_mapping() -> impl Strategy<Value = Mapping<'static>> {
    let openmp = (0..6usize, any_chunk()).prop_map(|(kind, chunk)| match kind {
        0 => Mapping::Block,
        1 => Mapping::Cyclic(chunk),
        2 => Mapping::Counter(chunk),
        3 => Mapping::Steal(chunk),
        4 => Mapping::StaticSteal(chunk),
        _ => Mapping::Guided(chunk),
    });
    prop_oneof![openmp, any_sequence().prop_map(Mapping::Sequence)]
}

fn any_sequence() -> impl Strategy<Value = Sequence> {
    let ratio = prop_oneof![Just(0.0_f32), 0.0..3.0_f32, Just(f32::INFINITY), Just(f32::NAN), Just(-1.0)];
    let stages = prop_oneof![0..9u32, Just(u32::MAX)];
    (0..9usize, any_chunk(), any_chunk(), ratio, stages).prop_map(|(kind, a, chunk, spread, stages)| {
        match kind {
            0 => Sequence::Tss { first: a, last: chunk },
            1 => Sequence::Tfss { first: a, last: chunk },
            2 => Sequence::Fac { spread, chunk },
            3 => Sequence::Fac2 { chunk },
            4 => Sequence::Fiss { stages, chunk },
            5 => Sequence::Viss { stages, chunk },
            6 => Sequence::Tap { spread, chunk },
            7 => Sequence::Fsc { chunk },
            _ => Sequence::Rnd { least: chunk, most: a, seed: stages },
        }
    })
}

fn bins() -> &'static [BinLpt; 4] {
    static BINS: std::sync::OnceLock<[BinLpt; 4]> = std::sync::OnceLock::new();
    BINS.get_or_init(|| {
        [
            BinLpt::new(&[], 4),
            BinLpt::new(&[3, 0, 0, 9, 1, 1, 1, 0], 4),
            BinLpt::new(&(0..300).collect::<Vec<_>>(), 40),
            BinLpt::new(&[u64::MAX; 5], 100),
        ]
    })
}

/// A mapping whose chunks depend on who comes when.
fn any_learning_mapping() -> impl Strategy<Value = Mapping<'static>> {
    let ratio = || prop_oneof![Just(0.0_f32), 0.0..3.0_f32, Just(f32::INFINITY), Just(f32::NAN)];
    let rule = prop_oneof![
        any::<[u8; 8]>().prop_map(Rule::Wf2),
        prop::sample::select(vec![
            Rule::Awf,
            Rule::AwfB,
            Rule::AwfC,
            Rule::AwfD,
            Rule::AwfE,
            Rule::Af,
            Rule::History,
        ]),
        (ratio(), ratio()).prop_map(|(spread, overhead)| Rule::Bold { spread, overhead }),
    ];
    prop_oneof![
        4 => (rule, any_chunk()).prop_map(|(rule, chunk)| Mapping::Adaptive(Adaptive { rule, chunk })),
        1 => (0..4usize).prop_map(|n| Mapping::Bins(&bins()[n])),
        1 => Just(Mapping::Auto),
    ]
}

fn site() -> Site {
    Site::new(std::panic::Location::caller(), 0)
}

fn plan(len: u64, members: usize, mapping: Mapping<'_>) -> Plan<'_> {
    Plan { len, members, mapping }
}

/// All chunks by member, when the members named in `order` ask one after the other, and then each until the end.
fn deal(plan: &Plan<'_>, dispenser: &Dispenser, tag: u64, order: &[usize]) -> Vec<Vec<Chunk>> {
    dispenser.open(tag);
    dispenser.begin(plan, site());
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
