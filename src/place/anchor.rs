//! A thread's hold on a place: the one part of this room that acts.

use super::Places;
use crate::sys::affinity::Bound;
use std::io;

/// Binds its thread to places, one after the other, with a system call only when the place changes; dropping it gives
/// the thread the mask back that it had before. A worker keeps one for its lifetime, the thread that opens a region one
/// for the region.
#[derive(Debug, Default)]
pub(crate) struct Anchor {
    /// The place, and what binds the thread to it.
    at: Option<(u32, Bound)>,
}

impl Anchor {
    /// Binds the calling thread to `place`, or ends its binding if that is `None`.
    ///
    /// # Errors
    /// If there is no such place (`NotFound`), or the kernel refuses it, because its CPUs have been taken from the process
    /// or because binding is not supported here. The thread then stays as it is.
    pub(crate) fn moor(&mut self, places: &Places, place: Option<u32>) -> io::Result<()> {
        let Some(place) = place else {
            self.at = None;
            return Ok(());
        };
        if self.place() == Some(place) {
            return Ok(());
        }
        let cpus = places.get(place as usize).ok_or(io::ErrorKind::NotFound)?;
        match &mut self.at {
            Some((at, bound)) => {
                bound.rebind(cpus)?;
                *at = place;
            }
            None => self.at = Some((place, Bound::to(cpus)?)),
        }
        Ok(())
    }

    /// Ends the binding, if there is one.
    #[inline]
    pub(crate) fn weigh(&mut self) {
        if self.at.is_some() {
            self.at = None;
        }
    }

    /// The place to which the thread is bound by this.
    pub(crate) fn place(&self) -> Option<u32> {
        self.at.as_ref().map(|(place, _)| *place)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::place::PlaceSpec;
    use crate::sys::affinity::current_mask;
    use crate::sys::scratch::Scratch;
    use crate::sys::topology::Topology;
    use crate::sys::{CpuSet, width};

    /// The first CPU of the machine, and all of them.
    fn places() -> Places {
        let available = width::initial_mask();
        let all: Vec<_> = available.iter().map(|cpu| cpu.to_string()).collect();
        let spec = PlaceSpec::parse(&format!("{{{}}},{{{}}}", all[0], all.join(","))).unwrap();
        Places::resolve(&spec, &Topology::read(Scratch::with(&[]).root(), available), available)
    }

    fn on_own_thread(body: impl FnOnce() + Send) {
        std::thread::scope(|scope| scope.spawn(body).join().unwrap());
    }

    #[test]
    fn the_kernels_mask_is_that_of_the_place_until_the_end() {
        on_own_thread(|| {
            let (places, before) = (places(), current_mask().unwrap());
            let mut anchor = Anchor::default();
            for place in [0, 1, 1, 0] {
                anchor.moor(&places, Some(place)).unwrap();
                assert_eq!(Some(&current_mask().unwrap()), places.get(place as usize));
                assert_eq!(anchor.place(), Some(place));
            }
            anchor.moor(&places, None).unwrap();
            assert_eq!((current_mask().unwrap(), anchor.place()), (before.clone(), None));
            anchor.moor(&places, Some(0)).unwrap();
            drop(anchor);
            assert_eq!(current_mask().unwrap(), before);
        });
    }

    #[test]
    fn staying_makes_no_system_call() {
        on_own_thread(|| {
            let places = places();
            let mut anchor = Anchor::default();
            anchor.moor(&places, Some(0)).unwrap();
            // Behind the anchor's back: a call would put it right.
            let elsewhere = places.get(1).unwrap();
            crate::sys::affinity::set_current_mask(elsewhere).unwrap();
            anchor.moor(&places, Some(0)).unwrap();
            assert_eq!(&current_mask().unwrap(), elsewhere);
        });
    }

    #[test]
    fn a_place_that_cannot_be_had_leaves_everything_as_it_is() {
        on_own_thread(|| {
            let (places, before) = (places(), current_mask().unwrap());
            let mut anchor = Anchor::default();
            assert_eq!(anchor.moor(&places, Some(2)).unwrap_err().kind(), io::ErrorKind::NotFound);
            assert_eq!((current_mask().unwrap(), anchor.place()), (before, None));
            anchor.moor(&places, Some(0)).unwrap();
            assert!(anchor.moor(&places, Some(2)).is_err());
            assert_eq!((anchor.place(), current_mask().unwrap().len()), (Some(0), 1));
            let gone = Places::of(vec![CpuSet::from_iter([CpuSet::MAX_CPU])]);
            assert!(Anchor::default().moor(&gone, Some(0)).is_err());
        });
    }
}
