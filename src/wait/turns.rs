use super::{Advice, Bell, Patience, Sleeper};

impl Patience {
    /// Waits until `ready` holds, and stays awake for a while each time that it is woken and does not: for who may be
    /// rung for in vain.
    pub(crate) fn wait_in_turns(
        &self,
        bell: &Bell,
        bed: &Sleeper,
        mut ready: impl FnMut() -> bool,
        mut advise: impl FnMut() -> Advice,
    ) {
        while !self.stay_awake(&mut ready, &mut advise) {
            if bed.sleep_once(bell, &mut ready) {
                return;
            }
        }
    }
}
