//! Regions that one call begins and another ends.

use std::panic::Location;

use super::crew::Crew;
use crate::barrier::Phase;
use crate::error::Error;
use crate::place::Anchor;
use crate::sys::thread_word;
use crate::team::context::Context;
use crate::team::interrupt::Cause;
use crate::team::region::{self, Data, Outcome};

/// A region whose members run, but for the calling thread, which is member 0 until it [ends](Split::end).
///
/// In a box: the members refer to what is inside.
pub(crate) struct Split {
    crew: Crew,
    body: Box<dyn Fn(&Context) + Sync>,
    member: Option<Context>,
    /// What the thread ran before.
    outer: *const (),
    /// Bound for the region only.
    anchor: Anchor,
}

/// # Safety
/// `data` is the body of a `Split` that has not ended.
unsafe fn run(data: Data, member: &Context) {
    // SAFETY: contract of this function.
    let body = unsafe { data.get::<Box<dyn Fn(&Context) + Sync>>() };
    body(member);
}

impl Split {
    /// Begins a region. The calling thread runs its part of it after this call.
    pub(crate) fn begin(crew: Crew, body: Box<dyn Fn(&Context) + Sync>) -> Box<Self> {
        let outer = thread_word::get();
        let mut split = Box::new(Self { crew, body, member: None, outer, anchor: Anchor::default() });
        let Self { crew, body, member, anchor, .. } = &mut *split;
        let data = Data::at(body);
        let member = member.insert(match crew.core() {
            // SAFETY: the body is `Sync`; the crew was found for this size; both stay in the box until `end`.
            Some(core) => unsafe { region::fork(core, &mut crew.job.frame, run, data) },
            // SAFETY: the frame stays in the box, too.
            None => unsafe { Context::new(&raw const crew.job.frame, None, 0, 1, Phase(0), 0) },
        });
        thread_word::set(std::ptr::from_ref(member).cast());
        if let Some(settle) = &member.frame().settle {
            settle.member(member, anchor);
        }
        split
    }

    /// The calling thread's part has run: waits for the others.
    pub(crate) fn end(mut self: Box<Self>, place: &'static Location<'static>) -> Result<(), Error> {
        let Some(member) = self.member.take() else { return Ok(()) };
        let panic = member.end_tasks();
        thread_word::set(self.outer);
        let Some(core) = self.crew.core() else { return Ok(()) };
        if let Some(payload) = panic {
            core.interrupt(Cause::Panicked(payload));
        }
        let told = member.tell_end();
        match region::join(core, &member, place, told) {
            Outcome::Done | Outcome::Cancelled => Ok(()),
            Outcome::Misuse(error) => Err(error),
            Outcome::Panicked(payload) => {
                self.crew.release();
                std::panic::resume_unwind(payload)
            }
        }
    }
}
