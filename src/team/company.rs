use crate::prim::{Ordering, plain};
use crate::wait::Advice;

/// How a member gets along with others of its team that sit on its processor.
///
/// A scheduler leaves threads where they are while they run often and briefly, as two members that hand one
/// processor to each other by yielding do, even beside a processor that is idle. Whom it wakes it puts on an idle
/// one. So a member that has yielded to its team for a while goes to sleep. If that does not help, because
/// the other processors are busy, it tries ever more rarely.
///
/// Relaxed throughout: hints, written by the member alone.
pub(crate) struct Company {
    /// Yields since the member last slept or was alone.
    yields: plain::AtomicU32,
    /// How many it takes before the member sleeps.
    tolerance: plain::AtomicU32,
}

const LEAST: u32 = 32;
const MOST: u32 = 1 << 16;

impl Company {
    pub(crate) fn new() -> Self {
        Self { yields: plain::AtomicU32::new(0), tolerance: plain::AtomicU32::new(LEAST) }
    }

    /// What to do, with somebody of the team on the same processor or not.
    pub(crate) fn advise(&self, crowded: bool) -> Advice {
        let tolerance = self.tolerance.load(Ordering::Relaxed);
        if !crowded {
            self.yields.store(0, Ordering::Relaxed);
            self.tolerance.store((tolerance / 2).max(LEAST), Ordering::Relaxed);
            return Advice::Spin;
        }
        let yields = self.yields.load(Ordering::Relaxed);
        if yields < tolerance {
            self.yields.store(yields + 1, Ordering::Relaxed);
            return Advice::Yield;
        }
        self.yields.store(0, Ordering::Relaxed);
        self.tolerance.store((tolerance * 2).min(MOST), Ordering::Relaxed);
        Advice::Sleep
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn alone_it_spins() {
        let company = Company::new();
        assert!((0..1000).all(|_| company.advise(false) == Advice::Spin));
    }

    #[test]
    fn in_company_it_sleeps_ever_more_rarely() {
        let company = Company::new();
        let mut yields = 0;
        let mut gaps = Vec::new();
        while gaps.len() < 4 {
            match company.advise(true) {
                Advice::Sleep => gaps.push(std::mem::take(&mut yields)),
                advice => {
                    assert_eq!(advice, Advice::Yield);
                    yields += 1;
                }
            }
        }
        assert_eq!(gaps, [32, 64, 128, 256]);
    }

    #[test]
    fn a_while_alone_makes_it_try_again_soon() {
        let company = Company::new();
        for _ in 0..5000 {
            company.advise(true);
        }
        for _ in 0..20 {
            company.advise(false);
        }
        let yields = (0..).take_while(|_| company.advise(true) == Advice::Yield).count();
        assert_eq!(yields, 32);
    }
}
