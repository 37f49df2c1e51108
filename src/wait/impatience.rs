//! Under loom nobody stays awake: a look, then sleep. Every longer wait is this one with more looks before it.

use std::time::Duration;

use super::{Bell, Sleeper};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    #[allow(dead_code)]
    pub(crate) spins: u32,
    #[allow(dead_code)]
    pub(crate) awake: Option<Duration>,
}

/// Nobody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    Spin,
    Yield,
    Sleep,
}

impl Patience {
    pub(crate) fn wait(
        &self,
        bell: &Bell,
        bed: &Sleeper,
        ready: impl FnMut() -> bool,
        _advise: impl FnMut() -> Advice,
    ) {
        bed.sleep_until(bell, ready);
    }

    pub(crate) fn stay_awake(
        &self,
        ready: &mut dyn FnMut() -> bool,
        _advise: &mut dyn FnMut() -> Advice,
    ) -> bool {
        ready()
    }
}
