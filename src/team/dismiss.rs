//! The end of worker threads that nobody needs.

use super::core::TeamCore;
use super::registry;
use crate::barrier::{Kind, Manner, Stand, Word, tree};

/// Ends the workers of every team that no region uses, and waits until they have gone; answers how many did.
/// The teams stay and hire anew when they are needed.
pub(crate) fn end_idle_workers() -> usize {
    registry::teams()
        .into_iter()
        .filter(|core| core.try_take())
        .map(|core| {
            let workers = dismiss(core);
            core.give_back();
            workers
        })
        .sum()
}

/// Ends the workers of a team that the caller has taken.
fn dismiss(core: &'static TeamCore) -> usize {
    let workers = core.hired();
    if workers == 0 {
        return 0;
    }
    let size = workers + 1;
    let phase = core.phase().next();
    core.set_phase(phase);
    let word = Word::new(phase, Kind::Shutdown, size);
    for release in &core.releases[..tree::groups(size)] {
        release.signal(word);
    }
    core.ring(1..size);
    // A seat may be given to another thread only when its last one will not look at the release line again.
    for seat in &core.seats[1..size] {
        core.wait(0, size, || {
            let stand = seat.arrival.look();
            stand.has_left() && stand.phase() == phase
        });
    }
    core.set_hired(0);
    workers
}

/// A worker's last word: the thread of `seat`, told by `word` to end, does not look at the team's lines again.
pub(super) fn bow_out(core: &'static TeamCore, seat: usize, word: Word) {
    core.seats[seat].arrival.announce(Stand::new(word.phase(), Manner::Left, 0));
    core.ring_one(0);
}
