use std::cell::Cell;

use super::crossing::{Crossing, Shape};
use super::for_loop::ForLoop;
use super::meet::Met;
use crate::space::{Items, Nest, Stand};

/// What an iteration says to others and waits for. See [`ForLoop::doacross`].
pub struct Doacross<'l, N> {
    crossing: &'l Crossing<'l, 'l>,
    nest: &'l N,
    stand: Stand,
    posted: Cell<bool>,
}

impl<N: Nest> Doacross<'_, N> {
    /// Waits until iteration `sink` has [posted](Doacross::post), and then sees what it did before that. OpenMP 5.2
    /// §15.9.7, `doacross(sink: …)`; before 5.2 `depend(sink: …)`.
    ///
    /// An index outside the loops names no iteration, and is not waited for. That holds for one that has wrapped around,
    /// too: at `i == 0`, `i.wrapping_sub(1)` of a `usize` is outside.
    ///
    /// A sink in the same iteration of the outermost loop, or of the same chunk, costs a comparison: it has run. One that
    /// has posted costs a load, or none if this member has already seen that it was further.
    ///
    /// # Panics
    /// If `sink` is this iteration or a later one.
    #[inline]
    #[track_caller]
    pub fn wait(&self, sink: N::Index) {
        if let Some(stand) = self.nest.find(sink) {
            self.wait_at(stand, &sink);
        }
    }

    /// [`wait`](Doacross::wait) for the iteration that is `offset` iterations away, loop by loop: `[-1, 0]` for the one
    /// above in a nest of two, `-1` for the one before in a single loop. With a step of two, `-1` is the index `i - 2`.
    ///
    /// # Panics
    /// As `wait`.
    #[inline]
    #[track_caller]
    pub fn wait_offset(&self, offset: N::Offset) {
        if let Some(stand) = self.nest.away(self.stand, offset) {
            self.wait_at(stand, &offset);
        }
    }

    /// [`wait`](Doacross::wait) for the iteration that a serial run has just before this one, the last index varying
    /// fastest; the first does not wait. OpenMP's `doacross(sink: omp_cur_iteration - 1)`.
    #[inline]
    pub fn wait_previous(&self) {
        if let Some(number) = self.stand.number.checked_sub(1) {
            let (_, inner) = self.nest.shape();
            self.crossing.wait_at(number / inner, number);
        }
    }

    /// Lets those go on that wait for this iteration: `doacross(source:)`. What the iteration has done so far is seen by
    /// them. To be called once; an iteration that has not called it when it ends does so then.
    #[inline]
    pub fn post(&self) {
        self.posted.set(true);
        self.crossing.post_at(self.stand.outer, self.stand.number);
    }

    #[inline]
    #[track_caller]
    fn wait_at(&self, sink: Stand, said: &dyn std::fmt::Debug) {
        if sink.number >= self.stand.number {
            self.refuse(said);
        }
        self.crossing.wait_at(sink.outer, sink.number);
    }

    #[cold]
    #[track_caller]
    fn refuse(&self, said: &dyn std::fmt::Debug) -> ! {
        panic!(
            "an iteration of the loop at {} waits for {said:?}, which is not an earlier iteration: it would wait for ever",
            self.crossing.place(),
        )
    }
}

impl<S: Nest> ForLoop<'_, '_, '_, S> {
    /// Runs `body` once for every iteration, in which it may wait for earlier iterations: OpenMP's `ordered(n)` with
    /// `depend(sink: …)`, `depend(source)`. OpenMP 5.2 §4.4.4, §15.9.7.
    ///
    /// The space is one loop over integers, or a [`collapse`](crate::space::collapse()) of up to six. Only the outermost
    /// is shared among the members, by any schedule, taken as monotonic; who has one of its iterations runs the loops
    /// inside it in order. A chunk of one iteration overlaps best. Under `Guided` and a policy an iteration of the
    /// outermost loop also waits for one 64 or more before it (four for each member of larger teams).
    ///
    /// An iteration that waits for an earlier one sees all that it did before it posted. The data that go from one to the
    /// other are none of this method's business, and it cannot lend them: what some iterations read others write. Atomics
    /// with relaxed loads and stores are safe and compile to ordinary ones:
    ///
    /// ```
    /// use ferromp::{Schedule, parallel, space::collapse};
    /// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
    ///
    /// // Ways from the corner to each cell, to the right and downwards.
    /// let ways: [[AtomicU64; 8]; 8] = Default::default();
    /// parallel(|team| {
    ///     let cells = team.for_loop(collapse(0..8_usize, 0..8_usize));
    ///     cells.schedule(Schedule::StaticChunk(1)).doacross(|(i, j), order| {
    ///         order.wait_offset([-1, 0]);
    ///         let above = i.checked_sub(1).map_or(0, |i| ways[i][j].load(Relaxed));
    ///         let left = j.checked_sub(1).map_or(u64::from(i == 0), |j| ways[i][j].load(Relaxed));
    ///         ways[i][j].store(above + left, Relaxed);
    ///         order.post();
    ///     });
    /// });
    /// assert_eq!(ways[7][7].load(Relaxed), 3432);
    /// ```
    ///
    /// # Panics
    /// If an iteration waits for one that is not earlier ([`Doacross::wait`]).
    #[inline]
    pub fn doacross<F>(self, body: F)
    where
        F: for<'i> Fn(<S as Items<'i>>::Item, &Doacross<'_, S>),
    {
        self.meet().doacross(&self.space, &body);
        self.finish();
    }
}

impl Met<'_, '_> {
    /// This member's part of a loop over `nest` whose iterations wait for each other.
    pub(crate) fn doacross<N: Nest>(
        &self,
        nest: &N,
        body: &impl for<'i> Fn(<N as Items<'i>>::Item, &Doacross<'_, N>),
    ) {
        let (outer, inner) = nest.shape();
        let mut crossing = Crossing::begin(self, Shape { outer, inner });
        while let Some(chunk) = crossing.next() {
            // SAFETY: outer iterations are handed out once, within the shape that the nest gave; so are the stretches of
            // its iterations that belong to them. Nests are of integers, and lend nothing.
            let mut items = unsafe { nest.block(chunk.start * inner..chunk.end * inner) };
            for outer in chunk {
                for number in outer * inner..(outer + 1) * inner {
                    let Some(item) = items.next() else {
                        unreachable!("a nest has as many items as it says")
                    };
                    let stand = Stand { outer, number };
                    let order = Doacross { crossing: &crossing, nest, stand, posted: Cell::new(false) };
                    body(item, &order);
                    if !order.posted.get() {
                        order.post();
                    }
                }
            }
        }
        crossing.end();
    }
}
