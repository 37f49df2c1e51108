use std::panic::Location;

use super::{CalledOff, Member};

impl Member {
    /// Waits for all members and all tasks.
    ///
    /// # Errors
    /// If the region is called off.
    #[inline]
    #[track_caller]
    pub fn barrier(&self) -> Result<(), CalledOff> {
        let place = Location::caller();
        self.unless_called_off(|context| context.barrier(place))
    }
}
