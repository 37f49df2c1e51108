//! `critical` and `critical(name)`: one lock for each name in the process.

use super::owned_lock::OwnedLock;
use super::tell;
use crate::hook::MutexKind;
use crate::prim::CachePadded;
use crate::prim::process::{AtomicPtr, Ordering};
use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::ptr;

/// A name that was ever entered. Names are in the program's text, so what is leaked here is bounded.
struct Name {
    text: &'static str,
    lock: CachePadded<OwnedLock>,
    next: *const Name,
}

/// All of them, the newest first. A list to which names are only added, without a lock: a child forked while another
/// thread enters a name for the first time must not wait for that thread.
static NAMES: AtomicPtr<Name> = AtomicPtr::new(ptr::null_mut());

/// The name of this text, new if need be.
fn name_of(text: &'static str) -> &'static Name {
    let mut mine: Option<Box<Name>> = None;
    loop {
        // Acquire: partner of the Release in the exchange below.
        let newest = NAMES.load(Ordering::Acquire);
        // SAFETY: null or leaked below.
        let names = std::iter::successors(unsafe { newest.as_ref() }, |name| unsafe { name.next.as_ref() });
        if let Some(known) = names.into_iter().find(|name| name.text == text) {
            return known;
        }
        let new = Name { text, lock: CachePadded::new(OwnedLock::new()), next: newest };
        let new = Box::into_raw(match mine.take() {
            None => Box::new(new),
            Some(mut again) => {
                again.next = newest;
                again
            }
        });
        match NAMES.compare_exchange(newest, new, Ordering::Release, Ordering::Relaxed) {
            // SAFETY: made above, and never freed from now on.
            Ok(_) => return unsafe { &*new },
            // SAFETY: made above, and nobody else has seen it.
            Err(_) => mine = Some(unsafe { Box::from_raw(new) }),
        }
    }
}

/// One `critical` construct of the program's text: its name, and once entered its lock. What `critical!`
/// expands to.
#[doc(hidden)]
pub struct NamedCritical {
    name: &'static str,
    /// Null until entered.
    entered: AtomicPtr<Name>,
}

impl NamedCritical {
    /// A construct of this name; `""` is the unnamed one.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        NamedCritical { name, entered: AtomicPtr::new(ptr::null_mut()) }
    }

    #[inline]
    pub(crate) fn lock(&self) -> &'static OwnedLock {
        // Acquire: partner of the Release in `first_enter`.
        // SAFETY: null or a name, which are never freed.
        match unsafe { self.entered.load(Ordering::Acquire).as_ref::<'static>() } {
            Some(name) => &name.lock,
            None => self.first_enter(),
        }
    }

    #[cold]
    fn first_enter(&self) -> &'static OwnedLock {
        let name = name_of(self.name);
        self.entered.store(ptr::from_ref(name).cast_mut(), Ordering::Release);
        &name.lock
    }

    /// Waits until no other thread is in a section of this name.
    ///
    /// # Panics
    ///
    /// If the calling thread is in one.
    #[track_caller]
    #[inline]
    pub fn enter(&self) -> CriticalGuard<'_> {
        let lock = self.lock();
        tell::wants(lock, MutexKind::Critical);
        if let Err(error) = lock.acquire(Location::caller()) {
            panic!("critical({}): {error}", self.name);
        }
        tell::has(lock, MutexKind::Critical);
        CriticalGuard { lock, _not_send: PhantomData }
    }
}

impl fmt::Debug for NamedCritical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NamedCritical").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Inside a critical section until dropped. Stays on its thread.
#[doc(hidden)]
#[must_use = "the section ends when the guard is dropped"]
pub struct CriticalGuard<'a> {
    lock: &'a OwnedLock,
    _not_send: PhantomData<*const ()>,
}

impl fmt::Debug for CriticalGuard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CriticalGuard")
    }
}

impl<'a> CriticalGuard<'a> {
    /// The section of a lock that the calling thread has just acquired.
    pub(super) fn of(lock: &'a OwnedLock) -> Self {
        CriticalGuard { lock, _not_send: PhantomData }
    }
}

impl Drop for CriticalGuard<'_> {
    #[inline]
    fn drop(&mut self) {
        tell::releasing(self.lock, MutexKind::Critical, OwnedLock::release);
    }
}

/// The `critical` construct (OpenMP 5.2 §15.2): one thread at a time in all sections of one name.
///
/// `critical!(name, body)` excludes every other section of that name in the process, whichever module or
/// crate it is in and whichever team runs it; `critical!(body)` all other unnamed ones. Names are a space of
/// their own and mean nothing else. `body` is an expression, mostly a block; its value is the macro's.
/// `return`, `?` and `break` in it leave the section, and so does a panic, which poisons nothing.
///
/// `critical!(name, hint = SyncHint::CONTENDED, body)` accepts OpenMP's `hint` clause.
///
/// If the section guards one value, [`Critical`](crate::Critical) says so to the compiler.
///
/// # Panics
///
/// If the thread is in a section of the same name already (OpenMP forbids it, and in C it waits for ever);
/// the message names both places. Two threads that nest two names in opposite order deadlock, unseen.
///
/// ```
/// use ferromp::critical;
/// let line = critical!(log, {
///     println!("one line at a time");
///     1
/// });
/// critical!({ println!("the unnamed section") });
/// assert_eq!(line, 1);
/// ```
#[macro_export]
macro_rules! critical {
    ($name:ident, hint = $hint:expr, { $($body:tt)* } $(,)?) => {{
        let _: $crate::SyncHint = $hint;
        $crate::critical!($name, { $($body)* })
    }};
    ($name:ident, hint = $hint:expr, $body:expr $(,)?) => {
        $crate::critical!($name, hint = $hint, { $body })
    };
    // A block's statements join the expansion's block: nested braces would be reported as unnecessary.
    ($name:ident, { $($body:tt)* } $(,)?) => {
        $crate::critical!(@ ::core::stringify!($name); $($body)*)
    };
    ($name:ident, $body:expr $(,)?) => {
        $crate::critical!(@ ::core::stringify!($name); $body)
    };
    (@ $name:expr; $($body:tt)*) => {{
        // The static sits in a block of its own: the body must not see its name.
        let _section = {
            static CONSTRUCT: $crate::__private::NamedCritical = $crate::__private::NamedCritical::new($name);
            CONSTRUCT.enter()
        };
        $($body)*
    }};
    ({ $($body:tt)* }) => {
        $crate::critical!(@ ""; $($body)*)
    };
    ($body:expr) => {
        $crate::critical!(@ ""; $body)
    };
}
