//! Nested loops as one space.

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn rectangles(
        (a, b, c, d) in (0_i32..6, 0_u8..6, 0_i64..6, 0_usize..6),
        step in 1_usize..4,
        cuts in cuts(),
    ) {
        law!(collapse(-2..a, 0..b), (-2..a).flat_map(|i| (0..b).map(move |j| (i, j))), cuts);
        law!(
            collapse((0..a).rev(), (0..=b).step_by(step)),
            (0..a).rev().flat_map(|i| (0..=b).step_by(step).map(move |j| (i, j))),
            cuts
        );
        let three = (0..a).flat_map(move |i| (0..b).flat_map(move |j| (0..c).map(move |k| (i, j, k))));
        law!(collapse3(0..a, 0..b, 0..c), three.clone(), cuts);
        let four = three.flat_map(move |(i, j, k)| (0..d).map(move |l| (i, j, k, l)));
        law!((0..a, 0..b, 0..c, 0..d).collapse(), four.clone(), cuts);
        let five = four.flat_map(|(i, j, k, l)| (7..9).map(move |m| (i, j, k, l, m)));
        law!((0..a, 0..b, 0..c, 0..d, 7..9).collapse(), five.clone(), cuts);
        let six = five.flat_map(|(i, j, k, l, m)| (-1..=0_i8).map(move |n| (i, j, k, l, m, n)));
        law!((0..a, 0..b, 0..c, 0..d, 7..9, -1..=0_i8).collapse(), six, cuts);
    }

    #[test]
    fn triangles(n in 0_usize..20, cuts in cuts()) {
        law!(lower_triangle(n), (0..n).flat_map(|i| (0..=i).map(move |j| (i, j))), cuts);
        law!(strict_lower_triangle(n), (0..n).flat_map(|i| (0..i).map(move |j| (i, j))), cuts);
        law!(upper_triangle(n), (0..n).flat_map(|i| (i..n).map(move |j| (i, j))), cuts);
        law!(strict_upper_triangle(n), (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))), cuts);
    }

    #[test]
    fn rows_of_any_length(
        ends in prop::collection::vec((-3_i64..4, -3_i64..9), 0..20),
        step in 1_usize..4,
        cuts in cuts(),
    ) {
        let row = |i: usize| (ends[i].0..ends[i].1).step_by(step);
        law!(
            collapse_with(0..ends.len(), row),
            (0..ends.len()).flat_map(|i| row(i).map(move |j| (i, j))),
            cuts
        );
        let serial = (1..5).rev().flat_map(|i| (0..i).map(move |j| (i, j)));
        law!(collapse_with((1..5).rev(), |i| 0..i), serial, cuts);
    }

    /// Far out, where a float's square root would be off: a pair's number, computed, leads back to the pair.
    #[test]
    fn far_rows(i in 0_u64..6_000_000_000, j in any::<u64>(), n in 6_000_000_000_u64..6_074_000_999) {
        let (n, i) = (n as usize, i as usize);
        let j = (j % (i as u64 + 1)) as usize;
        let at = |space: Triangle, k: u128| {
            let k = u64::try_from(k).unwrap();
            // SAFETY: pairs of integers may be asked for any number of times.
            unsafe { space.block(k..k + 1) }.next().unwrap()
        };
        let (wide_i, wide_j, wide_n) = (i as u128, j as u128, n as u128);
        prop_assert_eq!(at(lower_triangle(n), wide_i * (wide_i + 1) / 2 + wide_j), (i, j));
        let (row, column) = (wide_j, wide_i); // j ≤ i
        let before = row * wide_n - row * row.saturating_sub(1) / 2;
        prop_assert_eq!(at(upper_triangle(n), before + column - row), (j, i));
    }
}

#[test]
fn first_and_last_of_a_row_far_out() {
    // Row r of a lower triangle begins at r(r+1)/2; its neighbours decide whether the root is rounded the
    // right way.
    // The greatest triangle that a space can be.
    let space = lower_triangle(6_074_000_999);
    for r in [
        1 << 26,
        (1 << 26) + 1,
        94_906_265,
        94_906_266,
        94_906_267,
        1 << 31,
        1 << 32,
        4_294_967_297,
        6_074_000_998,
    ] {
        let begin = (r as u128 * (r as u128 + 1) / 2) as u64;
        // SAFETY: pairs of integers may be asked for any number of times.
        let two: Vec<_> = unsafe { space.block(begin - 1..begin + 1) }.collect();
        assert_eq!(two, [(r - 1, r - 1), (r, 0)]);
    }
}

#[test]
fn too_many_are_refused() {
    let refusals = [
        panics(|| collapse(0..1_u64 << 32, 0..1_u64 << 32)),
        panics(|| collapse3(0..u64::MAX, 0..2, 0..1)),
        panics(|| (0..u64::MAX, 0..u64::MAX, 0..u64::MAX, 0..u64::MAX).collapse()),
        panics(|| collapse_with(0..2, |_| 0..u64::MAX)),
        panics(|| lower_triangle(usize::MAX)),
        panics(|| upper_triangle(6_074_001_000)),
    ];
    for refusal in refusals {
        assert!(refusal.contains("at most 2^64-1"), "{refusal}");
    }
    assert_eq!(collapse(0..u64::MAX, 0..1).len(), u64::MAX);
    // No product to overflow when one of the loops is empty, wherever it stands.
    assert_eq!(collapse3(0..u64::MAX, 0..u64::MAX, 0..0).len(), 0);
    assert_eq!(collapse3(0..0, 0..u64::MAX, 0..u64::MAX).len(), 0);
}

/// Where every value of a small type stands in progressions of all kinds: its number, or nowhere.
#[test]
fn positions_are_the_inverse_of_items() {
    fn check<S: Axis<Index: Integer>>(axis: S, all: impl Iterator<Item = S::Index>) {
        let items: Vec<i128> = (0..axis.extent()).map(|k| axis.at(k).widen()).collect();
        for value in all {
            let k = items.iter().position(|item| *item == value.widen());
            assert_eq!(axis.position(value), k.map(|k| k as u64), "{value:?} in {axis:?}");
        }
    }
    for (a, b) in [(0, 0), (-128, 127), (-3, 4), (-128, -127), (126, 127), (5, -5)] {
        check((a..b).into_space(), i8::MIN..=i8::MAX);
        check((a..=b).into_space(), i8::MIN..=i8::MAX);
        check((a..b).rev().into_space(), i8::MIN..=i8::MAX);
        for step in [1, 2, 3, 100, 300] {
            check((a..=b).step_by(step).into_space(), i8::MIN..=i8::MAX);
            check((a..=b).rev().step_by(step).into_space(), i8::MIN..=i8::MAX);
        }
    }
    for step in [1, 2, 7, 200] {
        check((0..=255_u8).step_by(step).into_space(), 0..=255);
        check((3..250_u8).step_by(step).rev().into_space(), 0..=255);
    }
}
