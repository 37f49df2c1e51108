//! How long the next chunk should be.

use super::{Adapting, Own, Ready};
use crate::prim::Ordering::Relaxed;
use crate::schedule::adaptive::Rule;
use crate::schedule::dispenser::Dispenser;
use crate::schedule::dispenser::course::{Course, awf_word, history_word};
use crate::schedule::dispenser::notes::{Board, Notes};
use crate::schedule::memory;
use crate::schedule::plan::Plan;
use crate::schedule::policies::af::{self, Spread};
use crate::schedule::policies::awf;
use crate::schedule::policies::bold::{Bold, Standing};
use crate::schedule::policies::history;

impl Adapting {
    /// Gets ready for [`propose`](Self::propose).
    pub(super) fn prepare(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) {
        match self.rule {
            Rule::Awf if self.weighed == 0 => {
                self.weighed = 1;
                let known = dispenser.course();
                self.weight = known.map_or(1.0, |course| recalled_weight(course, self.member, plan.members));
            }
            Rule::AwfC | Rule::AwfE => self.weigh(plan, dispenser),
            Rule::Af => self.ready = self.spread(plan, dispenser).map_or(Ready::Nothing, Ready::Spread),
            Rule::Bold { spread, overhead } => {
                self.ready = self.bold(&dispenser.shared.notes, plan, spread, overhead);
            }
            _ => (),
        }
    }

    /// A proposal for the chunk that begins at `start`.
    pub(super) fn propose(&mut self, plan: &Plan<'_>, dispenser: &Dispenser, start: u64) -> u64 {
        let remaining = plan.len - start;
        match self.rule {
            Rule::Wf2(_) | Rule::Awf => self.weighted(plan, start),
            Rule::AwfB | Rule::AwfD => {
                let size = self.batches.size_at(start, plan.len);
                if size != self.weighed {
                    self.weighed = size;
                    self.weigh(plan, dispenser);
                }
                self.weighted(plan, start)
            }
            Rule::AwfC | Rule::AwfE => awf::chunk_of_rest(self.weight, remaining, plan.members),
            Rule::Af => match self.ready {
                Ready::Spread(spread) => spread.chunk(remaining),
                _ => af::first_chunk(remaining, plan.members),
            },
            Rule::Bold { .. } => match self.ready {
                Ready::Bold { strategy, unfinished, to_do } => {
                    strategy.chunk(Standing { remaining, unfinished, to_do, members: plan.members })
                }
                _ => 1,
            },
            Rule::History => {
                let by_time = dispenser.course().and_then(Course::place).and_then(|place| {
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
    fn weigh(&mut self, plan: &Plan<'_>, dispenser: &Dispenser) {
        if let (Own::Performance(own), Some(board)) = (&self.own, self.board(plan, dispenser))
            && let Some(own) = own.rate()
        {
            let rates = (0..plan.members).filter_map(|member| board.told(member));
            self.weight = awf::weight(own, rates.map(|(rate, _)| rate));
        }
    }

    /// Where members tell each other of themselves.
    pub(super) fn board<'d>(&self, plan: &Plan<'_>, dispenser: &'d Dispenser) -> Option<Board<'d>> {
        let notes = &dispenser.shared.notes;
        dispenser.course().map(|course| Board::new(notes, course, plan.members, self.tag))
    }

    fn spread(&self, plan: &Plan<'_>, dispenser: &Dispenser) -> Option<Spread> {
        let Own::Moments(own) = &self.own else { return None };
        let (own, board) = (own.known()?, self.board(plan, dispenser)?);
        let others = (0..plan.members).filter(|&member| member != self.member);
        let known =
            others.map(|member| board.told(member).filter(|&(mean, variance)| mean > 0.0 && variance >= 0.0));
        Some(af::spread(own, known))
    }

    fn bold(&self, notes: &Notes, plan: &Plan<'_>, spread: f32, overhead: f32) -> Ready {
        let common = notes.bold();
        let price = if overhead > 0.0 {
            f64::from(overhead)
        } else {
            // h by µ, as this member has seen them; before the first chunk nothing is known.
            let (h, mean) = (self.elapsed.saturating_sub(self.busy), self.busy.max(1));
            h as f64 * self.iterations as f64 / (mean as f64 * self.chunks.max(1) as f64)
        };
        let finished = common.finished.load(Relaxed);
        let lowered = common.lowered.load(Relaxed) as i64;
        Ready::Bold {
            strategy: Bold::new(spread, price),
            unfinished: plan.len.saturating_sub(finished) as f64,
            to_do: (plan.len as f64 - lowered as f64 / 65536.0).max(0.0),
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
