//! A word on which threads can sleep.

use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

/// What the locks need of a word. A trait, so that a model can stand in for the kernel.
pub(super) trait Word {
    /// The value, by a Relaxed load: a guess that an exchange confirms.
    fn guess(&self) -> u32;
    /// Puts `new` in the place of `current`, if that is the value, with Acquire; the value that was there otherwise.
    fn exchange(&self, current: u32, new: u32) -> Result<(), u32>;
    /// Puts `new` there with Acquire; what was there.
    fn take(&self, new: u32) -> u32;
    /// Puts 0 there with Release; what was there.
    fn release(&self) -> u32;
    /// Sleeps if the value is `value`, until [`wake`](Word::wake) is called; may return for no reason.
    fn sleep(&self, value: u32);
    /// Wakes one thread that sleeps on the word.
    fn wake(&self);
    /// A short pause between two looks.
    fn pause(&self);
}

impl Word for AtomicU32 {
    #[inline]
    fn guess(&self) -> u32 {
        self.load(Ordering::Relaxed)
    }

    #[inline]
    fn exchange(&self, current: u32, new: u32) -> Result<(), u32> {
        // Acquire: partner of the Release in `release`, by which the lock's last holder gave it back.
        self.compare_exchange(current, new, Ordering::Acquire, Ordering::Relaxed).map(drop)
    }

    #[inline]
    fn take(&self, new: u32) -> u32 {
        // Acquire: as in `exchange`.
        self.swap(new, Ordering::Acquire)
    }

    #[inline]
    fn release(&self) -> u32 {
        // Release: partner of the Acquire by which the next holder takes the lock.
        self.swap(0, Ordering::Release)
    }

    #[cold]
    fn sleep(&self, value: u32) {
        // SAFETY: the word is live, since `self` borrows it, and the kernel only reads it. No timeout is passed.
        unsafe {
            libc::syscall(
                libc::SYS_futex,
                self.as_ptr(),
                libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG,
                value,
                ptr::null::<libc::timespec>(),
            );
        }
    }

    #[cold]
    fn wake(&self) {
        // SAFETY: the kernel takes the address for a name and reads nothing there. If the lock has been destroyed
        // meanwhile and something else sleeps at this address, it wakes for no reason, as sleepers on futexes expect.
        unsafe {
            libc::syscall(libc::SYS_futex, self.as_ptr(), libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG, 1);
        }
    }

    #[inline]
    fn pause(&self) {
        std::hint::spin_loop();
    }
}
