//! The published sequences, held to the formulas on the examples that the literature prints: N = 1000, P = 4.

use super::*;
use crate::schedule::Schedule;

/// The chunk lengths of a schedule whose sequence is known before.
fn lengths(schedule: Schedule<'_>, len: u64, members: usize) -> Vec<u64> {
    let mapping = schedule.resolve(Schedule::Static, len, members, false);
    let plan = plan(len, members, mapping);
    plan.boundaries().unwrap().map(|range| range.end - range.start).collect()
}

fn runs(runs: &[(u64, usize)]) -> Vec<u64> {
    runs.iter().flat_map(|&(length, times)| std::iter::repeat_n(length, times)).collect()
}

/// Tzen, Ni 1993: first = 1000/8, C = ⌈2000/126⌉ = 16, step = ⌊124/15⌋ = 8.
#[test]
fn tss() {
    let expected = [125, 117, 109, 101, 93, 85, 77, 69, 61, 53, 45, 37, 28];
    assert_eq!(lengths(Schedule::Tss { first: 0, last: 1 }, 1000, 4), expected);
    // C = ⌈200/(17 + 3)⌉ = 10, step = ⌊14/9⌋ = 1: 17, 16, …, until 100 are out.
    assert_eq!(lengths(Schedule::Tss { first: 17, last: 3 }, 100, 4), [17, 16, 15, 14, 13, 12, 11, 2]);
    assert_eq!(lengths(Schedule::Tss { first: 1, last: 1 }, 5, 4), [1; 5]);
    assert_eq!(lengths(Schedule::Tss { first: 4, last: 9 }, 20, 4), [9, 9, 2]);
}

/// Chronopoulos and others 2001: means of four of tss's, (125 + 117 + 109 + 101)/4 and so on.
#[test]
fn tfss() {
    assert_eq!(
        lengths(Schedule::Tfss { first: 0, last: 1 }, 1000, 4),
        runs(&[(113, 4), (81, 4), (49, 4), (17, 1), (11, 1)])
    );
}

/// Polychronopoulos, Kuck 1987: ⌈R/4⌉.
#[test]
fn gss() {
    let lengths = lengths(Schedule::Guided(1), 1000, 4);
    assert_eq!(lengths[..10], [250, 188, 141, 106, 79, 59, 45, 33, 25, 19]);
    assert_eq!(lengths[lengths.len() - 4..], [1, 1, 1, 1]);
}

/// Flynn Hummel and others 1992: ⌈R/8⌉ for R = 1000, 500, 248, 124, 60, 28, 12, 4.
#[test]
fn fac2() {
    let expected = [(125, 4), (63, 4), (31, 4), (16, 4), (8, 4), (4, 4), (2, 4), (1, 4)];
    assert_eq!(lengths(Schedule::Fac2(1), 1000, 4), runs(&expected));
    assert_eq!(lengths(Schedule::Fac2(50), 1000, 4), runs(&[(125, 4), (63, 4), (50, 4), (48, 1)]));
}

/// The same paper's rule with σ/µ known. By hand, for σ/µ = 1/2: b = 4/(2√1000)/2 = 0.03162, x = 1 + 0.001 + 0.03162 ·
/// √2.001 = 1.04573, F = ⌈1000/4.18293⌉ = 240; R = 40: b = 0.15811, x = 2 + 0.025 + 0.15811 · √4.025 = 2.34221, F = ⌈40/9.36883⌉ = 5;
/// R = 20: b = 0.22361, x = 2.05 + 0.22361 · √4.05 = 2.5, F = ⌈2⌉ = 2 or, by rounding of the last bit, 3;
#[test]
fn fac() {
    let half = lengths(Schedule::Fac { spread: 0.5, chunk: 1 }, 1000, 4);
    assert_eq!(half[..8], runs(&[(240, 4), (5, 4)]));
    // Without spread all are equal: x = 1.
    assert_eq!(lengths(Schedule::Fac { spread: 0.0, chunk: 1 }, 1000, 4), [250; 4]);
    // σ/µ = 1: b = 0.06325, x = 1 + 0.004 + 0.06325 · √2.004 = 1.09353, F = ⌈1000/4.37413⌉ = 229; R = 84: b = 0.21822,
    // x = 2 + 0.04762 + 0.21822 · √4.04762 = 2.48664, F = ⌈84/9.94657⌉ = 9; R = 48: b = 0.28868, x = 2.08333 + 0.28868 ·
    // √4.08333 = 2.66667, F = ⌈4.5⌉ = 5.
    let one = lengths(Schedule::Fac { spread: 1.0, chunk: 1 }, 1000, 4);
    assert_eq!(one[..12], runs(&[(229, 4), (9, 4), (5, 4)]));
    assert_eq!(one, lengths(Schedule::Mfac { spread: 1.0, chunk: 1 }, 1000, 4));
}

/// Kruskal, Weiss 1985. By hand, for h/σ = 1/10: (√2 · 1000 · 0.1 / (4 · √1.38629))^(2/3) = (141.42136/4.70963)^(2/3) =
/// 30.0281^(2/3) = 9.661.
#[test]
fn fsc() {
    assert_eq!(lengths(Schedule::Fsc { overhead: 0.1, chunk: 1 }, 1000, 4), [10; 100]);
    assert_eq!(lengths(Schedule::Fsc { overhead: 0.1, chunk: 100 }, 1000, 4), [100; 10]);
    assert_eq!(lengths(Schedule::Fsc { overhead: 0.0, chunk: 1 }, 9, 4), [1; 9]);
    assert_eq!(lengths(Schedule::Fsc { overhead: 0.1, chunk: 1 }, 1000, 1), [1000]);
}

/// Lucco 1992. By hand, with v = 1.3/2 = 0.65: T = 250: 250 + 0.21125 − 0.65 · √(500 + 0.105625) = 235.675; R = 764, T = 191:
/// 191.21125 − 0.65 · √382.105625 = 178.505; R = 585, T = 146.25: 146.46125 − 0.65 · √292.605625 = 135.342.
#[test]
fn tap() {
    let half = lengths(Schedule::Tap { spread: 0.5, chunk: 1 }, 1000, 4);
    assert_eq!(half[..3], [236, 179, 136]);
    // Without spread it is guided self-scheduling.
    let none = Schedule::Tap { spread: 0.0, chunk: 3 };
    assert_eq!(lengths(none, 1000, 4), lengths(Schedule::Guided(3), 1000, 4));
}

/// Philip, Das 1997: with B = 3, ⌊1000/20⌋ = 50 and ⌊2000 · (2/5) / 24⌋ = 33.
#[test]
fn fiss() {
    let expected = runs(&[(50, 4), (83, 4), (116, 4), (4, 1)]);
    assert_eq!(lengths(Schedule::Fiss { stages: 3, chunk: 1 }, 1000, 4), expected);
    assert_eq!(lengths(Schedule::Fiss { stages: 0, chunk: 1 }, 1000, 4), expected, "P − 1 stages");
}

/// The same: ⌊1000/16⌋ = 62, then 3/2, 7/4, 15/8 of it.
#[test]
fn viss() {
    let expected = runs(&[(62, 4), (93, 4), (91, 0), (108, 3), (56, 1)]);
    assert_eq!(lengths(Schedule::Viss { stages: 2, chunk: 1 }, 1000, 4), expected);
    assert_eq!(lengths(Schedule::Viss { stages: 0, chunk: 1 }, 1000, 4), expected, "P − 2 stages");
    // 8, 12, 14, 15, then ⌊15.5⌋, and never 16.
    let long = lengths(Schedule::Viss { stages: 498, chunk: 1 }, 8 * 500, 1);
    assert_eq!(long[..6], [8, 12, 14, 15, 15, 15]);
}

#[test]
fn rnd() {
    let by_seed = |seed| lengths(Schedule::Rnd { least: 0, most: 0, seed }, 1000, 4);
    let first = by_seed(1);
    assert_eq!(first, by_seed(1), "it can be repeated");
    assert_ne!(first, by_seed(2));
    let (last, others) = first.split_last().unwrap();
    // ⌊1000/400⌋ and ⌊1000/8⌋.
    assert!(*last <= 125 && others.iter().all(|length| (2..=125).contains(length)), "{first:?}");
    let narrow = lengths(Schedule::Rnd { least: 7, most: 9, seed: 0 }, 10_000, 4);
    for length in 7..=9 {
        let share = narrow.iter().filter(|&&l| l == length).count() as f64 / narrow.len() as f64;
        assert!((0.28..0.39).contains(&share), "{length}: {share}");
    }
    assert_eq!(lengths(Schedule::Rnd { least: 9, most: 3, seed: 0 }, 18, 4), [9, 9]);
}

proptest! {
    /// Any sequence of any loop, however long: chunks follow each other from 0, and none is empty.
    #[test]
    fn sequences_begin_right_in_long_loops(
        sequence in any_sequence(),
        len in prop_oneof![any::<u64>(), Just(u64::MAX), Just(1 << 63), (1 << 62)..=u64::MAX],
        members in prop_oneof![1..9usize, Just(1024), Just(usize::MAX)],
    ) {
        let mut walk = sequence.walk(len, members);
        let mut position = 0;
        for number in 0..200 {
            let Some(range) = walk.seek(number) else {
                prop_assert_eq!(position, len);
                break;
            };
            prop_assert_eq!(range.start, position);
            prop_assert!(range.end > range.start && range.end <= len);
            position = range.end;
        }
    }

    /// A walk that leaves out numbers finds the same chunks.
    #[test]
    fn walks_may_skip(sequence in any_sequence(), len in 0..5000u64, members in 1..9usize, stride in 1..20u64) {
        let all: Vec<_> = plan(len, members, Mapping::Sequence(sequence)).boundaries().unwrap().collect();
        let mut walk = sequence.walk(len, members);
        for (number, range) in (0..).zip(all).step_by(stride as usize) {
            prop_assert_eq!(walk.seek(number), Some(range));
        }
    }

    /// What falls falls, what rises rises.
    #[test]
    fn trapezoids_and_factors_fall(len in 1..100_000u64, members in 1..20usize) {
        let falls = |schedule| {
            let mut lengths = lengths(schedule, len, members);
            lengths.pop();
            lengths.is_sorted_by(|a, b| a >= b)
        };
        let (first, last, spread, chunk) = (0, 1, 1.0, 1);
        let tap = Schedule::Tap { spread, chunk };
        for schedule in [Schedule::Tss { first, last }, Schedule::Tfss { first, last }, Schedule::Fac2(1), tap] {
            prop_assert!(falls(schedule), "{}", schedule);
        }
    }
}
