//! Which teams there are: every team ever made is kept and handed from region to region.

use std::cell::Cell;
use std::ptr;

use super::core::TeamCore;
use super::{dismiss, limits, member};
use crate::barrier::MAX_MEMBERS;
use crate::place::Home;
use crate::prim::process::{AtomicPtr, Ordering};
use crate::sys::{fence, fork};
use parking_lot::Mutex;

thread_local! {
    /// The team that this thread used last: most likely free, and its worker threads are still awake. Of the
    /// thread's own home.
    static LAST: Cell<Option<&'static TeamCore>> = const { Cell::new(None) };
}

/// The teams of one process. After a `fork` the child starts a new registry: its parent's worker threads do
/// not exist there, and its lock may have been held by a thread that is gone.
struct Registry {
    generation: u32,
    teams: Mutex<Vec<&'static TeamCore>>,
}

static REGISTRY: AtomicPtr<Registry> = AtomicPtr::new(ptr::null_mut());

fn registry() -> &'static Registry {
    let generation = fork::generation();
    loop {
        let seen = REGISTRY.load(Ordering::Acquire);
        // SAFETY: null, or leaked by the exchange below.
        if let Some(registry) = unsafe { seen.as_ref() }
            && registry.generation == generation
        {
            return registry;
        }
        let fresh = Box::into_raw(Box::new(Registry { generation, teams: Mutex::new(Vec::new()) }));
        // Release: partner of the Acquire load above.
        if REGISTRY.compare_exchange(seen, fresh, Ordering::Release, Ordering::Relaxed).is_err() {
            // SAFETY: `fresh` was made above and nobody else has seen it.
            drop(unsafe { Box::from_raw(fresh) });
        }
    }
}

/// The teams of this process.
pub(crate) fn teams() -> Vec<&'static TeamCore> {
    registry().teams.lock().clone()
}

/// A team taken for one region, with at least `size - 1` workers or as many as could be had.
pub(crate) struct Taken {
    pub(crate) core: &'static TeamCore,
    /// How many members it can have, the caller included, and why no more.
    pub(crate) size: usize,
    pub(crate) shortage: Option<String>,
}

/// Takes a team for `size` members.
#[inline]
pub(crate) fn take(size: usize) -> Taken {
    if let Some(core) = LAST.get()
        && core.generation == fork::generation()
        && core.try_take()
    {
        // Asked now that nobody else can dismiss them.
        if core.hired() + 1 >= size {
            return Taken { core, size, shortage: None };
        }
        core.give_back();
    }
    take_another(size.min(MAX_MEMBERS))
}

#[cold]
#[inline(never)]
fn take_another(size: usize) -> Taken {
    let core = find(size);
    let shortage = hire(core, size);
    LAST.set(Some(core));
    Taken { core, size: size.min(core.hired() + 1), shortage }
}

/// A free team with room for `size` members whose workers have this thread's CPUs: its last, else the one with
/// the most workers, else a new one.
fn find(size: usize) -> &'static TeamCore {
    let registry = registry();
    let home = Home::of_this_thread();
    let usable = |core: &&'static TeamCore| {
        core.generation == registry.generation && core.capacity() >= size && core.home.is_like(&home)
    };
    if let Some(core) = LAST.get().filter(usable)
        && core.try_take()
    {
        return core;
    }
    let mut teams = registry.teams.lock();
    // Teams are sorted by size: the smallest that has workers enough, else the largest that has room.
    let enough = teams.iter().copied().filter(usable).filter(|core| core.hired() + 1 >= size);
    let room = teams.iter().copied().filter(usable).rev();
    if let Some(core) = enough.chain(room).find(|core| core.try_take()) {
        return core;
    }
    fence::prepare();
    let capacity = size.max(limits::procs()).next_multiple_of(8).min(MAX_MEMBERS);
    let core: &'static TeamCore = Box::leak(Box::new(TeamCore::new(capacity, home, registry.generation)));
    let taken = core.try_take();
    debug_assert!(taken, "nobody else knows the team yet");
    let at = teams.partition_point(|other| other.capacity() <= capacity);
    teams.insert(at, core);
    core
}

/// Starts the workers that the team lacks for `size` members; answers why that stopped short.
fn hire(core: &'static TeamCore, size: usize) -> Option<String> {
    let limit = crate::icv::environment().thread_limit as usize;
    while core.hired() + 1 < size {
        if !limits::try_hire(limit) {
            // Workers of teams that no region uses count, too: they go before this region has too few.
            if dismiss::end_idle_workers() > 0 {
                continue;
            }
            return Some(format!("OMP_THREAD_LIMIT allows {limit} threads"));
        }
        let seat = core.hired() + 1;
        if let Err(error) = member::start(core, seat) {
            limits::unhire();
            return Some(format!("the operating system starts no further thread ({error})"));
        }
        core.set_hired(seat);
    }
    None
}
