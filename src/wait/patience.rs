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

/// Looks before the first pause: a line comes over in about this time.
const EAGER_LOOKS: u32 = 32;

/// Pauses between two questions whether the other side waits for this processor.
const BURST: u32 = 32;

impl Patience {
    /// Waits until `ready` holds.
    ///
    /// `hinders` says whether somebody who is waited for would run on this processor if it were free: then
    /// spinning only puts off what is waited for.
    #[inline]
    pub(crate) fn wait(
        &self,
        bell: &Bell,
        bed: &Sleeper,
        mut ready: impl FnMut() -> bool,
        mut hinders: impl FnMut() -> bool,
    ) {
        for _ in 0..EAGER_LOOKS / 4 {
            if ready() {
                return;
            }
        }
        self.wait_longer(bell, bed, &mut ready, &mut hinders);
    }

    #[cold]
    #[inline(never)]
    fn wait_longer(
        &self,
        bell: &Bell,
        bed: &Sleeper,
        ready: &mut dyn FnMut() -> bool,
        hinders: &mut dyn FnMut() -> bool,
    ) {
        if !self.stay_awake(ready, hinders) {
            bed.sleep_until(bell, ready);
        }
    }

    /// Spins and yields until `ready` holds; answers false when it is time to sleep.
    pub(crate) fn stay_awake(
        &self,
        ready: &mut dyn FnMut() -> bool,
        hinders: &mut dyn FnMut() -> bool,
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
            if hinders() {
                yield_now();
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
