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
        let monotonic = !matches!(mapping, Mapping::Steal(_) | Mapping::StaticSteal(_));
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

    /// The same where chunks are not known before: what is not handed out to one is handed out to another.
    #[test]
    fn any_interleaving_of_learners_covers_the_loop(
        len in prop_oneof![0..50u64, 0..3000u64],
        members in 1..9usize,
        mapping in any_learning_mapping(),
        order in prop::collection::vec(0..8usize, 0..200),
        tag in 0..1000u64,
    ) {
        let plan = plan(len, members, mapping);
        let dispenser = Dispenser::with_capacity(8);
        for round in 0..3 {
            let dealt = deal(&plan, &dispenser, tag + round, &order);
            for chunks in &dealt {
                let sorted = chunks.is_sorted_by_key(|chunk| chunk.range.start);
                prop_assert!(sorted || !matches!(mapping, Mapping::Adaptive(_)), "adaptive kinds only go up: {:?}", chunks);
            }
            let chunks = assert_exactly_once(len, dealt.into_iter().flatten());
            let mut numbers: Vec<_> = chunks.iter().map(|chunk| chunk.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            // What `auto` chose need not number from 0 on.
            prop_assert!(numbers.len() == chunks.len(), "numbers are unique");
        }
    }

    /// A hand without a clock learns what it is told, any nonsense included, and every iteration is handed out once.
    #[test]
    fn hands_without_a_clock_cover_the_loop(
        len in prop_oneof![0..50u64, 0..3000u64, Just(u64::MAX)],
        members in 1..9usize,
        mapping in prop_oneof![any_mapping(), any_learning_mapping()],
        order in prop::collection::vec((0..8usize, any::<u64>(), any::<u64>()), 1..100),
    ) {
        // Longest loops are not run to their end.
        let plan = plan(len, members, mapping);
        let dispenser = Dispenser::with_capacity(8);
        dispenser.open(1);
        dispenser.begin(&plan, site());
        let mut hands: Vec<_> = (0..members).map(|member| Hand::unclocked(&plan, member, 1)).collect();
        let mut chunks = Vec::new();
        let mut step = |member: usize, spent: Spent, chunks: &mut Vec<Chunk>| {
            let Some(chunk) = hands[member].next_numbered(&plan, &dispenser) else { return false };
            hands[member].completed(&plan, &dispenser, &chunk.range, spent);
            chunks.push(chunk);
            true
        };
        for &(member, body, dispatch) in &order {
            step(member % members, Spent { body, dispatch }, &mut chunks);
        }
        if len < u64::MAX {
            for member in 0..members {
                while step(member, Spent::default(), &mut chunks) {}
            }
            assert_exactly_once(len, chunks);
        } else {
            chunks.sort_by_key(|chunk| chunk.range.start);
            prop_assert!(chunks.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            prop_assert!(chunks.iter().all(|chunk| !chunk.range.is_empty()));
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
        let mappings = [
            Mapping::Steal(chunk),
            Mapping::StaticSteal(chunk),
            Mapping::Counter(chunk),
            Mapping::Guided(chunk),
            Mapping::Sequence(Sequence::Fac2 { chunk }),
            Mapping::Sequence(Sequence::Tss { first: 0, last: chunk }),
            Mapping::Adaptive(Adaptive { rule: Rule::AwfC, chunk }),
            Mapping::Bins(&bins()[2]),
        ];
        for (tag, mapping) in (0..).zip(mappings) {
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
        mappings in prop::collection::vec(prop_oneof![any_mapping(), any_learning_mapping()], 1..4),
        absent in 0..4usize,
        first_tag in prop_oneof![0..10u64, 65_530..65_540u64],
    ) {
        let dispenser = Dispenser::with_capacity(members);
        for (tag, mapping) in (first_tag..).zip(mappings) {
            // `auto` may choose the former.
            let fixed = matches!(mapping, Mapping::Block | Mapping::Cyclic(_) | Mapping::Auto);
            let absent = if fixed { 0 } else { absent.min(members - 1) };
            let plan = plan(len, members, mapping);
            dispenser.open(tag);
            dispenser.begin(&plan, site());
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
            let sorted = matches!(mapping, Mapping::Counter(_) | Mapping::Guided(_) | Mapping::Sequence(_) | Mapping::Adaptive(_));
            if sorted {
                prop_assert!(taken.iter().all(|chunks| chunks.is_sorted_by_key(|c| c.range.start)));
            }
            assert_exactly_once(len, taken.into_iter().flatten());
        }
    }
}
