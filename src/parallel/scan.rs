use std::mem;

use super::filling::Filling;
use super::loops::ParallelFor;
use crate::prim::Mutex;
use crate::reduce::{Reduction, with_scratch};
use crate::space::{IntoSpace, Items, Space};

impl<S: Space + Sync> ParallelFor<'_, S> {
    /// The running totals: element `k` combines the values of iterations `0..=k`. OpenMP 5.2 §5.6, `scan inclusive`.
    ///
    /// The operator need not commute. Two passes: each part of the loop is scanned by itself, then what precedes it is
    /// combined into each of its totals, so `body` runs once for each iteration and the operator twice. The
    /// bits repeat as those of [`reduce`](ParallelFor::reduce) do, with
    /// [`deterministic`](ParallelFor::deterministic) for any number of threads.
    ///
    /// # Panics
    /// If `body`, `op` or a clone panics, the first panic goes on here, and every value made so far is dropped.
    ///
    /// ```
    /// use ferromp::{Sum, parallel_for};
    /// assert_eq!(parallel_for(&[3, 1, 4, 1]).scan_inclusive(Sum, |v| *v), [3, 4, 8, 9]);
    /// ```
    #[inline]
    pub fn scan_inclusive<R, T, F>(self, op: R, body: F) -> Vec<T>
    where
        R: Reduction<T> + Sync,
        T: Clone + Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T + Sync,
    {
        self.scan(&op, &body, |_before, upto| upto)
    }

    /// The totals before each iteration: element `k` combines the values of iterations `0..k`, element 0 is the
    /// operator's identity. OpenMP 5.2 §5.6, `scan exclusive`. Otherwise as
    /// [`scan_inclusive`](ParallelFor::scan_inclusive).
    ///
    /// ```
    /// use ferromp::{Sum, parallel_for};
    /// assert_eq!(parallel_for(&[3, 1, 4, 1]).scan_exclusive(Sum, |v| *v), [0, 3, 4, 8]);
    /// ```
    #[inline]
    pub fn scan_exclusive<R, T, F>(self, op: R, body: F) -> Vec<T>
    where
        R: Reduction<T> + Sync,
        T: Clone + Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T + Sync,
    {
        self.scan(&op, &body, |before, _upto| before)
    }

    /// `result` chooses between the totals before and after an iteration.
    #[inline]
    fn scan<R, T, F>(self, op: &R, body: &F, result: impl Fn(T, T) -> T + Sync) -> Vec<T>
    where
        R: Reduction<T> + Sync,
        T: Clone + Send,
        F: for<'i> Fn(<S as Items<'i>>::Item) -> T + Sync,
    {
        let len = self.space.len();
        if len == 0 {
            return Vec::new();
        }
        let mut ready = self.ready(len);
        let deal = self.deal(len, &ready);
        let results = Filling::new(len);
        // What precedes each block but the first, beside the iteration where the block begins.
        let offsets: Vec<(u64, Mutex<T>)> = with_scratch(|scratch| {
            let totals = scratch.slots(deal.count());
            ready.run(deal.plan(), |part| {
                let _admission = deal.admit(part, &self.space);
                deal.for_each_block(part, |k, range| {
                    let mut total = op.identity();
                    // SAFETY: as in `Part::for_each_item`: the range is a chunk, or a block within one.
                    let items = unsafe { self.space.block(range.clone()) };
                    let scanned = items.map(|item| {
                        let upto = op.combine(total.clone(), body(item));
                        result(mem::replace(&mut total, upto.clone()), upto)
                    });
                    // SAFETY: iteration k is place k, and every block is dealt out once.
                    unsafe { results.fill(range, scanned) };
                    totals.put(k, total);
                });
            });
            let mut before = None;
            let mut pass = |k| -> Option<T> {
                let total = totals.take(k)?;
                let upto = match before.clone() {
                    None => total,
                    Some(before) => op.combine(before, total),
                };
                before.replace(upto)
            };
            let starts = deal.ranges().map(|range| range.start).enumerate();
            starts.filter_map(|(k, start)| Some((start, Mutex::new(pass(k)?)))).collect()
        });
        // SAFETY: `run` has returned, so every block has been filled.
        let mut results = unsafe { results.finish() };
        let Some(&(first, _)) = offsets.first() else { return results };
        let rest = (&mut results[first as usize..]).into_space();
        ready.run_blocks(rest.len(), |part| {
            part.for_each_chunk(|range| {
                let (mut at, end) = (first + range.start, first + range.end);
                let mut block = offsets.partition_point(|&(start, _)| start <= at) - 1;
                while at < end {
                    let offset = offsets[block].1.lock().clone();
                    block += 1;
                    let until = offsets.get(block).map_or(end, |&(start, _)| start.min(end));
                    // SAFETY: as in `Part::for_each_item`: chunks are disjoint, and so are their stretches.
                    let totals = unsafe { rest.block(at - first..until - first) };
                    totals.for_each(|total| *total = op.combine(offset.clone(), total.clone()));
                    at = until;
                }
            });
        });
        results
    }
}
