//! The policies that go by who asks and what chunks took: formulas on examples worked out by hand, and whole loops in
//! simulated time.

use super::*;
use crate::schedule::Schedule;
use crate::schedule::policies::af::{self, Moments};
use crate::schedule::policies::auto::{CHOICES, Choice, Knowledge};
use crate::schedule::policies::awf::{self, Performance};
use crate::schedule::policies::bold::{Bold, Standing};
use crate::schedule::policies::{history, wf2};
use std::ops::Range;

/// Loops in simulated time, on one dispenser, at one site.
struct Simulated {
    dispenser: Dispenser,
    tag: u64,
    site: Site,
}

/// What a run has shown: when its last member ended, and all chunks in the order in which they were asked for.
struct Run {
    end: u64,
    chunks: Vec<(usize, Range<u64>)>,
}

impl Simulated {
    /// Sites differ by `code`.
    fn new(code: usize) -> Self {
        Simulated { dispenser: Dispenser::with_capacity(8), tag: 0, site: Site::new(site().place(), code) }
    }

    /// Runs a loop whose iteration `i` takes member `m` `cost(m, i)` nanoseconds.
    fn run(
        &mut self,
        schedule: Schedule<'_>,
        len: u64,
        members: usize,
        cost: impl Fn(usize, u64) -> u64,
    ) -> Run {
        let mapping = schedule.resolve(Schedule::Static, len, members, false);
        let plan = plan(len, members, mapping);
        self.tag += 1;
        self.dispenser.open(self.tag);
        self.dispenser.begin(&plan, self.site);
        let mut hands: Vec<_> = (0..members).map(|m| Hand::unclocked(&plan, m, self.tag)).collect();
        let mut clocks = vec![Some(0_u64); members];
        let (mut end, mut chunks) = (0, Vec::new());
        while let Some(member) = (0..members).filter(|&m| clocks[m].is_some()).min_by_key(|&m| clocks[m]) {
            let Some(chunk) = hands[member].next_numbered(&plan, &self.dispenser) else {
                clocks[member] = None;
                continue;
            };
            let spent = Spent { body: chunk.range.clone().map(|i| cost(member, i)).sum(), dispatch: 50 };
            hands[member].completed(&plan, &self.dispenser, &chunk.range, spent);
            clocks[member] = clocks[member].map(|clock| clock + spent.body + spent.dispatch);
            end = end.max(clocks[member].unwrap_or(0));
            chunks.push((member, chunk.range));
        }
        assert_exactly_once(len, chunks.iter().map(|(_, range)| Chunk { number: 0, range: range.clone() }));
        Run { end, chunks }
    }
}

impl Run {
    fn lengths(&self) -> Vec<u64> {
        self.chunks.iter().map(|(_, range)| range.end - range.start).collect()
    }

    fn iterations_of(&self, member: usize) -> u64 {
        self.chunks.iter().filter(|(m, _)| *m == member).map(|(_, range)| range.end - range.start).sum()
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * b.abs().max(1.0)
}

/// Flynn Hummel and others 1996: member m's chunk is w_m times that of `fac2`. Weights 2, 1, 2, 1 have mean 3/2.
#[test]
fn wf2_weighs_the_batches() {
    assert!(close(wf2::weight([2, 1, 0, 0, 0, 0, 0, 0], 0, 4), 4.0 / 3.0));
    assert!(close(wf2::weight([2, 1, 0, 0, 0, 0, 0, 0], 3, 4), 2.0 / 3.0));
    // 5 members: 2, 1, 2, 1, 2 have mean 8/5.
    assert!(close(wf2::weight([2, 1, 0, 0, 0, 0, 0, 0], 4, 5), 10.0 / 8.0));
    assert!(close(wf2::weight([0; 8], 3, 5), 1.0));
    let run = Simulated::new(1).run(Schedule::Wf2([2, 1, 0, 0, 0, 0, 0, 0]), 1000, 4, |_, _| 100);
    // ⌈125 · 4/3⌉ and ⌈125 · 2/3⌉.
    let mut first: Vec<_> = run.chunks[..4].iter().map(|(m, range)| (*m, range.end - range.start)).collect();
    first.sort_unstable();
    assert_eq!(first, [(0, 167), (1, 84), (2, 167), (3, 84)]);
    let plain = Simulated::new(1).run(Schedule::Wf2([0; 8]), 1000, 4, |_, _| 100);
    assert_eq!(plain.lengths()[..8], [125, 125, 125, 125, 63, 63, 63, 63]);
}

/// π = Σ k·t_k / Σ k·n_k: 100 ns for 10, then 50 ns for 10: (100 + 2·50) / (10 + 2·10). Weights are P·(1/π) / Σ (1/π).
#[test]
fn awf_weighs_later_samples_more() {
    let mut own = Performance::default();
    assert_eq!(own.rate(), None);
    own.add(10, 100);
    assert!(close(own.rate().unwrap(), 10.0));
    own.add(10, 50);
    assert!(close(own.rate().unwrap(), 200.0 / 30.0));
    assert!(close(awf::weight(1.0, [1.0, 3.0].into_iter()), 1.5));
    assert!(close(awf::weight(3.0, [1.0, 3.0].into_iter()), 0.5));
    assert!(
        close(awf::weight(2.0, [2.0, 0.0, f64::NAN, f64::INFINITY].into_iter()), 1.0),
        "nonsense is left out"
    );
    assert!(close(awf::weight(f64::NAN, [2.0].into_iter()), 1.0));
    assert_eq!(awf::chunk_of_rest(1.5, 1000, 4), 188);
}

/// A team whose member 0 is three times as fast as the other gives it three quarters, and ends within a few percent of
/// the best there is; `fac2`, which does not know, needs more chunks at the end to get there.
#[test]
fn awf_finds_the_fast_member() {
    let cost = |member: usize, _| if member == 0 { 100 } else { 300 };
    for schedule in
        [Schedule::AwfB(1), Schedule::AwfC(1), Schedule::AwfD(1), Schedule::AwfE(1), Schedule::Af(1)]
    {
        let run = Simulated::new(2).run(schedule, 10_000, 2, cost);
        let share = run.iterations_of(0) as f64 / 10_000.0;
        assert!((0.74..0.76).contains(&share), "{schedule}: {share}");
        assert!(run.end < 10_000 * 75 * 102 / 100, "{schedule}: {}", run.end);
    }
    // By what it remembers: the first run's chunks are those of `fac2`, the second's are 3/2 and 1/2 as long.
    let mut loops = Simulated::new(3);
    let first = loops.run(Schedule::Awf(1), 10_000, 2, cost);
    assert_eq!(first.lengths()[..2], [2500, 2500]);
    let second = loops.run(Schedule::Awf(1), 10_000, 2, cost);
    let mut began: Vec<_> =
        second.chunks[..2].iter().map(|(m, range)| (*m, range.end - range.start)).collect();
    began.sort_unstable();
    // Dispatch is part of it, and the slow member has fewer chunks.
    assert!((3740..=3760).contains(&began[0].1) && (1240..=1260).contains(&began[1].1), "{began:?}");
}

/// σ² of iterations from chunks of 10 with means 5 and 7: (10·1 + 10·1) / 1. Chunks by the formula of Banicescu, Liu 2000:
/// D = 2·25, T = 1/2, R = 100: (50 + 100 − √(2500 + 10000)) / 2 = 19.10.
#[test]
fn af_measures_mean_and_spread() {
    let mut own = Moments::default();
    own.add(10, 50);
    assert_eq!(own.known(), None);
    own.add(10, 70);
    let (mean, variance) = own.known().unwrap();
    assert!(close(mean, 6.0) && close(variance, 20.0), "{mean} {variance}");
    assert_eq!(af::spread((1.0, 25.0), [Some((1.0, 25.0))].into_iter()).chunk(100), 20);
    assert_eq!(
        af::spread((1.0, 25.0), [None].into_iter()).chunk(100),
        20,
        "not measured counts as the asking one"
    );
    // Without spread: the whole share by speed. T = 1 / (1 + 1/3) = 3/4; 3/4 · 100 / 1 and / 3.
    assert_eq!(af::spread((1.0, 0.0), [Some((3.0, 0.0))].into_iter()).chunk(100), 75);
    assert_eq!(af::spread((3.0, 0.0), [Some((1.0, 0.0))].into_iter()).chunk(100), 25);
    assert_eq!(af::spread((f64::NAN, 0.0), [].into_iter()).chunk(100), 0, "the dispenser makes it 1");
    assert_eq!(af::first_chunk(1000, 4), 31);
}

/// Hagerup 1997. By hand for σ/µ = 1, h/µ = 1/2, N = 1000, P = 4: a = 2, b = 16·ln 16 = 44.361, c₁ = 0.72135, c₂ = 1.80815;
/// Q = 250, v = 0.84930, d = 1000 / 0.331812 = 3013.75, s = 2 · 7.41865 · 1.25 = 18.5466, w = 5.33766;
/// 250 + 3.85031 + 9.2733 − √(18.5466 · 254.6367) = 194.40.
#[test]
fn bold_weighs_balance_against_the_price_of_chunks() {
    let standing = |remaining: u64| Standing {
        remaining,
        unfinished: remaining as f64,
        to_do: remaining as f64,
        members: 4,
    };
    assert_eq!(Bold::new(1.0, 0.5).chunk(standing(1000)), 194);
    // c₂ above d: chunks so dear that everybody takes its whole share.
    assert_eq!(Bold::new(1.0, 1e6).chunk(standing(1000)), 250);
    assert_eq!(Bold::new(0.0, 0.5).chunk(standing(1000)), 250);
    assert_eq!(Bold::new(1.0, 0.5).chunk(standing(4)), 1);
    let bold = |overhead| Bold::new(1.0, overhead).chunk(standing(1000));
    assert!(bold(5.0) > bold(0.5) && bold(0.5) > bold(0.05), "the dearer, the bolder");
}

#[test]
fn bold_takes_fewer_chunks_where_they_are_dear() {
    let count = |overhead| {
        let schedule = Schedule::Bold { spread: 3.0, overhead, chunk: 1 };
        Simulated::new(4).run(schedule, 10_000, 4, |_, i| 100 + i % 7 * 30).chunks.len()
    };
    assert!(count(10.0) < count(0.01), "{} {}", count(10.0), count(0.01));
    // As measured: dispatch takes 50 ns here, an iteration 190.
    let measured = Schedule::Bold { spread: 0.3, overhead: 0.0, chunk: 1 };
    let run = Simulated::new(4).run(measured, 10_000, 4, |_, i| 100 + i % 7 * 30);
    assert!(run.end < 10_000 / 4 * 190 * 110 / 100, "{}", run.end);
}

/// By time in place of number: 640 iterations of 1, four members: 1/8 of what is left. With the second half twice as long:
/// 960/8 = 120 iterations at first, 640/8/2 = 40 from the middle.
#[test]
fn history_cuts_by_time() {
    let even = |from: u64| history::chunk(from, 640, 4, |_| 1.0, |k| (640 - 10 * k) as f64);
    assert_eq!((even(0), even(320), even(633)), (Some(80), Some(40), Some(1)));
    let rate = |k: usize| if k < 32 { 1.0 } else { 2.0 };
    let after = |k: usize| (k..64).map(|k| 10.0 * rate(k)).sum::<f64>();
    let uneven = |from: u64| history::chunk(from, 640, 4, rate, after);
    // From 5 on 955 are left: 119.4.
    assert_eq!((uneven(0), uneven(320), uneven(5)), (Some(120), Some(40), Some(120)));
    // Nothing known, and nonsense.
    assert_eq!(history::chunk(0, 640, 4, |_| 0.0, |_| 0.0), None);
    assert_eq!(history::chunk(0, 640, 4, |_| f64::NAN, |_| f64::NAN), None);
    for len in [1, 5, 63, 64, 65, 1000, u64::MAX] {
        assert_eq!((history::start(0, len), history::start(64, len)), (0, len));
        for position in [0, len / 3, len / 2, len - 1] {
            let part = history::part(position, len);
            let range = history::start(part, len)..history::start(part + 1, len);
            assert!(range.contains(&position), "{position} of {len}: {part} {range:?}");
        }
    }
}

#[test]
fn history_learns_where_the_long_iterations_are() {
    // All of the work is in the last tenth: halves of the number leave a long end, halves of the time do not.
    let cost = |_: usize, i: u64| if i < 9000 { 1 } else { 1000 };
    let mut loops = Simulated::new(5);
    let first = loops.run(Schedule::History(1), 10_000, 4, cost);
    assert_eq!(
        first.lengths(),
        Simulated::new(6).run(Schedule::Fac2(1), 10_000, 4, cost).lengths(),
        "at first"
    );
    let second = loops.run(Schedule::History(1), 10_000, 4, cost);
    assert!(second.lengths()[0] > 8000, "{:?}", second.lengths());
    assert!(second.end <= 10_000 * 1009 / 1000 / 4 * 1000 * 105 / 100 / 10, "{}", second.end);
}

/// Penna and others 2019, by their algorithm: bins end when they are over the mean, 32/4, and the last takes the rest.
#[test]
fn binlpt_fills_bins_and_deals_the_longest_first() {
    let estimates = [3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1];
    let bins = BinLpt::new(&estimates, 4);
    assert_eq!(bins.bins().collect::<Vec<_>>(), [0..3, 3..6, 6..11, 11..16]);
    // Loads 9, 9, 9, 5: to members 0, 1, then 0 (the lower of two equals), then 1.
    assert_eq!(bins.dealt(2, 0).collect::<Vec<_>>(), [0..3, 6..11]);
    assert_eq!(bins.dealt(2, 1).collect::<Vec<_>>(), [3..6, 11..16]);
    let run = Simulated::new(7).run(Schedule::BinLpt(&bins), 16, 2, |_, i| 1000 * estimates[i as usize]);
    assert_eq!(run.chunks, [(0, 0..3), (1, 3..6), (0, 6..11), (1, 11..16)]);
    // Four times as long: the same fractions.
    let run = Simulated::new(7).run(Schedule::BinLpt(&bins), 64, 1, |_, _| 1);
    assert_eq!(run.chunks, [(0, 0..12), (0, 12..24), (0, 24..44), (0, 44..64)]);
}

#[test]
fn binlpt_takes_any_estimate() {
    for (estimates, bins) in [(&[][..], 3), (&[0, 0, 0][..], 2), (&[u64::MAX; 3][..], 2), (&[1][..], 0)] {
        let binned = BinLpt::new(estimates, bins);
        let covered: Vec<_> = binned.bins().flatten().collect();
        assert!(covered.into_iter().eq(0..estimates.len() as u64), "{estimates:?}");
        for len in [0, 1, 5, 100] {
            for members in [1, 2, 5] {
                Simulated::new(8).run(Schedule::BinLpt(&binned), len, members, |_, _| 10);
            }
        }
    }
}

/// Costs of the four choices in turn; which is chosen in the end, and what all runs after the first 20 took by the best.
fn taught(cost: impl Fn(Choice, u32) -> f64, imbalance: f64) -> (Knowledge, f64) {
    let mut knowledge = Knowledge::default();
    let (mut spent, mut best) = (0.0, 0.0);
    for run in 0..2000 {
        let choice = knowledge.choose(1000, 4);
        let took = cost(choice, run);
        if run >= 20 {
            spent += took;
            best += CHOICES.iter().map(|&choice| cost(choice, run)).fold(f64::INFINITY, f64::min);
        }
        knowledge.learn(choice, took, imbalance);
    }
    (knowledge, spent / best)
}

#[test]
fn auto_begins_by_rule_and_tries_all() {
    assert_eq!(Knowledge::default().choose(4, 4), Choice::Static, "one iteration for each");
    let mut knowledge = Knowledge::default();
    let mut tried = Vec::new();
    for _ in 0..12 {
        let choice = knowledge.choose(1000, 4);
        tried.push(choice);
        knowledge.learn(choice, 1.0, 1.5);
    }
    assert_eq!(tried[..4], [Choice::Shares, Choice::Static, Choice::Guided, Choice::Fac2]);
    assert!(CHOICES.iter().all(|choice| tried.iter().filter(|tried| *tried == choice).count() == 3));
}

#[test]
fn auto_keeps_the_best_at_a_bounded_price() {
    for best in CHOICES {
        let cost = |choice: Choice, _| if choice == best { 1.0 } else { 1.4 };
        let (knowledge, price) = taught(cost, 1.5);
        assert_eq!(knowledge.choose(1000, 4), best);
        assert!(price < 1.03, "{best:?}: {price}");
    }
    // Noise of 10 %, the best by 5 %.
    let noise = |run: u32| 1.0 + f64::from(run.wrapping_mul(2_654_435_761) >> 16 & 0xFF) / 2550.0;
    let (_, price) =
        taught(|choice, run| noise(run) * if choice == Choice::Guided { 1.0 } else { 1.05 }, 1.5);
    assert!(price < 1.03, "{price}");
}

#[test]
fn auto_does_not_try_the_hopeless_again() {
    let mut knowledge = Knowledge::default();
    let mut hopeless = 0;
    for _ in 0..2000 {
        let choice = knowledge.choose(1000, 4);
        hopeless += u32::from(choice == Choice::Static);
        knowledge.learn(choice, if choice == Choice::Static { 3.0 } else { 1.0 }, 3.0);
    }
    assert_eq!(hopeless, 1);
}

#[test]
fn auto_learns_anew_when_the_loop_changes() {
    let cost = |choice: Choice, run: u32| match (run < 1000, choice) {
        (true, Choice::Static) => 1.0,
        (true, _) => 1.2,
        (false, Choice::Static) => 3.0,
        (false, _) => 1.5,
    };
    let (knowledge, price) = taught(cost, 1.5);
    assert_ne!(knowledge.choose(1000, 4), Choice::Static);
    assert!(price < 1.03, "{price}");
}

#[test]
fn auto_makes_sense_of_nonsense() {
    let mut knowledge = Knowledge::default();
    for cost in [f64::NAN, 0.0, -1.0, f64::INFINITY] {
        knowledge.learn(Choice::Shares, cost, f64::NAN);
    }
    assert_eq!(knowledge, Knowledge::default());
}

/// Whole loops: even, rising, and with the work in front; `auto` finds for each what is best in this world.
#[test]
fn auto_learns_for_each_site() {
    type Cost = fn(usize, u64) -> u64;
    let loops: [(usize, Cost); 3] =
        [(11, |_, _| 100), (12, |_, i| i), (13, |_, i| if i < 100 { 20_000 } else { 10 })];
    for (code, cost) in loops {
        let mut site = Simulated::new(code);
        for _ in 0..30 {
            site.run(Schedule::Auto, 2000, 4, cost);
        }
        let auto = (0..100).map(|_| site.run(Schedule::Auto, 2000, 4, cost).end).sum::<u64>() / 100;
        let by = |schedule| Simulated::new(9).run(schedule, 2000, 4, cost).end;
        let best = by(Schedule::Static).min(by(Schedule::Guided(1)));
        assert!(auto <= best * 103 / 100, "loop {code}: {auto}, {best}");
    }
}

/// The sequence of calls decides everything: two runs alike are alike.
#[test]
fn simulated_runs_repeat() {
    for schedule in Schedule::all() {
        let run = || Simulated::new(20).run(schedule, 500, 3, |m, i| 10 + i * 7 % 13 + m as u64);
        // Those that remember have remembered the same before the second and the third run.
        let remembers = matches!(schedule, Schedule::Awf(_) | Schedule::History(_) | Schedule::Auto);
        let (a, b) = (run(), run());
        assert!(remembers || a.chunks == b.chunks, "{schedule}");
    }
}
