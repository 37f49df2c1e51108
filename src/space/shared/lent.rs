//! Elements of shared data by a loop's index: [`lend`](crate::space::lend) within a region.

use std::ops::Range;
use std::slice;

use super::SharedMut;
use super::key::Shape;
use crate::space::lend::{
    Indices, Perhaps, PerhapsBlock, PerhapsItem, Progression, Rows, RowsBlock, Strided, StridedBlock,
};
use crate::space::{Admission, Items, SliceMut, Space};

/// A space `S` over the elements of a [`SharedMut`], behind its gate.
#[derive(Debug)]
pub struct SharedLent<'s, S, T> {
    shared: &'s SharedMut<'s, T>,
    /// Made of the same slice; its blocks are asked for under an admission only, and its items cut to that.
    space: S,
    shape: Shape,
}

impl Shape {
    fn of(length: usize, at: Progression, offset: i128) -> Self {
        let (first, step) = at.wrapped(offset);
        Shape { length: length as u64, first, step }
    }
}

impl<'a, T> SharedMut<'a, T> {
    /// See [`elements`](crate::space::lend::elements).
    #[track_caller]
    pub fn lend_elements<'s, I: Indices>(
        &'s self,
        indices: &I,
        offset: i128,
    ) -> SharedLent<'s, I::Elements<'s, T>, T> {
        let space = indices.elements_of(self.slice.again(), offset);
        SharedLent { shared: self, space, shape: Shape::of(1, indices.progression(), offset) }
    }

    /// See [`perhaps`](crate::space::lend::perhaps).
    pub fn lend_perhaps<'s>(
        &'s self,
        indices: &impl Indices,
        offset: i128,
    ) -> SharedLent<'s, Perhaps<'s, T>, T> {
        let space = Perhaps::new(self.slice.again(), indices.progression(), offset);
        SharedLent { shared: self, space, shape: Shape::of(1, indices.progression(), offset) }
    }

    /// See [`rows`](crate::space::lend::rows).
    pub fn lend_rows<'s>(&'s self, indices: &impl Indices, n: usize) -> SharedLent<'s, Rows<'s, T>, T> {
        let space = Rows::new(self.slice.again(), indices.progression(), n);
        SharedLent { shared: self, space, shape: Shape::of(n, indices.progression(), 0) }
    }
}

macro_rules! lent {
    ($($Space:ident: $Item:ty, $Block:ty;)*) => {$(
        impl<'i, 's, T> Items<'i> for SharedLent<'s, $Space<'s, T>, T> {
            type Item = $Item;
            type Block = $Block;
        }

        impl<'s, T> Space for SharedLent<'s, $Space<'s, T>, T> {
            #[inline]
            fn len(&self) -> u64 {
                Space::len(&self.space)
            }

            #[inline]
            unsafe fn block<'i>(&'i self, range: Range<u64>) -> $Block {
                // SAFETY:
                // - Within this space and construct each iteration is asked for once (passed on).
                // - The caller was admitted by the gate, so whoever else holds elements now is in the same construct,
                //   where this iteration is the caller's alone; or in one where every member has the same iterations
                //   and these the same elements (the gate compares the shapes).
                // - Items end with their iteration, before the admission does (contract of `block`): their lifetime
                //   is cut to the borrow of this space.
                unsafe { self.space.block(range) }
            }

            #[inline]
            fn admit<'i>(&'i self, admission: &mut Admission<'i>) {
                admission.enter(&self.shared.gate, self.shape);
            }
        }
    )*};
}

lent! {
    SliceMut: &'i mut T, slice::IterMut<'i, T>;
    Strided: &'i mut T, StridedBlock<'i, T>;
    Perhaps: PerhapsItem<'i, T>, PerhapsBlock<'i, T>;
    Rows: &'i mut [T], RowsBlock<'i, T>;
}
