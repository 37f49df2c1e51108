//! The feature `ndarray`: arrays as iteration spaces. A tuple of these runs in step, as `ndarray::Zip` does.

mod axis;
mod elements;
mod lanes;

pub use axis::{AxisBlockMut, AxisSpace, AxisSpaceMut, axis_iter_mut};
pub use elements::{Elements, ElementsBlock, elements, elements_mut};
pub use lanes::{Lanes, LanesBlock, lanes, lanes_mut};

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use ndarray::{
    ArrayBase, ArrayView, ArrayView1, ArrayViewMut, ArrayViewMut1, Axis, Dimension, Ix1, IxDyn, RawArrayView,
    RawArrayViewMut, RawDataClone,
};

/// How the lanes of an array are lent: the two ways below. Sealed.
pub trait Lending<'a, A>: private::Lend<'a, A> {}

/// By `&`.
#[derive(Clone, Copy, Debug)]
pub struct Shared;

/// By `&mut`.
#[derive(Clone, Copy, Debug)]
pub struct Unique;

impl<'a, A: 'a> Lending<'a, A> for Shared {}
impl<'a, A: 'a> Lending<'a, A> for Unique {}

mod private {
    use super::*;

    pub trait Lend<'a, A> {
        /// The array.
        type Raw;
        /// A lane, or a part of one.
        type Lane;
        type Element;
        type Elements: Iterator<Item = Self::Element>;

        fn shape(raw: &Self::Raw) -> &[usize];

        /// Part `part` of lane `k` along `axis`.
        ///
        /// # Safety
        /// The elements are lent in this way for `'a`, and through nothing else if that is uniquely.
        unsafe fn lane(raw: &Self::Raw, axis: usize, k: u64, part: Range<usize>) -> Self::Lane;

        fn elements(lane: Self::Lane) -> Self::Elements;
    }

    impl<'a, A: 'a> Lend<'a, A> for Shared {
        type Raw = RawArrayView<A, IxDyn>;
        type Lane = ArrayView1<'a, A>;
        type Element = &'a A;
        type Elements = ndarray::iter::Iter<'a, A, Ix1>;

        fn shape(raw: &Self::Raw) -> &[usize] {
            raw.shape()
        }

        unsafe fn lane(raw: &Self::Raw, axis: usize, k: u64, part: Range<usize>) -> ArrayView1<'a, A> {
            // SAFETY: passed on.
            unsafe { cut(raw, axis, k, part).deref_into_view() }
        }

        fn elements(lane: ArrayView1<'a, A>) -> Self::Elements {
            lane.into_iter()
        }
    }

    impl<'a, A: 'a> Lend<'a, A> for Unique {
        type Raw = RawArrayViewMut<A, IxDyn>;
        type Lane = ArrayViewMut1<'a, A>;
        type Element = &'a mut A;
        type Elements = ndarray::iter::IterMut<'a, A, Ix1>;

        fn shape(raw: &Self::Raw) -> &[usize] {
            raw.shape()
        }

        unsafe fn lane(raw: &Self::Raw, axis: usize, k: u64, part: Range<usize>) -> ArrayViewMut1<'a, A> {
            // SAFETY: passed on.
            unsafe { cut(raw, axis, k, part).deref_into_view_mut() }
        }

        fn elements(lane: ArrayViewMut1<'a, A>) -> Self::Elements {
            lane.into_iter()
        }
    }

    /// Part `part` of lane `k` along `axis`: the other axes' indices vary as in `ndarray`, the last one fastest.
    fn cut<S: RawDataClone>(
        view: &ArrayBase<S, IxDyn>,
        axis: usize,
        mut k: u64,
        part: Range<usize>,
    ) -> ArrayBase<S, Ix1> {
        let mut rest = view.clone();
        rest.slice_axis_inplace(Axis(axis), part.into());
        for other in (0..view.ndim()).rev().filter(|other| *other != axis) {
            let n = view.len_of(Axis(other)) as u64;
            rest = rest.index_axis_move(Axis(other), (k % n) as usize);
            k /= n;
        }
        match rest.into_dimensionality() {
            Ok(lane) => lane,
            Err(_) => unreachable!("one axis is left"),
        }
    }
}
use private::Lend;

/// An array whose lanes along one axis are lent as `L` says. What spaces of lanes and of elements are made of.
struct Lent<'a, A, L: Lend<'a, A>> {
    view: L::Raw,
    axis: usize,
    _lent: PhantomData<&'a mut A>,
}

// SAFETY: it is an `ArrayView` or an `ArrayViewMut` with its lifetime kept beside it. The first is Send if A is Sync, the second if
// A is Send: to ask for both is enough for either.
unsafe impl<'a, A: Send + Sync, L: Lend<'a, A>> Send for Lent<'a, A, L> {}
// SAFETY: through `&Lent` one can read the shape, and, under the contract of `lane`, take lanes. A shared one's elements are seen
// by several threads (A: Sync), those of a unique one are received by one each (A: Send).
unsafe impl<'a, A: Send + Sync, L: Lend<'a, A>> Sync for Lent<'a, A, L> {}

impl<'a, A, L: Lend<'a, A>> fmt::Debug for Lent<'a, A, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lent").field("shape", &L::shape(&self.view)).field("axis", &self.axis).finish()
    }
}

impl<'a, A> Lent<'a, A, Shared> {
    fn shared<D: Dimension>(view: ArrayView<'a, A, D>, axis: usize) -> Self {
        Self { view: view.into_dyn().raw_view(), axis, _lent: PhantomData }
    }
}

impl<'a, A> Lent<'a, A, Unique> {
    fn unique<D: Dimension>(view: ArrayViewMut<'a, A, D>, axis: usize) -> Self {
        Self { view: view.into_dyn().raw_view_mut(), axis, _lent: PhantomData }
    }
}

impl<'a, A: 'a, L: Lend<'a, A>> Lent<'a, A, L> {
    /// How many lanes there are.
    fn count(&self) -> u64 {
        let shape = L::shape(&self.view).iter().enumerate();
        shape.filter(|(axis, _)| *axis != self.axis).map(|(_, n)| *n as u64).product()
    }

    /// How long each is.
    fn lane_len(&self) -> usize {
        L::shape(&self.view)[self.axis]
    }

    /// A part of lane `k`.
    ///
    /// # Safety
    /// `k` is below the count. Of a unique array no element is in two parts that are used at the same time.
    unsafe fn lane(&self, k: u64, part: Range<usize>) -> L::Lane {
        // SAFETY:
        // - the view was made of an `ArrayView<'a>` or an `ArrayViewMut<'a>`, as `L` says, so its elements are valid, aligned and
        //   lent for 'a, and of the latter no two indices are the same element;
        // - different lanes have no element in common, nor do different parts of one (contract of this method).
        unsafe { L::lane(&self.view, self.axis, k, part) }
    }
}
