//! Worksharing constructs and the ring of slots they use.

use super::rig::{Plain, Rig, explore};
use crate::prim::Ordering;
use crate::team::region::Outcome;
use crate::team::slot::{Construct, RING};
use std::panic::Location;

/// One member is first at each construct, what it prepares is seen by the other, and a slot comes to its next
/// use only when both have left it.
#[test]
fn loom_slots_are_opened_once_and_reused_when_left() {
    explore(2, || {
        let rig = Rig::new(2, 1);
        let here = Location::caller();
        // Plain memory that lives and dies with the use of one slot.
        let memory = Plain::several::<RING>();
        let constructs = RING as u64 + 1;
        let outcome = rig.region(2, |member| {
            for _ in 0..constructs {
                let (_, number, _) = member.begin(rig.core, Construct::Loop, here, |number, slot| {
                    memory[number as usize % RING].set(number);
                    slot.turn.store(number, Ordering::Relaxed);
                });
                assert_eq!(memory[number as usize % RING].get(), number);
                assert_eq!(rig.core.slots.of(number).turn.load(Ordering::Relaxed), number);
                member.end(rig.core, number);
            }
        });
        assert!(matches!(outcome, Outcome::Done));
        rig.end();
    });
}
