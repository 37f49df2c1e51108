//! Dispensers that are kept from loop to loop, so that a loop allocates nothing.

use std::cell::RefCell;
use std::ops::Deref;

use crate::schedule::Dispenser;

/// How many a thread keeps: loops that it has open at once, one in another.
const MOST: usize = 8;

thread_local! {
    /// Those that this thread does not use at this moment.
    static SPARE: RefCell<Vec<Spare>> = const { RefCell::new(Vec::new()) };
}

struct Spare {
    dispenser: Box<Dispenser>,
    members: usize,
    /// The number of the last loop that used it.
    tag: u64,
}

/// A dispenser that is open for one loop.
pub(super) struct Kept(Option<Spare>);

impl Kept {
    /// One for a loop of `members`.
    pub(super) fn take(members: usize) -> Self {
        let spare = SPARE.try_with(|spare| {
            let spare = &mut *spare.borrow_mut();
            let fits = spare.iter().rposition(|kept| kept.members == members)?;
            Some(spare.swap_remove(fits))
        });
        let mut spare = spare.ok().flatten().unwrap_or_else(|| Spare {
            dispenser: Box::new(Dispenser::with_capacity(members)),
            members,
            tag: 0,
        });
        spare.tag += 1;
        spare.dispenser.open(spare.tag);
        Self(Some(spare))
    }

    /// The number of the loop.
    pub(super) fn tag(&self) -> u64 {
        self.0.as_ref().map_or(0, |spare| spare.tag)
    }
}

impl Deref for Kept {
    type Target = Dispenser;

    #[inline]
    fn deref(&self) -> &Dispenser {
        match &self.0 {
            Some(spare) => &spare.dispenser,
            None => unreachable!("it is there until it is dropped"),
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let Some(mut spare) = self.0.take() else { return };
        // Fails while the thread ends.
        let _gone = SPARE.try_with(|kept| {
            let kept = &mut *kept.borrow_mut();
            if kept.len() == MOST {
                std::mem::swap(&mut kept[0], &mut spare);
            } else {
                kept.push(spare);
            }
        });
    }
}
