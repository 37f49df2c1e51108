//! The worker threads: each serves one seat of one team for ever.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::{Duration, Instant};

use super::claimed;
use super::core::TeamCore;
use super::{limits, region};
use crate::barrier::{Kind, Word, tree};
use crate::icv::{self, WaitPolicy};
use crate::prim::{spin_loop, yield_now};

/// Starts the thread of `seat`. The caller has taken the team.
pub(crate) fn start(core: &'static TeamCore, seat: usize) -> io::Result<()> {
    // What has been published up to now is not for the newcomer.
    let seen = core.releases[tree::group_of(seat)].look();
    thread::Builder::new()
        .name(format!("ferromp-{seat}"))
        .stack_size(icv::environment().stack_size)
        .spawn(move || serve(core, seat, seen)).map(drop)
}

fn serve(core: &'static TeamCore, seat: usize, mut seen: Word) {
    limits::worker_woke();
    loop {
        seen = next_word(core, seat, seen);
        if seat >= seen.size() {
            continue;
        }
        // Jobs catch what user code throws; this is for what the drop of a payload may throw.
        let outcome = catch_unwind(AssertUnwindSafe(|| match seen.kind() {
            // SAFETY: this is the thread of `seat`, and `seen` is the word it has just seen there.
            Kind::Region => unsafe { region::serve(core, seat, seen) },
            // SAFETY: as above.
            Kind::Loop => unsafe { claimed::serve(core, seat, seen) },
            Kind::Barrier | Kind::Shutdown => {}
        }));
        if outcome.is_err() {
            std::process::abort();
        }
        if seen.kind() == Kind::Shutdown {
            limits::worker_sleeps();
            limits::unhire();
            return;
        }
    }
}

/// How an idle worker waits for the next job: hot for a while, then asleep.
struct Idle {
    spins: u32,
    hot: Duration,
}

impl Idle {
    fn new(crowded: bool) -> Self {
        match icv::environment().wait_policy {
            Some(WaitPolicy::Active) => Self { spins: if crowded { 0 } else { 10_000 }, hot: Duration::MAX },
            Some(WaitPolicy::Passive) => Self { spins: 100, hot: Duration::ZERO },
            None => Self { spins: if crowded { 0 } else { 1_000 }, hot: Duration::from_millis(2) },
        }
    }
}

/// The next word on the member's release line.
fn next_word(core: &'static TeamCore, seat: usize, seen: Word) -> Word {
    let release = &core.releases[tree::group_of(seat)];
    let news = || Some(release.look()).filter(|word| *word != seen);
    let crowded = core.notice.crowded.load(crate::prim::Ordering::Relaxed);
    for _ in 0..512 {
        if let Some(word) = news() {
            return word;
        }
    }
    let idle = Idle::new(crowded);
    for _ in 0..idle.spins {
        if let Some(word) = news() {
            return word;
        }
        spin_loop();
    }
    let since = Instant::now();
    loop {
        for _ in 0..8 {
            if let Some(word) = news() {
                return word;
            }
            yield_now();
        }
        if since.elapsed() >= idle.hot {
            break;
        }
    }
    limits::worker_sleeps();
    core.seats[seat].sleeper.sleep_until(&core.notice.bell, || news().is_some());
    limits::worker_woke();
    release.look()
}
