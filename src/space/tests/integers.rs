//! Ranges of every integer type, whole, stepped and reversed.

use super::*;

macro_rules! types {
    ($($int:ident: $($exact:ident)?),*) => {$(
        mod $int {
            use super::*;

            /// Any two ends not too far apart, often at the limits of the type.
            fn ends() -> impl Strategy<Value = ($int, $int)> {
                let start = prop_oneof![any::<$int>(), Just($int::MIN), Just($int::MAX), Just(0)];
                (start, -40_i16..300).prop_map(|(start, n)| {
                    let end = i128::from(start as i64) * i128::from($int::MIN != 0)
                        + i128::from(start as u64) * i128::from($int::MIN == 0) + i128::from(n);
                    (start, end.clamp($int::MIN as i128, $int::MAX as i128) as $int)
                })
            }

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(64))]
                #[test]
                fn blocks_are_the_serial_loop((a, b) in ends(), step in 1_usize..40, cuts in cuts()) {
                    law!(a..b, a..b, cuts);
                    law!(a..=b, a..=b, cuts);
                    law!((a..b).rev(), (a..b).rev(), cuts);
                    law!((a..=b).rev(), (a..=b).rev(), cuts);
                    law!((a..b).step_by(step), (a..b).step_by(step), cuts);
                    law!((a..=b).step_by(step), (a..=b).step_by(step), cuts);
                    law!((a..b).rev().step_by(step), (a..b).rev().step_by(step), cuts);
                    law!((a..=b).rev().step_by(step), (a..=b).rev().step_by(step), cuts);
                    law!((a..b).step_by(step).step_by(2), (a..b).step_by(step).step_by(2), cuts);
                    $(
                        // rev() after step_by() exists where the length fits in a usize for certain.
                        $exact!((a..b).step_by(step).rev(), (a..b).step_by(step).rev(), cuts);
                    )?
                }
            }

            #[test]
            fn at_the_limits_of_the_type() {
                let last = $int::MAX - 2..$int::MAX;
                assert_eq!(items!(last.clone()), [$int::MAX - 2, $int::MAX - 1]);
                assert_eq!(items!(last.start..=last.end), [$int::MAX - 2, $int::MAX - 1, $int::MAX]);
                assert_eq!(items!(($int::MIN..=$int::MIN + 1).rev()), [$int::MIN + 1, $int::MIN]);
                let two = usize::from($int::BITS == usize::BITS);
                assert_eq!(items!(($int::MIN..=$int::MAX).step_by(usize::MAX)).len(), 1 + two);
                let (low, high) = ($int::MIN, $int::MAX);
                assert_eq!(items!(high..low), []);
                assert_eq!(items!(high..=low), []);
                assert_eq!(items!((high..=low).rev()), []);
                assert_eq!(items!((5..5 as $int).step_by(3)), []);
                let mut spent = 1..=1 as $int;
                spent.next();
                assert_eq!(items!(spent), []);
            }
        }
    )*};
}

types!(u8: law, u16: law, u32: law, usize: law, u64:, i8: law, i16: law, i32: law, isize: law, i64:);

/// The item `k` of a space, by a block of one.
macro_rules! item {
    ($space:expr, $k:expr) => {{
        let k: u64 = $k;
        // SAFETY: integers may be asked for any number of times.
        unsafe { $space.block(k..k + 1) }.next().unwrap()
    }};
}

#[test]
fn more_than_half_of_64_bits() {
    let space = (0..u64::MAX).into_space();
    assert_eq!(space.len(), u64::MAX);
    assert_eq!(item!(space, u64::MAX - 1), u64::MAX - 1);

    let space = (i64::MIN..i64::MAX).into_space();
    assert_eq!(space.len(), u64::MAX);
    assert_eq!(item!(space, 0), i64::MIN);
    assert_eq!(item!(space, 1 << 63), 0);
    assert_eq!(item!(space, u64::MAX - 1), i64::MAX - 1);

    let space = (1..=u64::MAX).into_space();
    assert_eq!(space.len(), u64::MAX);
    assert_eq!(item!(space, u64::MAX - 1), u64::MAX);

    let space = (i64::MIN..i64::MAX).rev().into_space();
    assert_eq!(space.len(), u64::MAX);
    assert_eq!(item!(space, u64::MAX - 1), i64::MIN);
    assert_eq!(item!(space, 0), i64::MAX - 1);

    let space = (1..=u64::MAX).rev().into_space();
    assert_eq!((space.len(), item!(space, u64::MAX - 1)), (u64::MAX, 1));
}

/// The size hint of a full 64-bit range says no more than "at least 2⁶⁴−1"; the count must not be one off.
#[test]
fn steps_over_a_full_64_bit_range() {
    for step in [2, 3, 5, 7, 15, 16, 255, 257, 1 << 40, 641, 6_700_417, usize::MAX] {
        let expected = (1_u128 << 64).div_ceil(step as u128) as u64;
        let last = (expected - 1).wrapping_mul(step as u64);
        let space = (0..=u64::MAX).step_by(step).into_space();
        assert_eq!((space.len(), item!(space, expected - 1)), (expected, last), "step {step}");
        let space = (i64::MIN..=i64::MAX).step_by(step).into_space();
        let last = i64::MIN.wrapping_add(last as i64);
        assert_eq!((space.len(), item!(space, expected - 1)), (expected, last), "step {step}");
        let space = (0..=u64::MAX).rev().step_by(step).into_space();
        let last = u64::MAX - (expected - 1) * step as u64;
        assert_eq!((space.len(), item!(space, expected - 1)), (expected, last), "step {step}");
    }
}

#[test]
fn two_to_the_64_iterations_are_refused() {
    let refusals = [
        panics(|| (0..=u64::MAX).into_space()),
        panics(|| (i64::MIN..=i64::MAX).into_space()),
        panics(|| (0..=usize::MAX).into_space()),
        panics(|| (0..=u64::MAX).rev().into_space()),
        panics(|| (0..=u64::MAX).step_by(1).into_space()),
    ];
    for refusal in refusals {
        assert!(refusal.contains("at most 2^64-1"), "{refusal}");
    }
}
