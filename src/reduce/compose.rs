//! Operators made of operators: on tuples, arrays, options and vectors.

use super::{BitAnd, BitOr, BitXor, LogicalAnd, LogicalOr, Max, Min, Product, Reduction, Sum};

/// A tuple of operators reduces a tuple of values, each component by its own: several `reduction` clauses in
/// one.
macro_rules! reduce_tuple {
    ($(($R:ident $T:ident $i:tt))+) => {
        impl<$($T, $R: Reduction<$T>),+> Reduction<($($T,)+)> for ($($R,)+) {
            #[inline(always)]
            fn identity(&self) -> ($($T,)+) {
                ($(self.$i.identity(),)+)
            }

            #[inline(always)]
            fn combine(&self, a: ($($T,)+), b: ($($T,)+)) -> ($($T,)+) {
                ($(self.$i.combine(a.$i, b.$i),)+)
            }
        }
    };
}

reduce_tuple! { (R0 T0 0) (R1 T1 1) }
reduce_tuple! { (R0 T0 0) (R1 T1 1) (R2 T2 2) }
reduce_tuple! { (R0 T0 0) (R1 T1 1) (R2 T2 2) (R3 T3 3) }
reduce_tuple! { (R0 T0 0) (R1 T1 1) (R2 T2 2) (R3 T3 3) (R4 T4 4) }
reduce_tuple! { (R0 T0 0) (R1 T1 1) (R2 T2 2) (R3 T3 3) (R4 T4 4) (R5 T5 5) }

/// Arrays go element by element: OpenMP's reduction over an array section of fixed length.
macro_rules! reduce_arrays {
    ($($Op:ident)+) => {$(
        impl<T, const N: usize> Reduction<[T; N]> for $Op
        where
            $Op: Reduction<T>,
        {
            #[inline(always)]
            fn identity(&self) -> [T; N] {
                std::array::from_fn(|_| Reduction::<T>::identity(self))
            }

            #[inline(always)]
            fn combine(&self, a: [T; N], b: [T; N]) -> [T; N] {
                let mut b = b.into_iter();
                // The iterator has one item for each: both arrays have N.
                a.map(|a| match b.next() {
                    Some(b) => Reduction::<T>::combine(self, a, b),
                    None => a,
                })
            }
        }
    )+};
}

reduce_arrays! { Sum Product Min Max BitAnd BitOr BitXor LogicalAnd LogicalOr }

/// `None` is neutral, so that an empty loop can be told from one that found the identity.
macro_rules! reduce_options {
    ($($Op:ident)+) => {$(
        impl<T> Reduction<Option<T>> for $Op
        where
            $Op: Reduction<T>,
        {
            #[inline(always)]
            fn identity(&self) -> Option<T> {
                None
            }

            #[inline(always)]
            fn combine(&self, a: Option<T>, b: Option<T>) -> Option<T> {
                match (a, b) {
                    (Some(a), Some(b)) => Some(Reduction::<T>::combine(self, a, b)),
                    (a, None) => a,
                    (None, b) => b,
                }
            }
        }
    )+};
}

reduce_options! { Min Max }

/// Reduces `Vec`s element by element with the operator inside: OpenMP's reduction over an array section whose
/// length is known at run time (OpenMP 5.2 §5.5.5).
///
/// The empty vector is the identity. All others must agree in length.
///
/// # Panics
///
/// `combine` panics if two vectors, neither of them empty, differ in length.
///
/// ```
/// use ferromp::{Elementwise, Reduction, Sum};
/// let op = Elementwise(Sum);
/// assert_eq!(op.combine(vec![1, 2], vec![10, 20]), [11, 22]);
/// assert_eq!(op.combine(op.identity(), vec![1, 2]), [1, 2]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Elementwise<R>(pub R);

impl<T, R: Reduction<T>> Reduction<Vec<T>> for Elementwise<R> {
    fn identity(&self) -> Vec<T> {
        Vec::new()
    }

    fn identity_like(&self, original: &Vec<T>) -> Vec<T> {
        original.iter().map(|value| self.0.identity_like(value)).collect()
    }

    fn combine(&self, a: Vec<T>, b: Vec<T>) -> Vec<T> {
        if a.is_empty() {
            return b;
        }
        if b.is_empty() {
            return a;
        }
        assert_eq!(a.len(), b.len(), "Elementwise: vectors of different lengths in one reduction");
        // Collecting from a vector's own iterator reuses its allocation.
        a.into_iter().zip(b).map(|(a, b)| self.0.combine(a, b)).collect()
    }
}
