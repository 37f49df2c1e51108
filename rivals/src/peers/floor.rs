//! A bare spinning team: a flag per member and nothing else. It never sleeps, cannot nest, loses a panic and serves
//! one caller. What it costs is what the hardware asks for when nobody needs anything more.

use std::cell::{Cell, UnsafeCell};
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::*};
use std::thread::JoinHandle;

use crate::construct::Sched;
use crate::peer::{Can, Inside, Member, Peer};
use crate::session::Session;
use crate::work;

/// One member's lines: what it is told, what it answers, where it stands in the barrier.
#[derive(Default)]
struct Lane {
    order: Padded<Order>,
    answer: Padded<Answer>,
    arrived: Padded<AtomicU64>,
}

/// The line the caller writes: the region's number, released after the body.
#[derive(Default)]
struct Order {
    region: AtomicU64,
    body: UnsafeCell<Option<Body>>,
}

/// The line the member writes: the region it has finished, released after its partial value.
#[derive(Default)]
struct Answer {
    region: AtomicU64,
    partial: UnsafeCell<f64>,
}

#[derive(Default)]
#[repr(align(128))]
struct Padded<T>(T);

/// A region's body with its lifetime erased; valid until the caller's join.
#[derive(Clone, Copy)]
struct Body(*const (dyn Fn(usize) -> f64 + Sync));

struct Shared {
    lanes: Vec<Lane>,
    lock: Padded<AtomicBool>,
    claimed: Padded<AtomicU64>,
    cursor: Padded<AtomicUsize>,
}

// SAFETY: `order.body` is written by the caller while the member waits for the next region number (it has answered
// the last one) and read by the member after it has seen the number; `answer.partial` the other way round.
unsafe impl Sync for Shared {}
// SAFETY: the body pointer is only dereferenced between fork and join, see `Floor::fork`.
unsafe impl Send for Shared {}

struct Floor {
    shared: std::sync::Arc<Shared>,
    region: u64,
    threads: Vec<JoinHandle<()>>,
}

const STOP: u64 = u64::MAX;

impl Floor {
    fn new(threads: usize) -> Self {
        let shared = std::sync::Arc::new(Shared {
            lanes: (0..threads).map(|_| Lane::default()).collect(),
            lock: Padded(AtomicBool::new(false)),
            claimed: Padded(AtomicU64::new(0)),
            cursor: Padded(AtomicUsize::new(0)),
        });
        let member = |number: usize| {
            let shared = shared.clone();
            std::thread::spawn(move || serve(&shared, number))
        };
        let threads = (1..threads).map(member).collect();
        Self { shared, region: 0, threads }
    }

    /// Runs `body` on every member and returns the sum of its values, added in thread order.
    fn fork(&mut self, body: &(dyn Fn(usize) -> f64 + Sync)) -> f64 {
        self.region += 1;
        // SAFETY: only the lifetime changes; this function returns after every member has answered.
        let erased = unsafe {
            std::mem::transmute::<&(dyn Fn(usize) -> f64 + Sync), &'static (dyn Fn(usize) -> f64 + Sync)>(
                body,
            )
        };
        let others = &self.shared.lanes[1..];
        for lane in others {
            // SAFETY: the member waits for the number stored next, see `Shared`.
            unsafe { *lane.order.0.body.get() = Some(Body(erased)) };
            lane.order.0.region.store(self.region, Release);
        }
        let mut sum = body(0);
        for lane in others {
            while lane.answer.0.region.load(Acquire) != self.region {
                spin_loop();
            }
            // SAFETY: the member wrote it before the number just acquired, and waits for the next order.
            sum += unsafe { *lane.answer.0.partial.get() };
        }
        sum
    }
}

fn serve(shared: &Shared, number: usize) {
    let lane = &shared.lanes[number];
    let mut done = 0;
    loop {
        let mut region = lane.order.0.region.load(Acquire);
        while region == done {
            spin_loop();
            region = lane.order.0.region.load(Acquire);
        }
        if region == STOP {
            return;
        }
        // SAFETY: written before the region number just acquired; the caller keeps the body alive until the answer.
        let value = unsafe { (*(*lane.order.0.body.get()).expect("a body comes with the number").0)(number) };
        // SAFETY: the caller reads it only after the store below.
        unsafe { *lane.answer.0.partial.get() = value };
        lane.answer.0.region.store(region, Release);
        done = region;
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        for lane in &self.shared.lanes[1..] {
            lane.order.0.region.store(STOP, Release);
        }
        for thread in self.threads.drain(..) {
            thread.join().expect("a member of the floor's team panicked");
        }
    }
}

/// A member inside a region. Barrier numbers run on across regions, so its own flag says where it is.
struct FloorMember<'a> {
    shared: &'a Shared,
    number: usize,
    singles: Cell<u64>,
}

impl Member for FloorMember<'_> {
    fn barrier(&self) {
        let lanes = &self.shared.lanes;
        let mine = &lanes[self.number].arrived.0;
        let episode = mine.load(Relaxed) + 1;
        mine.store(episode, Release);
        for lane in lanes {
            while lane.arrived.0.load(Acquire) < episode {
                spin_loop();
            }
        }
    }

    fn for_static(&self, n: usize, body: impl Fn(usize)) {
        work::share(self.number, self.shared.lanes.len(), n).for_each(body);
        self.barrier();
    }

    fn single(&self, body: impl FnOnce()) {
        let episode = self.singles.get();
        self.singles.set(episode + 1);
        let claimed = &self.shared.claimed.0;
        if claimed.load(Relaxed) == episode
            && claimed.compare_exchange(episode, episode + 1, Relaxed, Relaxed).is_ok()
        {
            body();
        }
        self.barrier();
    }

    fn critical(&self, body: impl FnOnce()) {
        let lock = &self.shared.lock.0;
        while lock.swap(true, Acquire) {
            while lock.load(Relaxed) {
                spin_loop();
            }
        }
        body();
        lock.store(false, Release);
    }
}

impl Peer for Floor {
    const CAN: Can = Can {
        loops: true,
        inside: true,
        critical: true,
        schedules: &[Sched::Static, Sched::Static1, Sched::Dynamic1, Sched::Dynamic16, Sched::Guided],
        ..Can::NOTHING
    };

    fn threads(&self) -> usize {
        self.shared.lanes.len()
    }

    fn region(&mut self, body: impl Fn(usize) + Sync) {
        // One flat closure: every level of reference on the way to the body would be a cache line to fetch.
        self.fork(&move |member| {
            body(member);
            0.0
        });
    }

    fn reduce(&mut self, body: impl Fn(usize) -> f64 + Sync) -> f64 {
        self.fork(&body)
    }

    fn inside(&mut self, body: impl Inside) {
        let shared = self.shared.clone();
        let singles = shared.claimed.0.load(Relaxed);
        self.region(|number| body.run(&FloorMember { shared: &shared, number, singles: Cell::new(singles) }));
    }

    fn each(&mut self, n: usize, schedule: Sched, body: impl Fn(usize) + Sync) {
        let (shared, threads) = (self.shared.clone(), self.threads());
        let (cursor, body) = (&shared.cursor.0, &body);
        cursor.store(0, Relaxed);
        let fixed = move |chunk: usize| {
            loop {
                let start = cursor.fetch_add(chunk, Relaxed);
                if start >= n {
                    return;
                }
                (start..(start + chunk).min(n)).for_each(body);
            }
        };
        match schedule {
            Sched::Static => self.region(move |m| work::share(m, threads, n).for_each(body)),
            Sched::Static1 => self.region(move |m| work::cyclic(m, threads, n).for_each(body)),
            Sched::Dynamic1 => self.region(move |_| fixed(1)),
            Sched::Dynamic16 => self.region(move |_| fixed(16)),
            Sched::Guided => self.region(move |_| {
                let mut start = cursor.load(Relaxed);
                while start < n {
                    let end = start + ((n - start) / (2 * threads)).max(1);
                    match cursor.compare_exchange_weak(start, end, Relaxed, Relaxed) {
                        Ok(_) => {
                            (start..end).for_each(body);
                            start = cursor.load(Relaxed);
                        }
                        Err(now) => start = now,
                    }
                }
            }),
            Sched::Auto | Sched::Taskloop1 => unreachable!("not among its schedules"),
        }
    }
}

/// Measures it.
pub fn run(session: &Session) {
    session.run(Floor::new(session.threads));
}
