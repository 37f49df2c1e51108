use crate::reduce::*;
use std::num::Wrapping;
use std::time::Duration;

/// Stands for `parallel_for(space).reduce(op, f)`: same bounds, so what infers here infers there.
struct Loop<I>(I);

impl<I: Iterator> Loop<I> {
    fn reduce<R, T, F>(self, op: R, f: F) -> T
    where
        R: Reduction<T> + Sync,
        F: Fn(I::Item) -> T + Sync,
    {
        op.fold(op.identity(), self.0.map(f))
    }
}

fn serial<T, R: Reduction<T>>(op: R, items: impl IntoIterator<Item = T>) -> T {
    op.fold(op.identity(), items.into_iter())
}

#[test]
fn types_are_inferred() {
    let (x, y, n) = ([1.0, 2.0, 3.0], [4.0, 5.0, 6.0], 3);
    let dot: f64 = Loop(0..n).reduce(Sum, |i| x[i] * y[i]);
    assert_eq!(dot, 32.0);
    let (lo, hi) = Loop(x.iter()).reduce((Min, Max), |v| (*v, *v));
    assert_eq!((lo, hi), (1.0, 3.0));
    let ones = Loop(0..n).reduce(Sum, |_| 1);
    assert_eq!(ones, 3);
    let moments = Loop(x.iter()).reduce(Sum, |v| [1.0, *v, v * v]);
    assert_eq!(moments, [3.0, 6.0, 14.0]);
    let joined = Loop(0..n).reduce(reduction(String::new, |a, b| a + &b), |i| i.to_string());
    assert_eq!(joined, "012");
    let longest = Loop(["a", "ccc", "bb"].iter()).reduce(Max, |s| Some(s.len()));
    assert_eq!(longest, Some(3));
    let columns = Loop(0..4usize).reduce(Elementwise(Sum), |i| vec![i, i * i]);
    assert_eq!(columns, [6, 14]);
    let lent: &Sum = &Sum;
    assert_eq!(Loop(0..4u8).reduce(lent, |i| i), 6);
}

/// Each identity is neutral on both sides for extreme values too.
#[test]
fn identities_are_neutral() {
    fn check<T: Clone + PartialEq + std::fmt::Debug>(op: impl Reduction<T>, values: &[T]) {
        for v in values {
            assert_eq!(op.combine(op.identity(), v.clone()), *v);
            assert_eq!(op.combine(v.clone(), op.identity()), *v);
        }
    }
    macro_rules! integers {
        ($($T:ident)+) => {$(
            let values = [$T::MIN, 0, 1, 77, $T::MAX];
            check(Sum, &values);
            check(Product, &values);
            check(Min, &values);
            check(Max, &values);
            check(BitAnd, &values);
            check(BitOr, &values);
            check(BitXor, &values);
            check(Sum, &values.map(Wrapping));
            check(Product, &values.map(Wrapping));
            check(Min, &values.map(Some));
            check(Max, &[values, values]);
        )+};
    }
    integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }
    macro_rules! floats {
        ($($T:ident)+) => {$(
            let values = [$T::NEG_INFINITY, $T::MIN, -1.5, 0.0, $T::MIN_POSITIVE, $T::MAX, $T::INFINITY];
            check(Sum, &values);
            check(Product, &values);
            check(Min, &values);
            check(Max, &values);
            check((Min, Max), &values.map(|v| (v, v)));
        )+};
    }
    floats! { f32 f64 }
    let truth = [false, true];
    check(BitAnd, &truth);
    check(BitOr, &truth);
    check(BitXor, &truth);
    check(LogicalAnd, &truth);
    check(LogicalOr, &truth);
    let times = [Duration::ZERO, Duration::from_nanos(1), Duration::MAX];
    check(Sum, &times);
    check(Min, &times);
    check(Max, &times);
    check(Elementwise(Sum), &[vec![], vec![1, 2, 3]]);
}

#[test]
fn operators_compute_what_they_say() {
    assert_eq!(serial(Sum, [3i8, -4, 5]), 4);
    assert_eq!(serial(Product, [2u64, 3, 7]), 42);
    assert_eq!(serial(Min, [3, -4, 5]), -4);
    assert_eq!(serial(Max, [3, -4, 5]), 5);
    assert_eq!(serial(BitAnd, [0b1110u8, 0b0111]), 0b0110);
    assert_eq!(serial(BitOr, [0b1000u8, 0b0001]), 0b1001);
    assert_eq!(serial(BitXor, [0b1100u8, 0b1010]), 0b0110);
    assert_eq!(serial(Sum, [Wrapping(250u8), Wrapping(10)]), Wrapping(4));
    assert!(!serial(LogicalAnd, [true, false, true]));
    assert!(serial(LogicalOr, [false, true, false]));
    assert!(serial(BitXor, [true, true, true]));
    assert_eq!(serial(Sum, [Duration::from_secs(1); 3]), Duration::from_secs(3));
    assert_eq!(serial(Min, [None, Some(2.5), Some(1.5), None]), Some(1.5));
    assert_eq!(serial(Max, std::iter::empty::<Option<u8>>()), None);
    let six =
        serial((Sum, Product, Min, Max, BitOr, LogicalAnd), [(1, 2, 3, 4, 5, true), (1, 2, 3, 4, 8, true)]);
    assert_eq!(six, (2, 4, 3, 4, 13, true));
}

#[test]
fn nan_loses_against_numbers() {
    assert_eq!(serial(Min, [f64::NAN, 3.0, f64::NAN]), 3.0);
    assert_eq!(serial(Max, [f32::NAN, -3.0]), -3.0);
    assert_eq!(serial(Min, [f64::NAN]), f64::INFINITY);
    assert!(serial(Sum, [1.0, f64::NAN]).is_nan());
}

#[test]
#[should_panic(expected = "vectors of different lengths")]
fn elementwise_refuses_ragged_input() {
    serial(Elementwise(Sum), [vec![1], vec![1, 2]]);
}

/// Every split of the items into chunks, and every start, gives the same sum where sums are exact.
#[test]
fn interleaved_folds_miss_nothing() {
    for n in 0..40u32 {
        let items = (1..=n).map(f64::from);
        assert_eq!(Sum.fold(100.0, items.clone()), 100.0 + f64::from(n * (n + 1) / 2));
        for cut in 0..=n {
            let first = Sum.fold(0.0, (1..=cut).map(f64::from));
            assert_eq!(Sum.fold(first, (cut + 1..=n).map(f64::from)), serial(Sum, items.clone()));
        }
    }
    assert_eq!(Product.fold(3.0, [1.0, 2.0, 4.0, 8.0, 16.0, 0.5].into_iter()), 1536.0f32);
}
