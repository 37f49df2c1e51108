//! Rows that an iteration is lent.

use std::slice;

use super::known::Position;
use super::stretch::Along;

/// What is a slice by another name: std's types, whose indexing does what it says.
pub trait Elements {
    /// What the brackets reach.
    type Element;

    /// All elements.
    fn elements(&mut self) -> &mut [Self::Element];
}

impl<T> Elements for [T] {
    type Element = T;

    #[inline]
    fn elements(&mut self) -> &mut [T] {
        self
    }
}

impl<T> Elements for Vec<T> {
    type Element = T;

    #[inline]
    fn elements(&mut self) -> &mut [T] {
        self
    }
}

impl<T, const N: usize> Elements for [T; N] {
    type Element = T;

    #[inline]
    fn elements(&mut self) -> &mut [T] {
        self
    }
}

impl<X: Elements + ?Sized> Elements for Box<X> {
    type Element = X::Element;

    #[inline]
    fn elements(&mut self) -> &mut [X::Element] {
        (**self).elements()
    }
}

impl<X: Elements + ?Sized> Elements for &mut X {
    type Element = X::Element;

    #[inline]
    fn elements(&mut self) -> &mut [X::Element] {
        (**self).elements()
    }
}

/// What stands before the brackets, to be written.
#[derive(Debug)]
pub struct IndexedMut<'a, X: ?Sized>(pub &'a mut X);

impl<'a, X: Elements + ?Sized> IndexedMut<'a, X> {
    /// An element that is a row, if it exists. `element` is how the loop reaches it.
    #[inline]
    pub fn row(
        self,
        at: impl Position,
        element: impl FnOnce(&mut X) -> &mut X::Element,
    ) -> Option<&'a mut X::Element> {
        let _ = element;
        self.0.elements().get_mut(at.position()?)
    }

    /// The elements along `stretch`, if all of them exist. `element` is how the loop reaches one of them.
    #[inline]
    pub fn lane<S: Along, P: Position>(
        self,
        stretch: &S,
        at: impl Fn(S::Number) -> P,
        element: impl FnOnce(&mut X, S::Index) -> &mut X::Element,
    ) -> Option<slice::IterMut<'a, X::Element>> {
        let _ = element;
        self.0.elements().get_mut(stretch.positions(at)?).map(<[X::Element]>::iter_mut)
    }
}
