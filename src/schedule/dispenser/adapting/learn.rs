//! What a member learns from its chunks, keeps, and tells.

use super::{Adapting, Own};
use crate::prim::Ordering::Relaxed;
use crate::schedule::Spent;
use crate::schedule::adaptive::Rule;
use crate::schedule::dispenser::Dispenser;
use crate::schedule::dispenser::course::{Course, awf_word, history_word};
use crate::schedule::dispenser::meter::Sample;
use crate::schedule::dispenser::notes::{Board, Notes};
use crate::schedule::memory;
use crate::schedule::plan::Plan;
use crate::schedule::policies::history::{self, PARTS};

/// A speed of one iteration a nanosecond, as it is kept in a word.
const UNIT: f64 = 4_294_967_296.0;

impl Adapting {
    /// Notes that a chunk has been got.
    pub(super) fn take(&mut self, notes: &Notes, chunk: u64) {
        if let Own::Bold { length, asked, speed } = &mut self.own {
            (*length, *asked) = (chunk, self.elapsed);
            // Iterations a nanosecond, with what getting them costs, as far as is known.
            let mean = self.elapsed as f64 / self.iterations.max(1) as f64;
            *speed = if mean > 0.0 { (UNIT / mean) as u64 } else { 0 };
            notes.bold().speed.fetch_add(*speed, Relaxed);
        }
    }

    /// Learns from chunks that have run.
    pub(super) fn learn(&mut self, plan: &Plan<'_>, dispenser: &Dispenser, sample: &Sample) {
        let Spent { body, dispatch } = sample.spent;
        let both = body.saturating_add(dispatch);
        self.elapsed = self.elapsed.saturating_add(both);
        self.busy = self.busy.saturating_add(body);
        self.iterations += sample.iterations;
        self.chunks += 1;
        let Some(course) = dispenser.course() else { return };
        let notes = &dispenser.shared.notes;
        let board = Board::new(notes, course, plan.members, self.tag);
        let tell = |words| board.tell(self.member, words);
        match &mut self.own {
            Own::Performance(own) => {
                let with_dispatch = matches!(self.rule, Rule::AwfD | Rule::AwfE);
                own.add(sample.iterations, if with_dispatch { both } else { body });
                tell((own.rate().unwrap_or(0.0), 0.0));
            }
            Own::Moments(own) => {
                own.add(sample.iterations, body);
                if let Some(known) = own.known() {
                    tell(known);
                }
            }
            Own::Bold { length, asked, speed } => {
                let common = notes.bold();
                let last = common.asked.fetch_max(self.elapsed, Relaxed);
                let told = common.speed.fetch_sub(*speed, Relaxed) as f64 / UNIT;
                let rate = self.iterations as f64 / self.elapsed.max(1) as f64;
                // Those of whom nothing is known are thought to be as fast as this one.
                let is_first = *speed == 0 && self.chunks == 1;
                let unknown = match is_first {
                    true => common.unknown.fetch_sub(1, Relaxed),
                    false => common.unknown.load(Relaxed),
                };
                let total = told + unknown as f64 * rate;
                // What all should have done since somebody asked, and what this chunk was thought to have done so far.
                let since = self.elapsed.saturating_sub(last) as f64;
                let own = if is_first { rate } else { *speed as f64 / UNIT };
                let lowered = since * total + *length as f64 - (self.elapsed - *asked) as f64 * own;
                common.lowered.fetch_add((lowered * 65536.0) as i64 as u64, Relaxed);
                common.finished.fetch_add(sample.iterations, Relaxed);
            }
            Own::Nothing => {}
        }
        if self.rule == Rule::History
            && let Some(place) = course.place()
        {
            self.profile(place, plan.len, sample);
        }
    }

    /// Adds a chunk to the profile of the run that is on: to each part, by what it has of the chunk.
    fn profile(&self, place: memory::Place, len: u64, sample: &Sample) {
        let words = place.words();
        let rate = sample.spent.body.max(1) as f64 / sample.iterations as f64;
        let mut position = sample.range.start;
        let mut part = history::part(position, len);
        while position < sample.range.end && part < PARTS {
            let end = history::start(part + 1, len).min(sample.range.end);
            let count = (end - position) as f64;
            // Two members may lose each other's share of a part: the ratio of time and count stays about right.
            for (word, more) in [(history_word::TIME, rate * count), (history_word::COUNT, count)] {
                let word = &words[word + part];
                memory::store(word, memory::load(word) + more);
            }
            position = end;
            part += 1;
        }
    }

    /// This member has come to the end of the loop.
    pub(super) fn end(&self, course: Option<&Course>) {
        if self.rule == Rule::Awf
            && self.iterations > 0
            && self.member < awf_word::MEMBERS
            && let Some(place) = course.and_then(Course::place)
        {
            let words = place.words();
            let step = words[awf_word::STEP].load(Relaxed) as f64;
            let sums = awf_word::SUMS + 2 * self.member;
            for (word, more) in [(sums, self.elapsed.max(1)), (sums + 1, self.iterations)] {
                memory::store(&words[word], memory::load(&words[word]) + step * more as f64);
            }
        }
    }
}
