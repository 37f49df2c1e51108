use super::*;
use crate::schedule::{ChunkPolicy, LoopState, Modifier, Schedule};

struct Ones;
impl ChunkPolicy for Ones {
    fn next_chunk(&self, _: &LoopState) -> u64 {
        1
    }
}

/// The mapping in words.
fn mapping(schedule: Schedule<'_>, runtime: Schedule<'static>, ordered: bool) -> String {
    match schedule.resolve(runtime, 1000, 4, ordered) {
        Mapping::Block => "block".into(),
        Mapping::Cyclic(c) => format!("cyclic {c}"),
        Mapping::Counter(c) => format!("counter {c}"),
        Mapping::Steal(c) => format!("steal {c}"),
        Mapping::Guided(c) => format!("guided {c}"),
        Mapping::Policy(_) => "policy".into(),
        Mapping::StaticSteal(c) => format!("static_steal {c}"),
        Mapping::Auto => "auto".into(),
        other => format!("{other:?}"),
    }
}

#[test]
fn kinds_and_modifiers_choose_the_mapping() {
    use Schedule::*;
    let cases = [
        (Static, false, "block"),
        (Static.nonmonotonic(), false, "block"),
        (StaticChunk(3), false, "cyclic 3"),
        (Dynamic(8), false, "steal 8"),
        (Dynamic(8).nonmonotonic(), false, "steal 8"),
        (Dynamic(8).monotonic(), false, "counter 8"),
        (Dynamic(8), true, "counter 8"),
        (Dynamic(8).nonmonotonic(), true, "counter 8"),
        (Guided(2), false, "guided 2"),
        (Auto, false, "auto"),
        (Auto.monotonic(), false, "counter 8"),
        (Auto, true, "counter 1"),
        (StaticSteal(3), false, "static_steal 3"),
        (StaticSteal(3).monotonic(), false, "counter 3"),
        (StaticSteal(3), true, "counter 3"),
        // 1000 iterations in 128 bins.
        (EvenBins(0), false, "steal 8"),
        (EvenBins(10), true, "counter 100"),
        (Fac2(4), true, "Sequence(Fac2 { chunk: 4 })"),
        (Fac2(4).nonmonotonic(), false, "Sequence(Fac2 { chunk: 4 })"),
        (Mfac { spread: 0.5, chunk: 2 }, false, "Sequence(Fac { spread: 0.5, chunk: 2 })"),
        (AwfB(4), false, "Adaptive(Adaptive { rule: AwfB, chunk: 4 })"),
        (Schedule::custom(&Ones), false, "policy"),
        (Schedule::custom(&Ones).monotonic(), true, "policy"),
    ];
    for (schedule, ordered, expected) in cases {
        assert_eq!(mapping(schedule, Static, ordered), expected, "{schedule} {ordered}");
        assert_eq!(mapping(Runtime, Schedule::custom(&Ones), ordered), "policy");
    }
}

#[test]
fn runtime_is_the_variables_value_with_the_clauses_modifier() {
    use Schedule::*;
    assert_eq!(mapping(Runtime, Guided(5), false), "guided 5");
    assert_eq!(mapping(Runtime, Dynamic(5).monotonic(), false), "counter 5");
    assert_eq!(mapping(Runtime.monotonic(), Dynamic(5), false), "counter 5");
    assert_eq!(mapping(Runtime.nonmonotonic(), Dynamic(5).monotonic(), false), "steal 5");
    assert_eq!(mapping(Runtime, Dynamic(5), true), "counter 5");
    assert_eq!(mapping(Runtime, Runtime, false), mapping(Auto, Static, false));
}

#[test]
fn auto_has_a_chunk_for_every_loop() {
    for (len, members, chunk) in [(0, 1, 1), (1, 128, 1), (1 << 20, 2, 1 << 14), (u64::MAX, usize::MAX, 1)] {
        match Schedule::Auto.monotonic().resolve(Schedule::Static, len, members, false) {
            Mapping::Counter(c) => assert_eq!(c, chunk),
            _ => panic!("monotonic auto has one cursor"),
        }
    }
}

#[test]
fn modifiers_can_be_asked_changed_and_taken_off() {
    let schedule = Schedule::Dynamic(8).monotonic();
    assert_eq!(schedule.modifier(), Some(Modifier::Monotonic));
    assert_eq!(schedule.chunk(), Some(8));
    assert_eq!(schedule.nonmonotonic().modifier(), Some(Modifier::Nonmonotonic));
    assert_eq!(schedule.unmodified(), Schedule::Dynamic(8));
    assert_ne!(schedule, Schedule::Dynamic(8));
    assert_eq!(Schedule::default(), Schedule::Static);
}

#[test]
fn policies_are_equal_by_identity() {
    struct Sized(#[allow(dead_code)] u8);
    impl ChunkPolicy for Sized {
        fn next_chunk(&self, _: &LoopState) -> u64 {
            2
        }
    }
    let (a, b) = (Sized(0), Sized(0));
    assert!(Schedule::custom(&a) != Schedule::custom(&b));
    assert!(Schedule::custom(&a) != Schedule::Static);
    let schedule = Schedule::custom(&a);
    #[allow(clippy::eq_op)]
    {
        assert!(schedule == schedule);
    }
}

#[test]
fn schedules_and_plans_may_be_published_to_other_threads() {
    fn sendable<T: Send + Sync + Copy>() {}
    sendable::<Schedule<'_>>();
    sendable::<Plan<'_>>();
}
