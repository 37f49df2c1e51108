//! The gate's protocol under loom.

use std::panic::Location;

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

use super::gate::Gate;
use super::key::Key;

/// What a dynamic loop comes with that is the construct of this number.
fn key(construct: u64) -> Key {
    Key([1, 1, construct, 2, 8, 1, 0, 1])
}

/// Enters and, if let in, writes: loom fails if two accesses are not ordered. Whether it was let in.
fn visit(gate: &Gate, data: &UnsafeCell<u32>, key: Key, member: u32) -> bool {
    let admitted = gate.enter(key, Some(member), Location::caller()).is_ok();
    if admitted {
        // SAFETY: that nobody else is here is what the model checks.
        data.with_mut(|data| unsafe { *data += 1 });
        gate.leave(Some(member));
    }
    admitted
}

/// Two constructs meet: one is refused, or they follow each other and see what the other wrote.
#[test]
fn loom_two_keys_exclude() {
    loom::model(|| {
        let shared = Arc::new((Gate::new(), UnsafeCell::new(0)));
        let other = Arc::clone(&shared);
        let there = thread::spawn(move || visit(&other.0, &other.1, key(1), 1));
        let here = visit(&shared.0, &shared.1, key(2), 0);
        let there = there.join().unwrap();
        assert!(here || there);
        let visits = u32::from(here) + u32::from(there);
        assert!(visit(&shared.0, &shared.1, key(3), 0));
        // SAFETY: the other thread is gone.
        shared.1.with(|data| assert_eq!(unsafe { *data }, visits + 1));
    });
}

/// Two members of one construct: both are let in, whoever sets the key, each to its own element.
#[test]
fn loom_one_key_shares() {
    loom::model(|| {
        let shared = Arc::new((Gate::new(), [UnsafeCell::new(0), UnsafeCell::new(0)]));
        let other = Arc::clone(&shared);
        let key = key(1);
        let there = thread::spawn(move || assert!(visit(&other.0, &other.1[1], key, 1)));
        assert!(visit(&shared.0, &shared.1[0], key, 0));
        there.join().unwrap();
    });
}
