//! What a loop of a learning kind knows beside its cursor: made on a dispenser's first such loop, and kept.
//!
//! Who begins a loop lays its words down before hands come ([`Dispenser::begin`](super::Dispenser::begin) is ordered as
//! `open` is). Nothing that is read here can do more than make a chunk longer or shorter, or choose one of several right
//! schedules.

use super::notes::{Notes, Tally};
use crate::prim::ticks;
use crate::prim::{AtomicU64, CachePadded, Ordering::Relaxed};
use crate::schedule::Site;
use crate::schedule::adaptive::{Adaptive, Rule};
use crate::schedule::memory::{self, Place};
use crate::schedule::plan::{Mapping, Plan};
use crate::schedule::policies::auto::{CHOICES, Choice, Knowledge, even_chunk};
use crate::schedule::policies::history::{self, PARTS};
use crate::schedule::sequence::Sequence;

pub(super) struct Course {
    /// The loop's [`Place`] in memory as a word; 0: none.
    place: AtomicU64,
    /// `auto`: what was chosen, by its number in [`CHOICES`].
    choice: AtomicU64,
    /// `auto`: when the loop began.
    began: AtomicU64,
    /// What members of larger teams let each other know.
    pub(super) tallies: Box<[CachePadded<Tally>]>,
}

/// Words of `auto`'s record.
mod auto_word {
    pub(super) const COST: usize = 0; // to 3
    pub(super) const TRIES: usize = 4; // a byte each; then `slow`, then `even`
    pub(super) const RUNS: usize = 5;
    pub(super) const CHOICE: usize = 6;
    pub(super) const LEN: usize = 7;
    pub(super) const LAST_END: usize = 8;
    pub(super) const SUM_OF_ENDS: usize = 9;
    pub(super) const ENDS: usize = 10;
}

/// Words of `history`'s record: rates, what is left from each part on, and what the run that is on takes.
pub(super) mod history_word {
    use super::PARTS;
    pub(in super::super) const RATE: usize = 0;
    pub(in super::super) const AFTER: usize = RATE + PARTS;
    pub(in super::super) const TIME: usize = AFTER + PARTS + 1;
    pub(in super::super) const COUNT: usize = TIME + PARTS;
}

/// Words of `awf`'s record: the time step, then Σ step·time and Σ step·iterations of each member.
pub(super) mod awf_word {
    pub(in super::super) const STEP: usize = 0;
    pub(in super::super) const SUMS: usize = 2;
    pub(in super::super) const MEMBERS: usize = 128;
}

impl Course {
    pub(super) fn new(capacity: usize) -> Self {
        let word = || AtomicU64::new(0);
        let tallies = (0..capacity).map(|_| CachePadded::new(Tally::new())).collect();
        Course { place: word(), choice: word(), began: word(), tallies }
    }

    /// Begins a loop of a learning kind.
    pub(super) fn begin(&self, plan: &Plan<'_>, site: Site, notes: &Notes) {
        let Course { place, choice, began, tallies: _ } = self;
        let size = u64::from(plan.len.checked_ilog2().unwrap_or(0)) << 16 | plan.members as u64;
        let recall = |kind: u64| site.recall(kind << 56 | size);
        match plan.mapping {
            Mapping::Auto => {
                let recalled = recall(3);
                let chosen = recalled.map_or(Choice::Shares, |found| begin_auto(found, plan));
                place.store(recalled.map_or(0, Place::to_word), Relaxed);
                choice.store(chosen as u64, Relaxed);
                began.store(ticks::stamp(), Relaxed);
            }
            Mapping::Adaptive(Adaptive { rule, .. }) => {
                // One member's weight is about its speed, whatever the length.
                let recalled = match rule {
                    Rule::Awf => site.recall(1 << 56 | plan.members as u64),
                    _ => rule.keeps().and_then(recall),
                };
                place.store(recalled.map_or(0, Place::to_word), Relaxed);
                match (rule, recalled) {
                    (Rule::Awf, Some(found)) => {
                        let step = &found.words()[awf_word::STEP];
                        step.store(step.load(Relaxed).wrapping_add(1), Relaxed);
                    }
                    (Rule::History, Some(found)) => begin_history(found, plan.len),
                    (Rule::Bold { .. }, _) => notes.begin_bold(plan.members),
                    (rule, _) if rule.tells() => notes.begin_tallies(plan.members),
                    _ => (),
                }
            }
            _ => (),
        }
    }

    /// The loop's memory.
    pub(super) fn place(&self) -> Option<Place> {
        Place::from_word(self.place.load(Relaxed))
    }

    /// What `auto` has chosen for the loop of `plan`.
    pub(super) fn chosen(&self, plan: &Plan<'_>) -> Mapping<'static> {
        match CHOICES[self.choice.load(Relaxed) as usize % CHOICES.len()] {
            Choice::Shares => Mapping::Steal(even_chunk(plan.len, plan.members)),
            Choice::Static => Mapping::Block,
            Choice::Guided => Mapping::Guided(1),
            Choice::Fac2 => Mapping::Sequence(Sequence::Fac2 { chunk: 1 }),
        }
    }

    /// `auto`: nanoseconds since the loop began.
    pub(super) fn lasted(&self) -> u64 {
        ticks::nanos(ticks::stamp().wrapping_sub(self.began.load(Relaxed)))
    }

    /// `auto`: a member has come to the end of the loop, so long after its beginning.
    pub(super) fn end_auto(&self, nanos: u64) {
        if let Some(place) = self.place() {
            let words = place.words();
            words[auto_word::LAST_END].fetch_max(nanos, Relaxed);
            words[auto_word::SUM_OF_ENDS].fetch_add(nanos, Relaxed);
            words[auto_word::ENDS].fetch_add(1, Relaxed);
        }
    }
}

/// Learns from the run before, and chooses for this one.
fn begin_auto(place: Place, plan: &Plan<'_>) -> Choice {
    let words = place.words();
    let load = |n: usize| words[n].load(Relaxed);
    let mut packed = load(auto_word::TRIES).to_le_bytes();
    let mut knowledge = Knowledge {
        cost: std::array::from_fn(|k| memory::load(&words[auto_word::COST + k])),
        tries: [packed[0], packed[1], packed[2], packed[3]],
        slow: packed[4],
        even: packed[5] != 0,
        runs: load(auto_word::RUNS) as u32,
    };
    // Only a run that all members have ended: others were cancelled, or are still on.
    if load(auto_word::ENDS) == plan.members as u64 {
        let (last, sum) = (load(auto_word::LAST_END) as f64, load(auto_word::SUM_OF_ENDS) as f64);
        let choice = CHOICES[load(auto_word::CHOICE) as usize % CHOICES.len()];
        let imbalance = last * plan.members as f64 / sum.max(1.0);
        knowledge.learn(choice, last.max(1.0) / load(auto_word::LEN).max(1) as f64, imbalance);
    }
    let choice = knowledge.choose(plan.len, plan.members);
    for (k, cost) in knowledge.cost.into_iter().enumerate() {
        memory::store(&words[auto_word::COST + k], cost);
    }
    packed[..4].copy_from_slice(&knowledge.tries);
    packed[4] = knowledge.slow;
    packed[5] = u8::from(knowledge.even);
    let now = [
        (auto_word::TRIES, u64::from_le_bytes(packed)),
        (auto_word::RUNS, u64::from(knowledge.runs)),
        (auto_word::CHOICE, choice as u64),
        (auto_word::LEN, plan.len),
        (auto_word::LAST_END, 0),
        (auto_word::SUM_OF_ENDS, 0),
        (auto_word::ENDS, 0),
    ];
    for (word, value) in now {
        words[word].store(value, Relaxed);
    }
    choice
}

/// Takes the last run into the profile.
fn begin_history(place: Place, len: u64) {
    let words = place.words();
    let mut after = 0.0;
    memory::store(&words[history_word::AFTER + PARTS], 0.0);
    for part in (0..PARTS).rev() {
        let (time, count) = (&words[history_word::TIME + part], &words[history_word::COUNT + part]);
        let rate = &words[history_word::RATE + part];
        let (taken, run) = (memory::load(time), memory::load(count));
        if run > 0.0 && taken.is_finite() {
            let old = memory::load(rate);
            let new = (taken / run).max(f64::MIN_POSITIVE);
            memory::store(rate, if old > 0.0 { (old + new) / 2.0 } else { new });
        }
        memory::store(time, 0.0);
        memory::store(count, 0.0);
        let length = history::start(part + 1, len) - history::start(part, len);
        after += length as f64 * memory::load(rate);
        memory::store(&words[history_word::AFTER + part], after);
    }
}
