//! Models of going to sleep against being woken.

use super::{Bell, Sleeper};
use crate::prim::{AtomicU64, Ordering};
use loom::sync::Arc;
use loom::thread;

struct Room {
    word: AtomicU64,
    bell: Bell,
    bed: Sleeper,
}

impl Room {
    fn new() -> Arc<Self> {
        Arc::new(Self { word: AtomicU64::new(0), bell: Bell::new(), bed: Sleeper::new() })
    }

    fn change(&self) {
        self.word.fetch_add(1, Ordering::Release);
        if self.bell.must_ring() {
            self.bed.wake();
        }
    }

    fn sleep(&self, until: u64) {
        self.bed.sleep_until(&self.bell, || self.word.load(Ordering::Acquire) == until);
    }
}

/// No wake-up is lost: the sleeper either sees the store or is unparked.
#[test]
fn loom_store_then_ring_wakes_the_sleeper() {
    loom::model(|| {
        let room = Room::new();
        let theirs = room.clone();
        let sleeper = thread::spawn(move || theirs.sleep(1));
        room.change();
        sleeper.join().unwrap();
    });
}

/// The same bed twice: an old wake-up may come late and call the sleeper out of the wrong sleep.
#[test]
fn loom_two_sleeps_in_one_bed() {
    loom::model(|| {
        let room = Room::new();
        let theirs = room.clone();
        let sleeper = thread::spawn(move || {
            theirs.sleep(1);
            theirs.word.fetch_add(1, Ordering::Relaxed);
            theirs.sleep(3);
        });
        room.change();
        while room.word.load(Ordering::Acquire) < 2 {
            thread::yield_now();
        }
        room.change();
        sleeper.join().unwrap();
    });
}

/// Two notifiers and a condition that needs both.
#[test]
fn loom_two_conditions_one_sleeper() {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let room = Room::new();
        let notifiers = [room.clone(), room.clone()].map(|room| thread::spawn(move || room.change()));
        room.sleep(2);
        for notifier in notifiers {
            notifier.join().unwrap();
        }
    });
}
