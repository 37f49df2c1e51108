use std::panic::Location;

use super::{Member, die};
use crate::parallel::crew::{Clauses, Crew};
use crate::place::ProcBind;
use crate::team::context::Context;

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
        unsafe fn member<F: Fn(&Member) + Sync>(data: *const (), member: &Context) {
            // SAFETY: contract of this function.
            let body = unsafe { &*data.cast::<F>() };
            body(Member::of(member));
        }
        // SAFETY: `F: Sync`, so members may call it at once.
        let ended = unsafe { self.0.open(member::<F>, std::ptr::from_ref(body).cast(), Location::caller()) };
        if let Err(error) = ended {
            die(&error.to_string());
        }
    }
}
