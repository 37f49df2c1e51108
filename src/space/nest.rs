//! Nests of loops whose iterations may wait for each other: OpenMP's `ordered(n)`.

use super::{Axis, Collapsed, Integer, Outer, Space, Span, Steps};

/// Where an iteration stands in a nest: the number of its outermost loop, and its number in the whole nest, the last
/// index varying fastest.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    pub outer: u64,
    pub number: u64,
}

/// One loop over integers, or a [`collapse`](super::collapse()) of up to six: what a loop with dependences between its
/// iterations runs over. Sealed.
pub trait Nest: Space + sealed::Sealed {
    /// The index of an iteration: what the body receives.
    type Index: Copy + std::fmt::Debug;
    /// How far away an iteration is, loop by loop.
    type Offset: Copy + std::fmt::Debug;

    /// The number of iterations of each loop, from the outermost: outer, and all others together.
    #[doc(hidden)]
    fn shape(&self) -> (u64, u64);

    /// Where `index` stands; `None` outside the nest.
    #[doc(hidden)]
    fn find(&self, index: Self::Index) -> Option<Stand>;

    /// The iteration that is `offset` away from `from`; `None` outside the nest.
    #[doc(hidden)]
    fn away(&self, from: Stand, offset: Self::Offset) -> Option<Stand>;
}

mod sealed {
    pub trait Sealed {}
}

/// `k`, moved by `by`, if that lies within `0..len`.
#[inline]
fn moved(k: u64, by: i64, len: u64) -> Option<u64> {
    k.checked_add_signed(by).filter(|k| *k < len)
}

macro_rules! line {
    ($($Line:ident),*) => {$(
        impl<T> sealed::Sealed for $Line<T> {}

        impl<T: Integer> Nest for $Line<T> {
            type Index = T;
            type Offset = i64;

            #[inline]
            fn shape(&self) -> (u64, u64) {
                (self.extent(), 1)
            }

            #[inline]
            fn find(&self, index: T) -> Option<Stand> {
                self.position(index).map(|k| Stand { outer: k, number: k })
            }

            #[inline]
            fn away(&self, from: Stand, offset: i64) -> Option<Stand> {
                moved(from.outer, offset, self.extent()).map(|k| Stand { outer: k, number: k })
            }
        }
    )*};
}

line!(Span, Steps);

macro_rules! nest {
    ($n:literal; $($A:ident $i:tt),*; $L:ident $l:tt) => {
        impl<$($A: Axis,)* $L: Axis> sealed::Sealed for Collapsed<($($A,)*), $L> {}

        impl<$($A: Axis,)* $L: Axis> Nest for Collapsed<($($A,)*), $L>
        where
            ($($A,)*): Outer<Index = ($($A::Index,)*)>,
        {
            type Index = ($($A::Index,)* $L::Index);
            type Offset = [i64; $n];

            #[inline]
            fn shape(&self) -> (u64, u64) {
                let (outer, last) = self.axes();
                let extents = [$(outer.$i.extent(),)* last.extent()];
                if extents.contains(&0) {
                    return (0, 0);
                }
                // The product of all fits.
                (extents[0], extents[1..].iter().product())
            }

            #[inline]
            fn find(&self, index: Self::Index) -> Option<Stand> {
                let (outer, last) = self.axes();
                let at = [$(outer.$i.position(index.$i)?,)* last.position(index.$l)?];
                let extents = [$(outer.$i.extent(),)* last.extent()];
                Some(number(at, extents))
            }

            #[inline]
            fn away(&self, from: Stand, offset: [i64; $n]) -> Option<Stand> {
                let (outer, last) = self.axes();
                let extents = [$(outer.$i.extent(),)* last.extent()];
                let mut rest = from.number;
                let mut at = [0; $n];
                for k in (1..$n).rev() {
                    // The last index of a pair needs no division: what is left is below its extent.
                    at[k] = if $n == 2 { rest - from.outer * extents[1] } else { rest % extents[k] };
                    rest /= if $n == 2 { 1 } else { extents[k] };
                }
                at[0] = from.outer;
                for k in 0..$n {
                    at[k] = moved(at[k], offset[k], extents[k])?;
                }
                Some(number(at, extents))
            }
        }
    };
}

/// The number of the iteration with the numbers `at` in loops of these `extents`.
#[inline]
fn number<const N: usize>(at: [u64; N], extents: [u64; N]) -> Stand {
    let number = at.iter().zip(extents).fold(0, |number, (at, extent)| number * extent + at);
    Stand { outer: at[0], number }
}

nest!(2; A 0; L 1);
nest!(3; A 0, B 1; L 2);
nest!(4; A 0, B 1, C 2; L 3);
nest!(5; A 0, B 1, C 2, D 3; L 4);
nest!(6; A 0, B 1, C 2, D 3, E 4; L 5);
