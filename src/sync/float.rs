//! Atomic floats and `flush`.

use crate::prim::plain::{AtomicU32, AtomicU64};
use std::fmt;
use std::sync::atomic::{Ordering, fence};

/// `flush` without a list (OpenMP 5.2 §15.8.5): a sequentially consistent fence.
///
/// It is rarely needed. Barriers, the start and end of a region, of a task and of a critical section, and
/// locks order memory by themselves; a flag between two threads is an atomic with Release and Acquire; and
/// plain data written by one thread while another reads it is a data race that no flush repairs.
///
/// ```
/// ferromp::flush();
/// ```
#[inline]
pub fn flush() {
    fence(Ordering::SeqCst);
}

macro_rules! atomic_floats {
    ($($Atomic:ident of $float:ident in $AtomicBits:ident: $name:literal;)+) => {$(
        #[doc = concat!("An atomic `", $name, "`: the `atomic` construct on a float (OpenMP 5.2 §15.8.4), which std lacks.")]
        ///
        /// | `#pragma omp atomic …` | here |
        /// |---|---|
        /// | `read`: `v = x` | [`load`](Self::load) |
        /// | `write`: `x = v` | [`store`](Self::store) |
        /// | `update`: `x += v` | [`fetch_add`](Self::fetch_add) and its kin, [`fetch_update`](Self::fetch_update) for any other expression |
        /// | `capture`: `{ v = x; x += e; }` | the value they return |
        /// | `compare`: `if (e < x) x = e` | [`fetch_min`](Self::fetch_min), [`fetch_max`](Self::fetch_max) |
        /// | `compare capture`: `if (x == e) x = d; else v = x` | [`compare_exchange`](Self::compare_exchange), on the bits |
        /// | `relaxed`, `acquire`, `release`, `acq_rel`, `seq_cst` | the [`Ordering`]; OpenMP's default is `relaxed` |
        /// | `hint(…)` | without effect, dropped |
        ///
        /// For integers take std's atomics. Arithmetic is a loop of compare-and-exchange on the bits: lock-free, not
        /// wait-free. In a hot loop a reduction is faster by orders of magnitude.
        ///
        #[doc = concat!("```\nuse ferromp::", stringify!($Atomic), ";\nuse std::sync::atomic::Ordering::Relaxed;\nlet x = ", stringify!($Atomic), "::new(1.5);\nassert_eq!(x.fetch_add(2.0, Relaxed), 1.5);\nassert_eq!(x.into_inner(), 3.5);\n```")]
        #[derive(Default)]
        #[repr(transparent)]
        pub struct $Atomic($AtomicBits);

        impl $Atomic {
            /// Holds `value`.
            #[must_use]
            pub const fn new(value: $float) -> Self {
                Self($AtomicBits::new(value.to_bits()))
            }

            /// The value.
            ///
            /// # Panics
            ///
            /// If `order` is `Release` or `AcqRel`.
            #[inline]
            pub fn load(&self, order: Ordering) -> $float {
                $float::from_bits(self.0.load(order))
            }

            /// Replaces the value.
            ///
            /// # Panics
            ///
            /// If `order` is `Acquire` or `AcqRel`.
            #[inline]
            pub fn store(&self, value: $float, order: Ordering) {
                self.0.store(value.to_bits(), order);
            }

            /// Replaces the value and returns the previous one.
            #[inline]
            pub fn swap(&self, value: $float, order: Ordering) -> $float {
                $float::from_bits(self.0.swap(value.to_bits(), order))
            }

            /// Stores `new` if the value has the same bits as `current`; returns the previous value, as `Ok` if it was
            /// replaced. Bits, not `==`: a NaN may match itself, and `0.0` does not match `-0.0`.
            ///
            /// # Errors
            ///
            /// The value, if its bits differ.
            ///
            /// # Panics
            ///
            /// If `failure` is `Release` or `AcqRel`.
            #[inline]
            pub fn compare_exchange(
                &self,
                current: $float,
                new: $float,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$float, $float> {
                let result = self.0.compare_exchange(current.to_bits(), new.to_bits(), success, failure);
                result.map($float::from_bits).map_err($float::from_bits)
            }

            /// Replaces the value by `update(value)`, as often as it takes, unless that is `None`. Returns the previous
            /// value. `success` orders the write, `failure` every read that led to none.
            ///
            /// # Errors
            ///
            /// The value for which `update` returned `None`.
            ///
            /// # Panics
            ///
            /// If `failure` is `Release` or `AcqRel`.
            #[inline]
            pub fn fetch_update(
                &self,
                success: Ordering,
                failure: Ordering,
                mut update: impl FnMut($float) -> Option<$float>,
            ) -> Result<$float, $float> {
                let on_bits = |bits| update($float::from_bits(bits)).map($float::to_bits);
                self.0.fetch_update(success, failure, on_bits).map($float::from_bits).map_err($float::from_bits)
            }

            /// Adds and returns the previous value.
            #[inline]
            pub fn fetch_add(&self, value: $float, order: Ordering) -> $float {
                self.apply(order, |x| x + value)
            }

            /// Subtracts and returns the previous value.
            #[inline]
            pub fn fetch_sub(&self, value: $float, order: Ordering) -> $float {
                self.apply(order, |x| x - value)
            }

            /// Multiplies and returns the previous value.
            #[inline]
            pub fn fetch_mul(&self, value: $float, order: Ordering) -> $float {
                self.apply(order, |x| x * value)
            }

            /// Divides by `value` and returns the previous value.
            #[inline]
            pub fn fetch_div(&self, value: $float, order: Ordering) -> $float {
                self.apply(order, |x| x / value)
            }

            /// Lowers the value to `value` if that is smaller, and returns the previous value. A NaN gives way to a
            /// number. If nothing is to be changed and `order` does not release, this only reads, so
            /// that a settled minimum is shared by all caches.
            #[inline]
            pub fn fetch_min(&self, value: $float, order: Ordering) -> $float {
                self.improve(order, |x| x.min(value))
            }

            /// Raises the value to `value` if that is larger; else as [`fetch_min`](Self::fetch_min).
            #[inline]
            pub fn fetch_max(&self, value: $float, order: Ordering) -> $float {
                self.improve(order, |x| x.max(value))
            }

            /// The value.
            #[inline]
            #[must_use]
            pub fn into_inner(self) -> $float {
                $float::from_bits(self.0.into_inner())
            }

            #[inline]
            fn apply(&self, order: Ordering, operation: impl Fn($float) -> $float) -> $float {
                // Relaxed: a read that loses the race publishes nothing and is repeated.
                let mut seen = self.0.load(Ordering::Relaxed);
                loop {
                    let new = operation($float::from_bits(seen)).to_bits();
                    match self.0.compare_exchange_weak(seen, new, order, Ordering::Relaxed) {
                        Ok(_) => return $float::from_bits(seen),
                        Err(now) => seen = now,
                    }
                }
            }

            #[inline]
            fn improve(&self, order: Ordering, choose: impl Fn($float) -> $float) -> $float {
                if matches!(order, Ordering::Relaxed | Ordering::Acquire) {
                    let seen = self.load(order);
                    if choose(seen).to_bits() == seen.to_bits() {
                        return seen;
                    }
                }
                self.apply(order, choose)
            }
        }

        impl From<$float> for $Atomic {
            fn from(value: $float) -> Self {
                Self::new(value)
            }
        }

        impl fmt::Debug for $Atomic {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.load(Ordering::Relaxed), f)
            }
        }
    )+};
}

atomic_floats! {
    AtomicF32 of f32 in AtomicU32: "f32";
    AtomicF64 of f64 in AtomicU64: "f64";
}
