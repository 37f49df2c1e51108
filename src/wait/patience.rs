use std::time::{Duration, Instant};

use crate::prim::{spin_loop, yield_now};

use super::{Bell, Sleeper};

/// How long a waiter keeps its processor: it looks, spins, yields, and goes to sleep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Pauses between looks before the first yield.
    pub(crate) spins: u32,
    /// How long to stay awake after that. `None`: for ever.
    pub(crate) awake: Option<Duration>,
}

/// What a waiter does between two bursts of looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    Spin,
    /// Somebody who is waited for would run on this processor if it were free: spinning puts off what is waited
    /// for.
    Yield,
    /// Who waits awake is in the way for good.
    Sleep,
}

/// Looks before the first pause: a line comes over in about this time.
const EAGER_LOOKS: u32 = 32;

/// Pauses between two questions whether the other side waits for this processor.
const BURST: u32 = 32;

impl Patience {
    /// Waits until `ready` holds.
    ///
    /// `advise` is asked between bursts of looks.
    #[inline]
    pub(crate) fn wait(
        &self,
        bell: &Bell,
        bed: &Sleeper,
        mut ready: impl FnMut() -> bool,
        mut advise: impl FnMut() -> Advice,
    ) {
        for _ in 0..EAGER_LOOKS / 4 {
            if ready() {
                return;
            }
        }
        self.wait_longer(bell, bed, &mut ready, &mut advise);
    }

    #[cold]
    #[inline(never)]
    fn wait_longer(
        &self,
        bell: &Bell,
        bed: &Sleeper,
        ready: &mut dyn FnMut() -> bool,
        advise: &mut dyn FnMut() -> Advice,
    ) {
        if !self.stay_awake(ready, advise) {
            bed.sleep_until(bell, ready);
        }
    }

    /// Spins and yields until `ready` holds; answers false when it is time to sleep.
    pub(crate) fn stay_awake(
        &self,
        ready: &mut dyn FnMut() -> bool,
        advise: &mut dyn FnMut() -> Advice,
    ) -> bool {
        for _ in 0..EAGER_LOOKS {
            if ready() {
                return true;
            }
        }
        let mut spent = 0;
        while spent < self.spins {
            for _ in 0..BURST {
                if ready() {
                    return true;
                }
                spin_loop();
            }
            spent += BURST;
            match advise() {
                Advice::Spin => {}
                Advice::Yield => yield_now(),
                // Who is told to stay awake for ever does.
                Advice::Sleep if self.awake.is_none() => yield_now(),
                Advice::Sleep => return ready(),
            }
        }
        let Some(awake) = self.awake else {
            while !ready() {
                yield_now();
            }
            return true;
        };
        let asleep_at = Instant::now() + awake;
        loop {
            for _ in 0..8 {
                if ready() {
                    return true;
                }
                yield_now();
            }
            if Instant::now() >= asleep_at {
                return ready();
            }
        }
    }
}
