use crate::prim::{AtomicU64, Ordering};

/// What has to be over before a detached task is: its body, and the event that somebody has been given.
///
/// The number of the life stands above the two bits, so that who fulfils an event late, or twice, changes nothing in
/// the lives that the same memory has had since.
pub(crate) struct Parts(AtomicU64);

const BODY: u64 = 1;
const EVENT: u64 = 2;
const LIFE: u64 = 4;

impl Parts {
    pub(crate) fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// Both are outstanding. For whoever begins the task, before it lets the event out of its hands. Answers the number
    /// of this life.
    pub(crate) fn begin(&self) -> u64 {
        let life = self.0.load(Ordering::Relaxed) / LIFE + 1;
        // Relaxed: whoever is given the event is given this with it.
        self.0.store((life * LIFE) | BODY | EVENT, Ordering::Relaxed);
        life
    }

    /// The body is over; true if the event is, too: then the caller concludes the task. After `false` it may be gone.
    pub(crate) fn finish_body(&self) -> bool {
        // AcqRel: partner of the same in `finish_event`, so that who concludes sees what the other has done.
        self.0.fetch_and(!BODY, Ordering::AcqRel) & EVENT == 0
    }

    /// The event of a life whose number ends in the bits `life` under `mask` is fulfilled; true if the body is over, too:
    /// then the caller concludes the task. After `false` it may be gone.
    pub(crate) fn finish_event(&self, life: u64, mask: u64) -> bool {
        let fulfil = |parts: u64| {
            let outstanding = parts & EVENT != 0 && (parts / LIFE) & mask == life & mask;
            outstanding.then_some(parts & !EVENT)
        };
        // AcqRel: partner of the same in `finish_body`.
        self.0
            .fetch_update(Ordering::AcqRel, Ordering::Relaxed, fulfil)
            .is_ok_and(|before| before & BODY == 0)
    }

    /// Nobody waits for the event any longer: the body has been dropped. Before [`finish_body`](Parts::finish_body).
    #[cfg_attr(not(all(feature = "raw", not(loom))), allow(dead_code))]
    pub(crate) fn renounce_event(&self) {
        // Acquire: if the event came first, what was done before is seen; `finish_body` publishes.
        self.0.fetch_and(!EVENT, Ordering::Acquire);
    }
}
