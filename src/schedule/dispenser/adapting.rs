//! A hand on an adaptive policy: learn from the chunk before, propose, exchange.
//!
//! The cursor is moved as a user's policy moves it (`proposals.rs`), so every iteration runs once whatever is proposed.

use super::course::{Course, awf_word, history_word};
use super::meter::{Meter, Sample};
use super::{Chunk, Dispenser};
use crate::prim::Ordering::Relaxed;
use crate::schedule::Spent;
use crate::schedule::adaptive::{Adaptive, Rule};
use crate::schedule::batch::Batch;
use crate::schedule::memory;
use crate::schedule::plan::Plan;
use crate::schedule::policies::af::{self, Moments};
use crate::schedule::policies::awf::{self, Performance};
use crate::schedule::policies::bold::{Bold, Standing};
use crate::schedule::policies::fac2::Fac2;
use crate::schedule::policies::history::{self, PARTS};
use crate::schedule::policies::wf2;

pub(super) struct Adapting {
    member: usize,
    tag: u64,
    rule: Rule,
    /// The least length of a chunk.
    least: u64,
    meter: Meter,
    batches: Batch<Fac2>,
    /// The length of a batch's chunks when the weight was taken last.
    weighed: u64,
    weight: f64,
    own: Own,
    /// Nanoseconds and iterations of all this member's chunks, dispatch included and not.
    elapsed: u64,
    busy: u64,
    iterations: u64,
    chunks: u64,
    ended: bool,
}

/// A speed of one iteration a nanosecond, as it is kept in a word.
const UNIT: f64 = 4_294_967_296.0;

/// What a member knows of itself.
enum Own {
    Nothing,
    Performance(Performance),
    Moments(Moments),
    /// The chunk it has, when it asked for it, and the speed it has told the others.
    Bold {
        length: u64,
        asked: u64,
        speed: u64,
    },
}

impl Adapting {
    pub(super) fn new(plan: &Plan<'_>, Adaptive { rule, chunk }: Adaptive, member: usize, tag: u64) -> Self {
        let (own, weight) = match rule {
            Rule::Wf2(weights) => (Own::Nothing, wf2::weight(weights, member, plan.members)),
            Rule::AwfB | Rule::AwfC | Rule::AwfD | Rule::AwfE => {
                (Own::Performance(Performance::default()), 1.0)
            }
            Rule::Af => (Own::Moments(Moments::default()), 1.0),
            Rule::Bold { .. } => (Own::Bold { length: 0, asked: 0, speed: 0 }, 1.0),
            Rule::Awf | Rule::History => (Own::Nothing, 1.0),
        };
        let meter = match (rule.measures(), rule.measures_each()) {
            (false, _) => Meter::off(),
            (true, false) => Meter::thinned(),
            (true, true) => Meter::of_each(),
        };
        Adapting {
            member,
            tag,
            rule,
            least: chunk.max(1),
            meter,
            batches: Batch::new(Fac2::new(plan.members, 1), plan.members),
            weighed: 0,
            weight,
            own,
            elapsed: 0,
            busy: 0,
            iterations: 0,
            chunks: 0,
            ended: false,
        }
    }

    /// The same without a look at the clock.
    pub(super) fn unclocked(mut self) -> Self {
        self.meter = Meter::off();
        self
    }

    /// The next chunk. Its number is its first iteration.
    pub(super) fn next(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Chunk> {
        if let Some(sample) = self.meter.asks() {
            self.learn(plan, dispenser, &sample);
        }
        let course = dispenser.course();
        let mut start = dispenser.shared.cursor.load(Relaxed);
        while start < plan.len {
            let remaining = plan.len - start;
            let chunk = self.propose(plan, course, start).max(self.least).min(remaining);
            match dispenser.shared.cursor.compare_exchange(start, start + chunk, Relaxed, Relaxed) {
                Ok(_) => {
                    let range = start..start + chunk;
                    self.take(course, chunk);
                    self.meter.gets(&range);
                    return Some(Chunk { number: start, range });
                }
                Err(now) => start = now,
            }
        }
        if !std::mem::replace(&mut self.ended, true) {
            self.end(course);
        }
        None
    }

    /// A proposal for the chunk that begins at `start`.
    fn propose(&mut self, plan: &Plan<'_>, course: Option<&Course>, start: u64) -> u64 {
        let remaining = plan.len - start;
        match self.rule {
            Rule::Wf2(_) => self.weighted(plan, start),
            Rule::Awf => {
                if self.weighed == 0 {
                    self.weighed = 1;
                    self.weight =
                        course.map_or(1.0, |course| recalled_weight(course, self.member, plan.members));
                }
                self.weighted(plan, start)
            }
            Rule::AwfB | Rule::AwfD => {
                let size = self.batches.size_at(start, plan.len);
                if size != self.weighed {
                    self.weighed = size;
                    self.weigh(course);
                }
                self.weighted(plan, start)
            }
            Rule::AwfC | Rule::AwfE => {
                self.weigh(course);
                awf::chunk_of_rest(self.weight, remaining, plan.members)
            }
            Rule::Af => self.factored(course, plan, remaining),
            Rule::Bold { spread, overhead } => self.bold(course, plan, remaining, spread, overhead),
            Rule::History => {
                let by_time = course.and_then(Course::place).and_then(|place| {
                    let load = |n: usize| memory::load(&place.words()[n]);
                    let after = |k: usize| load(history_word::AFTER + k);
                    history::chunk(start, plan.len, plan.members, |k| load(history_word::RATE + k), after)
                });
                by_time.unwrap_or_else(|| self.batches.size_at(start, plan.len))
            }
        }
    }

    /// The batch's chunk, by weight.
    fn weighted(&mut self, plan: &Plan<'_>, start: u64) -> u64 {
        let size = self.batches.size_at(start, plan.len);
        if self.weight == 1.0 { size } else { (self.weight * size as f64).ceil() as u64 }
    }

    /// Takes the weight anew from what all members have told of themselves.
    fn weigh(&mut self, course: Option<&Course>) {
        if let (Own::Performance(own), Some(course)) = (&self.own, course)
            && let Some(own) = own.rate()
        {
            let rates = course.tallies.iter().filter_map(|tally| tally.read(self.tag));
            self.weight = awf::weight(own, rates.map(|(rate, _)| rate));
        }
    }

    fn factored(&self, course: Option<&Course>, plan: &Plan<'_>, remaining: u64) -> u64 {
        let (Own::Moments(own), Some(course)) = (&self.own, course) else { return 1 };
        let Some(own) = own.known() else { return af::first_chunk(remaining, plan.members) };
        let tallies = course.tallies.iter().take(plan.members).enumerate();
        let others = tallies.filter(|&(member, _)| member != self.member);
        let known = others
            .map(|(_, tally)| tally.read(self.tag).filter(|&(mean, variance)| mean > 0.0 && variance >= 0.0));
        af::chunk(own, known, remaining)
    }

    fn bold(
        &self,
        course: Option<&Course>,
        plan: &Plan<'_>,
        remaining: u64,
        spread: f32,
        overhead: f32,
    ) -> u64 {
        let Some(course) = course else { return 1 };
        let price = if overhead > 0.0 {
            f64::from(overhead)
        } else {
            // h by µ, as this member has seen them; before the first chunk nothing is known.
            let (h, mean) = (self.elapsed.saturating_sub(self.busy), self.busy.max(1));
            h as f64 * self.iterations as f64 / (mean as f64 * self.chunks.max(1) as f64)
        };
        let finished = course.common.finished.load(Relaxed);
        let lowered = course.common.lowered.load(Relaxed) as i64;
        Bold::new(spread, price).chunk(Standing {
            remaining,
            unfinished: plan.len.saturating_sub(finished) as f64,
            to_do: (plan.len as f64 - lowered as f64 / 65536.0).max(0.0),
            members: plan.members,
        })
    }

    /// Notes that a chunk has been got.
    fn take(&mut self, course: Option<&Course>, chunk: u64) {
        if let (Own::Bold { length, asked, speed }, Some(course)) = (&mut self.own, course) {
            (*length, *asked) = (chunk, self.elapsed);
            // Iterations a nanosecond, with what getting them costs, as far as is known.
            let mean = self.elapsed as f64 / self.iterations.max(1) as f64;
            *speed = if mean > 0.0 { (UNIT / mean) as u64 } else { 0 };
            course.common.speed.fetch_add(*speed, Relaxed);
        }
    }

    /// Learns from chunks that have run.
    fn learn(&mut self, plan: &Plan<'_>, dispenser: &Dispenser, sample: &Sample) {
        let Spent { body, dispatch } = sample.spent;
        let both = body.saturating_add(dispatch);
        self.elapsed = self.elapsed.saturating_add(both);
        self.busy = self.busy.saturating_add(body);
        self.iterations += sample.iterations;
        self.chunks += 1;
        let Some(course) = dispenser.course() else { return };
        let tell = |words| {
            if let Some(tally) = course.tallies.get(self.member) {
                tally.write(self.tag, words);
            }
        };
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
                let common = &course.common;
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
    fn end(&self, course: Option<&Course>) {
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

    /// [`learn`](Self::learn) for a hand without a clock.
    pub(super) fn completed(&mut self, plan: &Plan<'_>, dispenser: &Dispenser, sample: &Sample) {
        if self.rule.measures() {
            self.learn(plan, dispenser, sample);
        }
    }
}

/// `awf`: the weight by all runs before.
fn recalled_weight(course: &Course, member: usize, members: usize) -> f64 {
    let Some(place) = course.place() else { return 1.0 };
    let words = place.words();
    let rate = |m: usize| {
        let sums = awf_word::SUMS + 2 * m;
        memory::load(&words[sums]) / memory::load(&words[sums + 1])
    };
    if member >= awf_word::MEMBERS {
        return 1.0;
    }
    let own = rate(member);
    if !(own > 0.0 && own.is_finite()) {
        return 1.0;
    }
    awf::weight(own, (0..members.min(awf_word::MEMBERS)).map(rate))
}
