//! The answers for what is not std's: nothing, of the type that the loop would want.

use std::iter::Empty;
use std::marker::PhantomData;
use std::ops::Range;

use super::indexed::Indexed;
use super::indexed_mut::IndexedMut;
use super::known::{Leaf, Position, Unknown};
use super::stretch::{Along, Counted, Unmeasured};

/// A variable that is no integer.
pub trait OtherLeaf: Sized {
    /// Nothing.
    #[inline]
    fn known(self) -> Unknown {
        Unknown
    }
}

impl<X: ?Sized> OtherLeaf for Leaf<'_, X> {}

/// A range of something else.
pub trait OtherRange: Sized {
    /// Its items.
    type Item;

    /// Nothing.
    #[inline]
    fn stretch(self) -> Unmeasured<Self::Item> {
        Unmeasured(PhantomData)
    }
}

impl<T> OtherRange for Counted<'_, Range<T>> {
    type Item = T;
}

/// A type with indexing of its own.
pub trait OtherArray<'a>: Sized {
    /// The type.
    type Whole: ?Sized + 'a;

    /// As it is.
    fn view(self) -> &'a Self::Whole;

    /// Nothing.
    #[inline]
    fn row<R: ?Sized>(self, _: impl Position, _: impl FnOnce() -> &'a R) -> Option<&'a R> {
        None
    }

    /// Nothing.
    #[inline]
    fn lane<S: Along, P: Position, R: ?Sized>(
        self,
        _: &S,
        _: impl Fn(S::Number) -> P,
        _: impl FnOnce(S::Index) -> &'a R,
    ) -> Option<Empty<&'a R>> {
        None
    }
}

impl<'a, X: ?Sized> OtherArray<'a> for Indexed<'a, X> {
    type Whole = X;

    #[inline]
    fn view(self) -> &'a X {
        self.0
    }
}

/// The same, lent.
pub trait OtherArrayMut<'a>: Sized {
    /// The type.
    type Whole: ?Sized;

    /// Nothing.
    #[inline]
    fn row<R: ?Sized + 'a>(
        self,
        _: impl Position,
        _: impl FnOnce(&mut Self::Whole) -> &mut R,
    ) -> Option<&'a mut R> {
        None
    }

    /// Nothing.
    #[inline]
    fn lane<S: Along, P: Position, R: ?Sized + 'a>(
        self,
        _: &S,
        _: impl Fn(S::Number) -> P,
        _: impl FnOnce(&mut Self::Whole, S::Index) -> &mut R,
    ) -> Option<Empty<&'a mut R>> {
        None
    }
}

impl<'a, X: ?Sized> OtherArrayMut<'a> for IndexedMut<'a, X> {
    type Whole = X;
}
