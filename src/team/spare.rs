//! Pools for teams of one: whoever needs one takes one that is not in use.

use std::cell::RefCell;

use parking_lot::Mutex;

use crate::taskpool::pool::TaskPool;

/// Pools that nobody uses. They are never freed, since a thread outside that has completed a task may ring one for the
/// last time after its region has ended.
struct Spare(Vec<&'static TaskPool>);

/// Those of threads that have ended, so that threads which come and go use no more memory than those that are.
static LEFT: Mutex<Vec<&'static TaskPool>> = Mutex::new(Vec::new());

impl Drop for Spare {
    fn drop(&mut self) {
        keep(&mut self.0);
    }
}

thread_local! {
    /// This thread's.
    static SPARE: RefCell<Spare> = const { RefCell::new(Spare(Vec::new())) };
}

/// For a thread that ends. Nobody waits for this lock: in a child process its holder may not exist, and then pools are
/// left alone and made anew.
fn keep(pools: &mut Vec<&'static TaskPool>) {
    if let Some(mut left) = LEFT.try_lock() {
        left.append(pools);
    }
}

/// A pool for one member that nobody uses.
#[cold]
pub(super) fn take() -> &'static TaskPool {
    // Fails while the thread ends.
    let own = SPARE.try_with(|spare| spare.borrow_mut().0.pop()).ok().flatten();
    own.or_else(|| LEFT.try_lock()?.pop()).unwrap_or_else(|| Box::leak(Box::new(TaskPool::new(1))))
}

/// Gives back what [`take`] has answered, when all its tasks are over.
pub(super) fn give_back(pool: &'static TaskPool) {
    if SPARE.try_with(|spare| spare.borrow_mut().0.push(pool)).is_err() {
        keep(&mut vec![pool]);
    }
}
