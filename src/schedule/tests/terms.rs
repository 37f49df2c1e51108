//! What members compare before they share a loop tells apart whatever is not the same.

use super::*;
use std::collections::HashMap;

fn terms(mapping: Mapping<'_>, len: u64) -> [u64; 4] {
    plan(len, 4, mapping).terms()
}

/// All mappings whose parameters are of few values, among them those that could run over into a neighbour's bits.
fn many() -> Vec<Mapping<'static>> {
    let counts = [0, 1, 2, 255, 256, 1 << 16, 1 << 32, 1 << 40, u64::MAX];
    let smalls = [0, 1, 2, 255, 256, 1 << 16, u32::MAX];
    let ratios =
        [0.0, 1.0, f32::from_bits(1), f32::from_bits(2), f32::from_bits(256), f32::MAX, f32::INFINITY];
    let mut all = vec![Mapping::Block, Mapping::Auto];
    let mut sequence = |sequence| all.push(Mapping::Sequence(sequence));
    for a in counts {
        sequence(Sequence::Fac2 { chunk: a });
        sequence(Sequence::Fsc { chunk: a });
        for b in counts {
            sequence(Sequence::Tss { first: a, last: b });
            sequence(Sequence::Tfss { first: a, last: b });
            smalls.iter().for_each(|&seed| sequence(Sequence::Rnd { least: a, most: b, seed }));
        }
        for stages in smalls {
            sequence(Sequence::Fiss { stages, chunk: a });
            sequence(Sequence::Viss { stages, chunk: a });
        }
        for spread in ratios {
            sequence(Sequence::Fac { spread, chunk: a });
            sequence(Sequence::Tap { spread, chunk: a });
        }
    }
    for chunk in counts {
        all.extend([
            Mapping::Cyclic(chunk),
            Mapping::Counter(chunk),
            Mapping::Steal(chunk),
            Mapping::StaticSteal(chunk),
            Mapping::Guided(chunk),
        ]);
        let plain = [Rule::Awf, Rule::AwfB, Rule::AwfC, Rule::AwfD, Rule::AwfE, Rule::Af, Rule::History];
        let weights = (0..8).flat_map(|at| {
            [1, 2, 255].map(|weight| {
                let mut weights = [0; 8];
                weights[at] = weight;
                Rule::Wf2(weights)
            })
        });
        let bold = ratios.iter().flat_map(|&spread| ratios.map(|overhead| Rule::Bold { spread, overhead }));
        let rules = plain.into_iter().chain(weights).chain([Rule::Wf2([0; 8])]).chain(bold);
        all.extend(rules.map(|rule| Mapping::Adaptive(Adaptive { rule, chunk })));
    }
    all.extend(bins().iter().map(Mapping::Bins));
    all
}

#[test]
fn no_two_schedules_have_the_same_terms() {
    let mut seen = HashMap::new();
    for mapping in many() {
        for len in [0, 1, 100] {
            if let Some(other) = seen.insert(terms(mapping, len), (len, mapping)) {
                panic!("{mapping:?} for {len} as {other:?}");
            }
        }
    }
    assert!(seen.len() > 5000, "{}", seen.len());
}

fn any_of_all() -> impl Strategy<Value = Mapping<'static>> {
    prop_oneof![any_mapping(), any_learning_mapping(), prop::sample::select(many())]
}

proptest! {
    /// Equal terms, equal chunks: whoever has the same terms may share. Numbers that are none differ by their bits.
    #[test]
    fn equal_terms_are_equal_loops(
        (one, other) in prop_oneof![
            (any_of_all(), any_of_all()),
            any_of_all().prop_map(|mapping| (mapping, mapping)),
        ],
        (len, longer) in (0..400u64, prop_oneof![3 => Just(0), 1 => 1..3u64]),
        members in 1..6usize,
    ) {
        let (one, other) = (plan(len, members, one), plan(len + longer, members, other));
        let same = longer == 0 && format!("{:?}", one.mapping) == format!("{:?}", other.mapping);
        prop_assert!(one.terms() != other.terms() || same, "{:?} and {:?}", one, other);
        if one.terms() == other.terms() {
            let chunks = |plan: &Plan<'_>| plan.boundaries().map(Vec::from_iter);
            prop_assert_eq!(chunks(&one), chunks(&other));
        }
    }

    /// Nobody is turned away who comes with the same.
    #[test]
    fn a_copy_has_the_same_terms(mapping in any_of_all(), len in any::<u64>()) {
        let copy = mapping;
        prop_assert_eq!(terms(mapping, len), terms(copy, len));
    }
}

/// New bins where old ones were are others, though they have their address.
#[test]
fn bins_that_reuse_an_address_are_others() {
    let mut seen = HashMap::new();
    let mut reused = 0;
    for round in 0..1000_u64 {
        let bins = Box::new(BinLpt::new(&[round, 1, 2], 2));
        let address = std::ptr::from_ref(&*bins) as usize;
        let terms = terms(Mapping::Bins(&bins), 3);
        reused += usize::from(seen.insert(address, terms).is_some_and(|old| {
            assert_ne!(old, terms, "round {round}");
            true
        }));
    }
    assert!(reused > 0, "no allocator gives a thousand boxes a place each");
}

/// Two that were cut alike are two: their members might be asked about one of them while the other is gone.
#[test]
fn bins_that_are_alike_are_two() {
    let make = || BinLpt::new(&[3, 1, 2], 2);
    let (one, other) = (make(), make());
    assert_ne!(terms(Mapping::Bins(&one), 3), terms(Mapping::Bins(&other), 3));
}
