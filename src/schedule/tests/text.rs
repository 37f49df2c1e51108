use super::*;
use crate::schedule::{BinLpt, ChunkPolicy, LoopState, Schedule};

fn any_schedule() -> impl Strategy<Value = Schedule<'static>> {
    let ratio = || prop_oneof![Just(0.0_f32), 0.0..4.0_f32, Just(f32::MAX), any::<f32>()];
    let kind = prop_oneof![
        Just(Schedule::Static),
        Just(Schedule::Auto),
        any::<u64>().prop_map(Schedule::StaticChunk),
        any::<u64>().prop_map(Schedule::Dynamic),
        (0..5u64).prop_map(Schedule::Guided),
        any::<u64>().prop_map(Schedule::StaticSteal),
        (0..9u64, any::<u64>()).prop_map(|(first, last)| Schedule::Tss { first, last }),
        (0..9u64, 0..3u64).prop_map(|(first, last)| Schedule::Tfss { first, last }),
        (ratio(), 0..9u64).prop_map(|(spread, chunk)| Schedule::Tap { spread, chunk }),
        (ratio(), 0..9u64).prop_map(|(spread, chunk)| Schedule::Fac { spread, chunk }),
        (ratio(), 0..9u64).prop_map(|(spread, chunk)| Schedule::Mfac { spread, chunk }),
        (ratio(), 0..9u64).prop_map(|(overhead, chunk)| Schedule::Fsc { overhead, chunk }),
        (ratio(), ratio(), 0..9u64).prop_map(|(spread, overhead, chunk)| Schedule::Bold {
            spread,
            overhead,
            chunk
        }),
        any::<[u8; 8]>().prop_map(Schedule::Wf2),
        (0..9u64).prop_map(Schedule::Fac2),
        (0..9u64).prop_map(Schedule::AwfE),
        (any::<u32>(), 0..9u64).prop_map(|(stages, chunk)| Schedule::Fiss { stages, chunk }),
        (0..9u32, 0..9u64).prop_map(|(stages, chunk)| Schedule::Viss { stages, chunk }),
        any::<(u64, u64, u32)>().prop_map(|(least, most, seed)| Schedule::Rnd { least, most, seed }),
        any::<u64>().prop_map(Schedule::EvenBins),
    ];
    let all: Vec<_> = Schedule::all().collect();
    let kind = prop_oneof![3 => kind, 1 => prop::sample::select(all)];
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
            let grammar = message.contains("[monotonic:|nonmonotonic:]{static[,chunk]|dynamic[,chunk]|");
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
        ("fac2", Schedule::Fac2(1)),
        ("tss,64,1", Schedule::Tss { first: 64, last: 1 }),
        ("tss, 0, 4", Schedule::Tss { first: 0, last: 4 }),
        ("tfss,100", Schedule::Tfss { first: 100, last: 1 }),
        ("monotonic:FAC,0.25,8", Schedule::Fac { spread: 0.25, chunk: 8 }.monotonic()),
        ("mfac,2", Schedule::Mfac { spread: 2.0, chunk: 1 }),
        ("tap,0", Schedule::Tap { spread: 0.0, chunk: 1 }),
        ("fsc", Schedule::Fsc { overhead: 0.1, chunk: 1 }),
        ("wf2,2,1", Schedule::Wf2([2, 1, 0, 0, 0, 0, 0, 0])),
        ("awf", Schedule::Awf(1)),
        ("awf-b,4", Schedule::AwfB(4)),
        ("AWF_E", Schedule::AwfE(1)),
        ("af,2", Schedule::Af(2)),
        ("bold,0.5,3,2", Schedule::Bold { spread: 0.5, overhead: 3.0, chunk: 2 }),
        ("fiss,4", Schedule::Fiss { stages: 4, chunk: 1 }),
        ("viss", Schedule::Viss { stages: 0, chunk: 1 }),
        ("rnd,2,9,7", Schedule::Rnd { least: 2, most: 9, seed: 7 }),
        ("static-steal,16", Schedule::StaticSteal(16)),
        ("binlpt,64", Schedule::EvenBins(64)),
        ("history", Schedule::History(1)),
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
        ("dynamic,4,4", "`dynamic` takes one number"),
        ("tss,4,4,4", "`tss` takes 2 numbers at most"),
        ("tss,a", "`first` is not a number"),
        ("tss,4,0", "`last` must be positive, not 0"),
        ("fac,x", "`spread` is not a number"),
        ("fac,nan", "`spread` is not a number"),
        ("fac,inf", "`spread` is not a number"),
        ("fac,-1", "`spread` must be positive, not negative"),
        ("fac,1,0", "the chunk size must be positive, not 0"),
        ("wf2,1,256", "`weight` is too large (255 at most)"),
        ("wf2,0", "`weight` must be positive, not 0"),
        ("fiss,4294967296", "`stages` is too large (4294967295 at most)"),
        ("rnd,1,2,-1", "`seed` must be positive, not negative"),
        ("awf-f", "unknown kind"),
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
    assert_eq!(Schedule::Tss { first: 0, last: 1 }.to_string(), "tss");
    assert_eq!(Schedule::Tss { first: 64, last: 1 }.nonmonotonic().to_string(), "nonmonotonic:tss,64");
    assert_eq!(Schedule::Fac { spread: 1.0, chunk: 8 }.to_string(), "fac,1,8");
    assert_eq!(Schedule::Fac { spread: f32::NAN, chunk: 0 }.to_string(), "fac,0");
    assert_eq!(Schedule::Wf2([2, 0, 1, 0, 0, 0, 0, 0]).to_string(), "wf2,2,1,1");
    assert_eq!(Schedule::Rnd { least: 0, most: 0, seed: 5 }.to_string(), "rnd,0,0,5");
    assert_eq!(Schedule::BinLpt(&BinLpt::new(&[1, 2], 2)).to_string(), "binlpt");
}
