//! `critical!` as another crate sees it: names, control flow, temporaries, warnings.

#![deny(warnings)]

use ferromp::{SyncHint, critical};
use std::panic::catch_unwind;

struct Probe;

impl Probe {
    fn value(&self) -> i32 {
        1
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        assert!(catch_unwind(|| critical!(extent, {})).is_err(), "dropped outside the section");
    }
}

#[test]
fn temporaries_are_dropped_inside() {
    let value = critical!(extent, Probe.value());
    assert_eq!(value, 1);
    critical!(extent, {});
}

#[test]
fn control_flow_leaves_the_section() {
    fn smallest_above(bound: Option<i32>) -> Option<i32> {
        for i in 0.. {
            critical!(control_flow, hint = SyncHint::CONTENDED, {
                let bound = bound?;
                if i <= bound {
                    continue;
                }
                return Some(i);
            })
        }
        None
    }
    assert_eq!((smallest_above(Some(3)), smallest_above(None)), (Some(4), None));
    assert!(catch_unwind(|| critical!(control_flow, panic!("inside"))).is_err());
    critical!(control_flow, {});
}

#[test]
fn forms() {
    const CONSTRUCT: i32 = 5;
    assert_eq!(critical!({ CONSTRUCT }), 5);
    assert_eq!(critical!(i32::abs(-5)), 5);
    assert_eq!(critical!(forms, { CONSTRUCT }), 5);
    critical!(forms, hint = SyncHint::NONE, {});
    critical!(other_forms, critical!(forms, {}));
}
