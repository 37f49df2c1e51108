//! `Schedule::BinLpt`: bins of equal estimated work, the longest first.
//!
//! P. H. Penna, A. T. A. Gomes, M. Castro, P. D. M. Plentz, H. C. Freitas, F. Broquedis, J.-F. Méhaut: "A comprehensive
//! performance evaluation of the BinLPT workload-aware loop scheduler", Concurrency and Computation: Practice and
//! Experience 31(18), 2019.
//!
//! Two heuristics, one after the other. *Bins*: the loop is cut into at most k chunks of neighbouring iterations, each going
//! on until it is over the mean, the total estimate by k; the last takes what is left. *Longest
//! processing time first*: bins are given to members by falling estimate, each to the member that has least so far. A
//! member runs its own bins, largest first, then takes over bins that others have not begun.
//!
//! Wins where costs are known beforehand, up to a factor: rows of a sparse matrix by their entries, particles by their
//! neighbours.

use std::ops::Range;
use std::sync::OnceLock;

use crate::prim::process::{AtomicU64, Ordering};

/// The estimated work of a loop's iterations, cut into bins. See [`Schedule::BinLpt`](crate::Schedule::BinLpt).
///
/// Made once, used for any number of loops and sizes of team. The estimate need not have the unit of anything. A loop with
/// more or fewer iterations than there are estimates is cut at the same fractions of its length.
///
/// ```
/// use ferromp::{BinLpt, Schedule, parallel_for};
/// let entries = [7, 1, 1, 1, 1, 1, 1, 1, 4]; // of the rows of a matrix, say
/// let bins = BinLpt::new(&entries, 3);
/// assert_eq!(bins.bins().collect::<Vec<_>>(), [0..1, 1..8, 8..9]);
/// parallel_for(0..9).schedule(Schedule::BinLpt(&bins)).for_each(|row| { /* … */ });
/// ```
#[derive(Debug)]
pub struct BinLpt {
    /// No other bins of the process ever have it.
    number: u64,
    /// Where bins begin, and where the last ends.
    starts: Box<[u64]>,
    loads: Box<[u64]>,
    deals: Deals,
}

/// Who has which bins, for one size of team, and the next size that was asked for. Never freed before the bins are.
type Deals = OnceLock<Box<Dealt>>;

#[derive(Debug)]
struct Dealt {
    deal: Deal,
    next: Deals,
}

/// Who has which bins.
#[derive(Debug)]
pub(in crate::schedule) struct Deal {
    members: usize,
    /// All bins, those of a member together, by falling load.
    bins: Box<[usize]>,
    /// Where each member's begin, and where the last's end.
    firsts: Box<[usize]>,
}

impl Deal {
    /// The bins of `member`, by falling load.
    pub(in crate::schedule) fn of(&self, member: usize) -> &[usize] {
        &self.bins[self.firsts[member]..self.firsts[member + 1]]
    }
}

impl BinLpt {
    /// Cuts a loop whose iterations take about `estimates` into at most `bins`, which is raised to 1.
    ///
    /// 32 bins for each member are a good start. Sums that overflow count as the largest number.
    pub fn new(estimates: &[u64], bins: usize) -> Self {
        let bins = bins.clamp(1, estimates.len().max(1));
        let total = estimates.iter().map(|&load| u128::from(load)).sum::<u128>();
        let mean = total / bins as u128;
        let (mut starts, mut loads) = (vec![0], Vec::new());
        let mut load = 0_u128;
        for (next, &more) in (1..).zip(estimates) {
            load += u128::from(more);
            if load > mean && starts.len() < bins && next < estimates.len() as u64 {
                loads.push(clamped(load));
                starts.push(next);
                load = 0;
            }
        }
        loads.push(clamped(load));
        starts.push(estimates.len() as u64);
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        BinLpt { number, starts: starts.into(), loads: loads.into(), deals: OnceLock::new() }
    }

    /// What members of a team compare, to see that they have the same bins. An address would not do: it comes again when bins
    /// are gone, while others are still at a loop with the old ones.
    pub(in crate::schedule) fn number(&self) -> u64 {
        self.number
    }

    /// The iterations of each bin, in ascending order.
    pub fn bins(&self) -> impl Iterator<Item = Range<u64>> {
        self.starts.windows(2).map(|ends| ends[0]..ends[1])
    }

    /// The bins of `member` in a team of `members`, in the order in which it runs them.
    ///
    /// # Panics
    /// If there is no such member.
    ///
    /// ```
    /// let bins = ferromp::BinLpt::new(&[7, 1, 1, 1, 1, 1, 1, 1, 4], 3);
    /// assert_eq!(bins.dealt(2, 0).collect::<Vec<_>>(), [0..1, 8..9]);
    /// ```
    pub fn dealt(&self, members: usize, member: usize) -> impl Iterator<Item = Range<u64>> {
        assert!(member < members, "member {member} of {members}");
        let bins = self.deal(members).of(member).iter();
        bins.map(|&bin| self.starts[bin]..self.starts[bin + 1])
    }

    /// Who has which bins in a team of this size. The first to ask works it out; the others wait for it.
    pub(in crate::schedule) fn deal(&self, members: usize) -> &Deal {
        let members = members.max(1);
        let mut deals = &self.deals;
        loop {
            let dealt = deals
                .get_or_init(|| Box::new(Dealt { deal: self.make_deal(members), next: OnceLock::new() }));
            if dealt.deal.members == members {
                return &dealt.deal;
            }
            deals = &dealt.next;
        }
    }

    fn make_deal(&self, members: usize) -> Deal {
        let mut order: Vec<usize> = (0..self.loads.len()).collect();
        // A stable sort: of two equal bins the earlier comes first.
        order.sort_by_key(|&bin| std::cmp::Reverse(self.loads[bin]));
        let mut has = vec![Vec::new(); members];
        // The member with the least so far, the lowest of several.
        let mut least: std::collections::BinaryHeap<_> =
            (0..members).map(|member| std::cmp::Reverse((0_u128, member))).collect();
        for bin in order {
            if let Some(mut top) = least.peek_mut() {
                let std::cmp::Reverse((load, member)) = &mut *top;
                *load += u128::from(self.loads[bin]);
                has[*member].push(bin);
            }
        }
        let mut firsts = vec![0];
        firsts.extend(has.iter().scan(0, |sum, bins: &Vec<usize>| {
            *sum += bins.len();
            Some(*sum)
        }));
        Deal { members, bins: has.into_iter().flatten().collect(), firsts: firsts.into() }
    }

    /// The iterations of `bin` in a loop of `len`; may be empty where the loop is shorter than the estimate.
    #[inline]
    pub(in crate::schedule) fn range(&self, bin: usize, len: u64) -> Range<u64> {
        let all = self.starts[self.starts.len() - 1];
        let place = |start: u64| match all {
            // No estimate: one bin.
            0 if bin == 0 && start == 0 => 0,
            _ if all == len => start,
            _ => (u128::from(start) * u128::from(len) / u128::from(all.max(1))) as u64,
        };
        let end = if bin + 2 == self.starts.len() { len } else { place(self.starts[bin + 1]) };
        place(self.starts[bin])..end
    }
}

fn clamped(load: u128) -> u64 {
    u64::try_from(load).unwrap_or(u64::MAX)
}
