//! Arrays that are read.

use std::ops::Range;
use std::slice;

use super::known::Position;
use super::stretch::Along;

/// What stands before the brackets.
#[derive(Clone, Copy, Debug)]
pub struct Indexed<'a, X: ?Sized>(pub &'a X);

macro_rules! view {
    ($([$($generics:tt)*] $X:ty => $a:lifetime: |$x:ident| $slice:expr;)*) => {$(
        impl<'a, $($generics)*> Indexed<'a, $X> {
            /// All of it as a slice, borrowed for as long as its elements can be.
            #[inline]
            pub fn view(self) -> &$a [T] {
                let $x = self.0;
                $slice
            }
        }
    )*};
}

view! {
    [T] [T] => 'a: |x| x;
    [T] Vec<T> => 'a: |x| x;
    [T] Box<[T]> => 'a: |x| x;
    [T, const N: usize] [T; N] => 'a: |x| x;
    [T, const N: usize] Box<[T; N]> => 'a: |x| &x[..];
    ['l, T] &'l [T] => 'l: |x| x;
    ['l, T] &'l Vec<T> => 'l: |x| x;
    ['l, T, const N: usize] &'l [T; N] => 'l: |x| *x;
    ['l, T] &'l mut [T] => 'a: |x| x;
    ['l, T] &'l mut Vec<T> => 'a: |x| x;
    ['l, T, const N: usize] &'l mut [T; N] => 'a: |x| &x[..];
}

impl<'a, T> Indexed<'a, [T]> {
    /// An element that is a row, if it exists. `element` is how the loop reaches it.
    #[inline]
    pub fn row(self, at: impl Position, element: impl FnOnce() -> &'a T) -> Option<&'a T> {
        let _ = element;
        self.0.get(at.position()?)
    }

    /// The elements along `stretch`, if all of them exist. `element` is how the loop reaches one of them.
    #[inline]
    pub fn lane<S: Along, P: Position>(
        self,
        stretch: &S,
        at: impl Fn(S::Number) -> P,
        element: impl FnOnce(S::Index) -> &'a T,
    ) -> Option<slice::Iter<'a, T>> {
        let _ = element;
        let positions: Range<usize> = stretch.positions(at)?;
        self.0.get(positions).map(<[T]>::iter)
    }
}

/// The one item of a block that gives the same to every iteration.
#[inline]
pub fn constant<T>(mut block: impl Iterator<Item = T>) -> T {
    block.next().expect("there is no end of it")
}
