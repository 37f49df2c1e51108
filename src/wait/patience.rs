use std::time::{Duration, Instant};

use crate::prim::{spin_loop, yield_now};

use super::{Bell, Sleeper};

/// How long a waiter keeps its processor: bounded spinning, then yielding, then sleep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// Looks at the condition before the first yield.
    pub(crate) spins: u32,
    /// How long to yield between looks before going to sleep. `None`: never sleep.
    pub(crate) awake: Option<Duration>,
}

/// Looks without a `pause` between them: on recent Intel cores one `pause` takes as long as the line needs
/// to come over, so the first looks go without.
const EAGER_LOOKS: u32 = 32;

impl Patience {
    /// Waits until `ready` holds.
    #[inline]
    pub(crate) fn wait(&self, bell: &Bell, bed: &Sleeper, mut ready: impl FnMut() -> bool) {
        for _ in 0..EAGER_LOOKS {
            if ready() {
                return;
            }
        }
        self.wait_longer(bell, bed, &mut ready);
    }

    #[cold]
    #[inline(never)]
    fn wait_longer(&self, bell: &Bell, bed: &Sleeper, ready: &mut dyn FnMut() -> bool) {
        if !self.stay_awake(ready) {
            bed.sleep_until(bell, ready);
        }
    }

    /// Spins and yields; answers false when it is time to sleep.
    pub(crate) fn stay_awake(&self, ready: &mut dyn FnMut() -> bool) -> bool {
        for _ in 0..self.spins {
            if ready() {
                return true;
            }
            spin_loop();
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
