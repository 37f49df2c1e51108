use std::ffi::c_void;
use std::panic::Location;

use super::{Body, Member, die, run_body};
use crate::parallel::crew::{Clauses, Crew};
use crate::place::ProcBind;
use crate::team::context::Context;
use crate::team::region::{Data, Run};

/// A region whose threads have been found.
pub struct Region(pub(super) Crew);

impl Region {
    /// Finds the threads for a region that asks for `num_threads` (0: as the settings say).
    #[inline(always)]
    #[must_use]
    pub fn find(num_threads: u32, proc_bind: Option<ProcBind>) -> Self {
        let num_threads = (num_threads != 0).then_some(num_threads as usize);
        let clauses = Clauses { num_threads, proc_bind, ..Clauses::default() };
        match Crew::find(&clauses, usize::MAX) {
            Ok(crew) => Self(crew),
            Err(error) => die(&error.to_string()),
        }
    }

    /// How many members it has.
    #[inline]
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.size()
    }

    /// Runs `body` on every member. It must not unwind.
    #[inline(always)]
    #[track_caller]
    pub fn run<F: Fn(&Member) + Sync>(&mut self, body: &F) {
        /// # Safety
        /// `data` is an `F` that lives through the call.
        unsafe fn member<F: Fn(&Member) + Sync>(data: Data, member: &Context) {
            // SAFETY: contract of this function.
            let body = unsafe { data.get::<F>() };
            body(Member::of(member));
        }
        // SAFETY: `F: Sync`, so members may call it at once.
        unsafe { self.open(member::<F>, Data::at(body), Location::caller()) }
    }

    /// Calls `body` with `data` on every member. Both words come to a member with the news of the region, which a closure
    /// that has them does not.
    ///
    /// # Safety
    /// The members may call `body` with `data` at once.
    #[inline(always)]
    #[track_caller]
    pub unsafe fn call(&mut self, body: Body, data: *mut c_void) {
        /// # Safety
        /// The data are those of `call`.
        unsafe fn member(data: Data, _: &Context) {
            // SAFETY: published so by `call`.
            let body = unsafe { std::mem::transmute::<*const (), Body>(data.second) };
            // SAFETY: contract of `call`.
            unsafe { run_body(body, data.first.cast_mut().cast()) }
        }
        let data = Data { first: data.cast_const().cast(), second: body as *const () };
        // SAFETY: contract of this function.
        unsafe { self.open(member, data, Location::caller()) }
    }

    /// # Safety
    /// The members may call `run` with `data` at once.
    #[inline(always)]
    unsafe fn open(&mut self, run: Run, data: Data, place: &'static Location<'static>) {
        // SAFETY: contract of this function.
        if let Err(error) = unsafe { self.0.open(run, data, place) } {
            die(&error.to_string());
        }
    }
}
