use super::*;
use crate::schedule::{ChunkPolicy, LoopState, Schedule};

fn any_schedule() -> impl Strategy<Value = Schedule<'static>> {
    let kind = prop_oneof![
        Just(Schedule::Static),
        Just(Schedule::Auto),
        (1..=u64::MAX).prop_map(Schedule::StaticChunk),
        (1..=u64::MAX).prop_map(Schedule::Dynamic),
        (1..5u64).prop_map(Schedule::Guided),
    ];
    (kind, 0..3).prop_map(|(kind, modifier)| match modifier {
        0 => kind,
        1 => kind.monotonic(),
        _ => kind.nonmonotonic(),
    })
}

proptest! {
    #[test]
    fn what_is_printed_can_be_read(schedule in any_schedule()) {
        prop_assert_eq!(schedule.to_string().parse::<Schedule>().unwrap(), schedule);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC*") {
        if let Err(error) = text.parse::<Schedule>() {
            let message = error.to_string();
            let grammar = message.contains("[monotonic:|nonmonotonic:]{static|dynamic|guided|auto}[,chunk]");
            let value = message.contains(&format!("{text:?}"));
            prop_assert!(grammar && value, "{}", message);
        }
    }
}

#[test]
fn the_built_ins_can_be_read_back() {
    for schedule in Schedule::all() {
        assert_eq!(schedule.to_string().parse::<Schedule>().unwrap(), schedule);
    }
}

#[test]
fn case_and_space_do_not_matter() {
    let cases = [
        ("static", Schedule::Static),
        (" STATIC ", Schedule::Static),
        ("Static , 5", Schedule::StaticChunk(5)),
        ("dynamic", Schedule::Dynamic(1)),
        ("guided,16", Schedule::Guided(16)),
        ("\tNonMonotonic : Dynamic , 4 ", Schedule::Dynamic(4).nonmonotonic()),
        ("monotonic:guided", Schedule::Guided(1).monotonic()),
        ("auto", Schedule::Auto),
        ("dynamic,18446744073709551615", Schedule::Dynamic(u64::MAX)),
    ];
    for (text, schedule) in cases {
        assert_eq!(text.parse::<Schedule>().unwrap(), schedule, "{text:?}");
    }
}

#[test]
fn bad_text_is_told_what_is_wrong() {
    let cases = [
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("fast", "unknown kind"),
        ("stat ic", "unknown kind"),
        (",4", "unknown kind"),
        ("runtime", "would refer to itself"),
        ("sometimes:dynamic", "unknown modifier"),
        (":dynamic", "unknown modifier"),
        ("monotonic:", "unknown kind"),
        ("monotonic:nonmonotonic:dynamic", "unknown kind"),
        ("dynamic,", "not a number"),
        ("dynamic,x", "not a number"),
        ("dynamic,-x", "not a number"),
        ("dynamic,4,4", "not a number"),
        ("dynamic,1.5", "not a number"),
        ("dynamic,0", "must be positive, not 0"),
        ("dynamic,-3", "must be positive, not negative"),
        ("dynamic,18446744073709551616", "too large"),
        ("auto,4", "`auto` takes no chunk size"),
    ];
    for (text, words) in cases {
        let error = text.parse::<Schedule>().unwrap_err().to_string();
        assert!(error.contains(words), "{text:?}: {error}");
    }
}

#[test]
fn printing_pads_and_names_policies() {
    struct Mine;
    impl ChunkPolicy for Mine {
        fn next_chunk(&self, _: &LoopState) -> u64 {
            1
        }
        fn name(&self) -> &str {
            "mine"
        }
    }
    assert_eq!(format!("{:>6}|", Schedule::custom(&Mine)), "  mine|");
    assert_eq!(format!("{:10}|", Schedule::Dynamic(4)), "dynamic,4 |");
    assert_eq!(format!("{:?}", Schedule::Guided(4)), "Schedule(guided,4)");
    assert_eq!(Schedule::Runtime.to_string(), "runtime");
}
