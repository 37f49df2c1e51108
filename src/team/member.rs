//! The worker threads: each serves one seat of one team for ever.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use super::claimed;
use super::core::TeamCore;
use super::{dismiss, limits, region};
use crate::barrier::{Kind, Word, tree};
use crate::hook::{self, Scope};
use crate::icv;
use crate::place::Anchor;
use crate::prim::{Ordering, yield_now};

/// Starts the thread of `seat`. The caller has taken the team.
pub(crate) fn start(core: &'static TeamCore, seat: usize) -> io::Result<()> {
    // What has been published up to now is not for the newcomer.
    let seen = core.releases[tree::group_of(seat)].look();
    let silent = hook::is_telling();
    thread::Builder::new()
        .name(format!("ferromp-{seat}"))
        .stack_size(icv::environment().stack_size)
        .spawn(move || serve(core, seat, seen, silent))
        .map(drop)
}

pub(super) fn serve(core: &'static TeamCore, seat: usize, mut seen: Word, silent: bool) {
    core.home.clone().settle();
    limits::worker_woke();
    // Nothing is told of threads that observers bring about, or telling would never end.
    let thread = if silent { Scope::none() } else { hook::scope(|| None, || hook::Kind::Thread { seat }) };
    let mut anchor = Anchor::default();
    loop {
        match next_word(core, seat, seen) {
            Some(word) => seen = word,
            None => {
                core.visit(seat, seen);
                continue;
            }
        }
        // Jobs catch what user code throws; this is for what the drop of a payload may throw.
        let outcome = catch_unwind(AssertUnwindSafe(|| match seen.kind() {
            // SAFETY: this is the thread of `seat`, and `seen` is the word it has just seen there.
            Kind::Region => unsafe { region::serve(core, seat, seen, &mut anchor) },
            Kind::Loop if seat < core.procs || linger(core, seat, seen) => {
                anchor.weigh();
                // SAFETY: as above.
                unsafe { claimed::serve(core, seat, seen) }
            }
            Kind::Loop => {}
            Kind::Barrier | Kind::Shutdown => {}
        }));
        if outcome.is_err() {
            std::process::abort();
        }
        if seen.kind() == Kind::Shutdown {
            limits::worker_sleeps();
            limits::unhire();
            thread.end();
            dismiss::bow_out(core, seat, seen);
            return;
        }
    }
}

/// A member beyond the number of processors leaves a loop to the others for a while, and comes if the loop
/// lasts. Answers whether it does.
fn linger(core: &'static TeamCore, seat: usize, word: Word) -> bool {
    let release = &core.releases[tree::group_of(seat)];
    for _ in 0..LINGER {
        if release.look() != word {
            return false;
        }
        yield_now();
    }
    release.look() == word
}

/// How often a lingering member yields.
const LINGER: u32 = 16;

/// The next word on the member's release line; `None` when the region of the last one, which the member has left,
/// has tasks to give away.
fn next_word(core: &'static TeamCore, seat: usize, seen: Word) -> Option<Word> {
    let release = &core.releases[tree::group_of(seat)];
    let mut next = None;
    let mut news = || {
        let word = release.look();
        // What does not concern this member does not keep it awake either.
        let concerns = word != seen && seat < word.size() && word.kind() != Kind::Barrier;
        next = concerns.then_some(word);
        concerns || core.has_tasks_for(seat, seen)
    };
    let patience = limits::patience(core.notice.crowded.load(Ordering::Relaxed));
    if !patience.stay_awake(&mut news, &mut || core.advise_idle(seat, core.hired() + 1)) {
        limits::worker_sleeps();
        core.seats[seat].sleeper.sleep_until(&core.notice.bell, &mut news);
        limits::worker_woke();
    }
    next
}
