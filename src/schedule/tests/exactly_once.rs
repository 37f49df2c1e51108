use super::*;
use std::ops::ControlFlow;

proptest! {
    /// Any order in which members ask; some may never come, as long as one drains the loop.
    #[test]
    fn any_interleaving_covers_the_loop(
        len in prop_oneof![0..50u64, 0..3000u64],
        members in 1..9usize,
        mapping in any_mapping(),
        order in prop::collection::vec(0..8usize, 0..200),
        tag in 0..1000u64,
    ) {
        let plan = plan(len, members, mapping);
        let dispenser = Dispenser::with_capacity(8);
        let dealt = deal(&plan, &dispenser, tag, &order);
        let monotonic = !matches!(mapping, Mapping::Steal(_));
        for chunks in &dealt {
            let sorted = chunks.is_sorted_by_key(|chunk| chunk.range.start);
            prop_assert!(sorted || !monotonic, "monotonic kinds only go up: {:?}", chunks);
        }
        let chunks = assert_exactly_once(len, dealt.into_iter().flatten());
        let expected: Vec<_> = plan.boundaries().unwrap().collect();
        if let Mapping::Block = mapping {
            prop_assert!(chunks.iter().all(|c| c.range == expected[c.number as usize]));
        } else {
            let numbered = (0..).zip(expected).map(|(number, range)| Chunk { number, range });
            prop_assert_eq!(chunks, numbered.collect::<Vec<_>>(), "chunk k is boundary k");
        }
    }

    /// The chooses-once loop takes what `next` would, and stops where the body says.
    #[test]
    fn internal_iteration_is_the_same_loop(
        len in 0..300u64,
        members in 1..5usize,
        mapping in any_mapping(),
        stop in 0..20usize,
    ) {
        let plan = plan(len, members, mapping);
        let dispenser = Dispenser::with_capacity(members);
        dispenser.open(0);
        let mut hand = Hand::new(&plan, 0, 0);
        let expected: Vec<_> = std::iter::from_fn(|| hand.next_numbered(&plan, &dispenser)).collect();
        dispenser.open(1);
        let mut seen = Vec::new();
        let flow = Hand::new(&plan, 0, 1).try_for_each(&plan, &dispenser, |chunk| {
            if seen.len() == stop {
                return ControlFlow::Break(chunk);
            }
            seen.push(chunk);
            ControlFlow::Continue(())
        });
        // A chunk's size does not depend on time, its batch does not show.
        match flow {
            ControlFlow::Break(chunk) => prop_assert_eq!(&chunk, &expected[stop]),
            ControlFlow::Continue(()) => prop_assert!(expected.len() <= stop),
        }
        prop_assert_eq!(&seen[..], &expected[..stop.min(expected.len())]);
    }

    /// A member that never asks loses nothing but its work.
    #[test]
    fn one_member_can_drain_a_claimed_loop(
        len in 0..500u64,
        members in 1..70usize,
        who: prop::sample::Index,
        chunk in 0..9u64,
    ) {
        let dispenser = Dispenser::with_capacity(members);
        let who = who.index(members);
        for (tag, mapping) in (0..).zip([Mapping::Steal(chunk), Mapping::Counter(chunk), Mapping::Guided(chunk)]) {
            let plan = plan(len, members, mapping);
            dispenser.open(tag);
            let mut hand = Hand::new(&plan, who, tag);
            let chunks = std::iter::from_fn(|| hand.next_numbered(&plan, &dispenser));
            assert_exactly_once(len, chunks);
        }
    }

    /// A member of a stolen-from loop begins with its own share, in ascending order.
    #[test]
    fn own_share_comes_first(len in 1..5000u64, members in 1..9usize, chunk in 1..9u64, who in 0..8usize) {
        let who = who % members;
        let plan = plan(len, members, Mapping::Steal(chunk));
        let dispenser = Dispenser::with_capacity(members);
        dispenser.open(7);
        let mut hand = Hand::new(&plan, who, 7);
        let own = crate::schedule::partition::Blocks::new(len.div_ceil(chunk), members).range(who);
        for number in own {
            prop_assert_eq!(hand.next_numbered(&plan, &dispenser).unwrap().number, number);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Real threads, the same dispenser for several loops in a row; some members never come.
    #[test]
    fn threads_take_every_chunk_once(
        len in prop_oneof![0..100u64, 0..20_000u64],
        members in 1..9usize,
        mappings in prop::collection::vec(any_mapping(), 1..4),
        absent in 0..4usize,
        first_tag in prop_oneof![0..10u64, 65_530..65_540u64],
    ) {
        let dispenser = Dispenser::with_capacity(members);
        for (tag, mapping) in (first_tag..).zip(mappings) {
            let fixed = matches!(mapping, Mapping::Block | Mapping::Cyclic(_));
            let absent = if fixed { 0 } else { absent.min(members - 1) };
            let plan = plan(len, members, mapping);
            dispenser.open(tag);
            let taken: Vec<Vec<Chunk>> = std::thread::scope(|scope| {
                let threads: Vec<_> = (absent..members)
                    .map(|member| {
                        let (plan, dispenser) = (&plan, &dispenser);
                        scope.spawn(move || {
                            let mut hand = Hand::new(plan, member, tag);
                            std::iter::from_fn(|| hand.next_numbered(plan, dispenser)).collect()
                        })
                    })
                    .collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            if !matches!(mapping, Mapping::Steal(_)) {
                prop_assert!(taken.iter().all(|chunks| chunks.is_sorted_by_key(|c| c.range.start)));
            }
            assert_exactly_once(len, taken.into_iter().flatten());
        }
    }
}
