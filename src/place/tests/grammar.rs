use crate::place::{PlaceSpec, Places};
use crate::sys::CpuSet;
use crate::sys::scratch::Scratch;
use crate::sys::topology::Topology;
use proptest::prelude::*;

/// The place list that `text` means on a machine with CPUs `available` of which nothing else is known.
fn places(text: &str, available: &str) -> String {
    let spec = PlaceSpec::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let available = CpuSet::parse_list(available).unwrap();
    let nothing = Scratch::with(&[]);
    Places::resolve(&spec, &Topology::read(nothing.root(), &available), &available).to_string()
}

#[test]
fn four_ways_to_write_the_same_list() {
    // OpenMP 5.2, section 21.1.6.
    let meant = "{0:4},{4:4},{8:4},{12:4}";
    for text in ["{0,1,2,3},{4,5,6,7},{8,9,10,11},{12,13,14,15}", meant, "{0:4}:4:4", " { 0 : 4 } : 4 : 4 "] {
        assert_eq!(places(text, "0-15"), meant, "{text}");
    }
}

#[test]
fn abstract_names_and_counts() {
    assert_eq!(places("threads", "0-3"), "{0},{1},{2},{3}");
    assert_eq!(places("Cores(2)", "0,2-3"), "{0},{2}");
    assert_eq!(places("cores ( 9 )", "0-1"), "{0},{1}");
    for name in ["sockets", "ll_caches", "NUMA_DOMAINS(1)"] {
        assert_eq!(places(name, "0-3"), "{0:4}");
    }
}

#[test]
fn strides_in_both_directions_at_both_levels() {
    assert_eq!(places("{0:4:2}", "0-7"), "{0,2,4,6}");
    assert_eq!(places("{6:3:-3}", "0-7"), "{0,3,6}");
    assert_eq!(places("{0,1}:3", "0-7"), "{0:2},{1:2},{2:2}");
    assert_eq!(places("{6,7}:3:-2", "0-7"), "{6:2},{4:2},{2:2}");
    assert_eq!(places("{0}:2:0", "0-7"), "{0},{0}");
    assert_eq!(places("{0:8:2,!4}:2:1", "0-15"), "{0,2,6,8,10,12,14},{1,3,7,9,11,13,15}");
}

#[test]
fn exclusions_hold_wherever_they_stand() {
    assert_eq!(places("{0:4,!2}", "0-7"), "{0:2,3}");
    assert_eq!(places("{!2,0:4}", "0-7"), "{0:2,3}");
    assert_eq!(places("{0:2}:4:2,!{4:2}", "0-7"), "{0:2},{2:2},{6:2}");
    assert_eq!(places("!{4,5},{0:2}:4:2", "0-7"), "{0:2},{2:2},{6:2}");
    assert_eq!(places("{0,!0},{1}", "0-7"), "{1}");
}

#[test]
fn a_number_alone_is_a_place() {
    assert_eq!(places("0,2:2:4,!6", "0-7"), "{0},{2}");
}

#[test]
fn cpus_that_are_not_available_are_left_out_and_so_are_empty_places() {
    assert_eq!(places("{0:4}:4:4", "2-9"), "{2:2},{4:4},{8:2}");
    assert_eq!(places("{0}:65536", "3,5"), "{3},{5}");
    assert_eq!(places("{100}", "0-7"), "");
}

#[test]
fn errors_say_where() {
    let errors = [
        ("", 0),
        ("tiles", 0),
        ("cores(0)", 6),
        ("cores(", 6),
        ("cores(2", 7),
        ("cores,threads", 5),
        ("{", 1),
        ("{}", 1),
        ("{0", 2),
        ("{0,}", 3),
        ("{0:0}", 3),
        ("{0:2:}", 5),
        ("{-1}", 1),
        ("{0}:", 4),
        ("{0}:2:x", 6),
        ("{0},", 4),
        ("{0} {1}", 4),
        ("{0},cores", 4),
        ("{0:4:-1}", 1),
        ("{65536}", 1),
        ("{2},{1,9}:3:-1", 4),
        ("{65535}:2", 0),
        ("!{0}:2", 4),
        ("{!}", 2),
        ("{0:99999999999999999999}", 3),
    ];
    for (text, at) in errors {
        let error = PlaceSpec::parse(text).expect_err(text);
        assert_eq!(error.at(), at, "{text:?}: {error}");
    }
}

proptest! {
    #[test]
    fn what_is_shown_is_read_as_the_same(sets in prop::collection::vec(prop::collection::btree_set(0usize..20, 1..6), 1..6)) {
        let text: Vec<_> = sets
            .iter()
            .map(|set| format!("{{{}}}", set.iter().map(usize::to_string).collect::<Vec<_>>().join(",")))
            .collect();
        let shown = places(&text.join(","), "0-19");
        prop_assert_eq!(places(&shown, "0-19"), shown);
    }

    #[test]
    fn no_text_panics(text in "[-{}:!,0-9 a-z()]{0,16}") {
        let _ = PlaceSpec::parse(&text);
    }
}
