//! Nobody can observe: nothing is looked at, made or kept. What the items mean stands in `on/`.

use std::marker::PhantomData;
use std::ops::Range;

use super::event::{Kind, Member, Place};

#[inline(always)]
pub(crate) const fn is_on() -> bool {
    false
}

#[inline(always)]
pub(crate) const fn is_telling() -> bool {
    false
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct RegionMark;

impl RegionMark {
    pub(crate) const NONE: Self = Self;

    #[inline(always)]
    pub(crate) fn new(_: Place) -> Self {
        Self
    }

    #[inline(always)]
    pub(crate) fn place(self) -> Option<Place> {
        None
    }

    #[inline(always)]
    pub(crate) fn member(self, _: usize) -> Option<Member> {
        None
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked;

impl Asked {
    #[inline(always)]
    pub(crate) fn new(_: impl FnOnce() -> usize) -> Self {
        Self
    }

    #[inline(always)]
    pub(crate) fn get(self) -> usize {
        0
    }
}

pub(crate) struct TaskMark;

impl TaskMark {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self
    }

    #[inline(always)]
    pub(crate) fn clear(&self) {}

    #[inline(always)]
    pub(crate) fn name(&self) {}

    #[inline(always)]
    pub(crate) fn get(&self) -> u64 {
        0
    }
}

#[inline(always)]
pub(crate) fn fresh_number() -> u64 {
    0
}

pub(crate) struct Scope<'a>(PhantomData<&'a ()>);

impl Scope<'_> {
    #[inline(always)]
    pub(crate) fn none() -> Self {
        Scope(PhantomData)
    }

    #[inline(always)]
    pub(crate) fn end(self) {}

    #[inline(always)]
    pub(crate) fn chunk(&self, _: &Range<u64>) -> Scope<'static> {
        Scope(PhantomData)
    }

    #[inline(always)]
    pub(crate) fn inner<'a>(&self, _: impl FnOnce() -> Kind<'a>) -> Scope<'a> {
        Scope(PhantomData)
    }
}

#[inline(always)]
pub(crate) fn scope<'a>(_: impl FnOnce() -> Option<Member>, _: impl FnOnce() -> Kind<'a>) -> Scope<'a> {
    Scope(PhantomData)
}

#[inline(always)]
pub(crate) fn point<'a>(_: impl FnOnce() -> Option<Member>, _: impl FnOnce() -> Kind<'a>) {}

#[inline(always)]
pub(crate) fn finally(_: impl FnMut()) -> impl Sized {}

pub(crate) struct Quiet;

impl Quiet {
    #[inline(always)]
    pub(crate) fn if_silent(_: impl FnOnce() -> RegionMark) -> Self {
        Self
    }
}
