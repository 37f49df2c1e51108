//! What members do before they run a region that asks for it: take their places, and show where they are.

use std::cell::RefCell;
use std::io::Write;

use super::context::Context;
use crate::icv::{self, HostVariables, ThreadNumbers};
use crate::place::{Anchor, Binding, Position};
use crate::prim::process::{AtomicU32, Ordering};

/// What the members of a region do before its body. Most regions have none of it, and their members learn so
/// from a bit beside the job.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settle {
    /// Where they are bound; `None`: nowhere.
    pub(crate) binding: Option<Binding>,
    /// Whether they show where they are (`display-affinity-var`).
    pub(crate) display: bool,
}

impl Settle {
    /// Settles the calling thread, which runs `member`. Its `anchor` binds it for this region.
    #[cold]
    #[inline(never)]
    pub(crate) fn member(&self, member: &Context, anchor: &mut Anchor) {
        let place = self.binding.map(|binding| binding.position(member.size(), member.thread_num()).place);
        // The primary keeps the place at which it is bound already in the region around this one.
        let here = place.is_some() && member.thread_num() == 0 && place == outer(member).map(|at| at.place);
        if !here && let Err(error) = anchor.moor(icv::places(), place) {
            warn_once(&error);
        }
        if self.display {
            show(member);
        }
    }
}

fn outer(member: &Context) -> Option<Position> {
    member.parent().and_then(position)
}

/// Where the task's thread is bound, and the partition for regions that it opens; `None` if it is not.
pub(crate) fn position(task: &Context) -> Option<Position> {
    match task.frame().settle.and_then(|settle| settle.binding) {
        Some(binding) => Some(binding.position(task.size(), task.thread_num())),
        // The primary is the thread that met the region; others are bound by their own only.
        None if task.thread_num() == 0 => outer(task),
        None => None,
    }
}

/// Once in a process: where binding is not possible each region would find it so.
fn warn_once(error: &std::io::Error) {
    static WARNED: AtomicU32 = AtomicU32::new(0);
    if WARNED.swap(1, Ordering::Relaxed) == 0 {
        let text = format!("ferromp: warning: threads are not bound to places: {error}\n");
        // Nobody can be told that standard error is closed.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// Writes the thread's affinity to standard error unless it would be the line that the thread wrote last.
fn show(member: &Context) {
    thread_local! {
        static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    }
    let line = icv::capture_affinity("", numbers(Some(member))) + "\n";
    let is_news = SHOWN.try_with(|shown| {
        let is_news = *shown.borrow() != line;
        shown.borrow_mut().clone_from(&line);
        is_news
    });
    if is_news.unwrap_or(true) {
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

/// The numbers of a task in the regions around it; `None` is a task outside of all.
pub(crate) fn numbers(task: Option<&Context>) -> ThreadNumbers {
    let level = task.map_or(0, |task| task.frame().level);
    let ancestor = task.and_then(|task| task.ancestor_thread_num(level.checked_sub(1)?));
    let league = task.map_or(HostVariables::DEFAULT, |task| task.settings().host);
    // Teams have at most 4095 members, and so deep nesting no stack has room for.
    ThreadNumbers {
        team_num: league.team_num,
        num_teams: league.num_teams,
        nesting_level: level as u32,
        thread_num: task.map_or(0, |task| task.thread_num() as u32),
        num_threads: task.map_or(1, |task| task.size() as u32),
        ancestor_tnum: ancestor.map_or(-1, |number| number as i32),
    }
}
