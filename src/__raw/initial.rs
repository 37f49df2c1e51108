//! Threads outside of all regions: each is a team of one, at level 0.

use std::cell::RefCell;

use crate::barrier::Phase;
use crate::hook::RegionMark;
use crate::icv::{self, ContentionGroup, DataEnv};
use crate::parallel::crew;
use crate::sys;
use crate::sys::thread_word;
use crate::team::context::Context;
use crate::team::frame::Frame;

use super::Settings;

/// The implicit task of a thread outside of all regions. In boxes, since the context refers to its frame and the thread's
/// word to the context. Fields are dropped in this order.
struct Initial {
    context: Box<Context>,
    _frame: Box<Frame>,
}

impl Initial {
    fn with(settings: DataEnv) -> Self {
        let frame = Box::new(Frame {
            parent: std::ptr::null(),
            core: None,
            size: 1,
            level: 0,
            active_level: 0,
            start: Phase(0),
            first_construct: 0,
            settle: None,
            mark: RegionMark::NONE,
            settings,
        });
        // SAFETY: the frame is dropped after the context.
        let context = Box::new(unsafe { Context::new(&raw const *frame, None, 0, 1, Phase(0), 0) });
        context.set_settings(settings);
        Self { context, _frame: frame }
    }
}

impl Drop for Initial {
    fn drop(&mut self) {
        // Destructors that run later on this thread find it unknown again.
        if std::ptr::eq(thread_word::get().cast(), &raw const *self.context) {
            thread_word::set(std::ptr::null());
        }
    }
}

thread_local! {
    static INITIAL: RefCell<Option<Initial>> = const { RefCell::new(None) };
}

/// Makes the calling thread, which runs no implicit task, an initial thread.
#[cold]
#[inline(never)]
pub(super) fn adopt<R>(f: impl FnOnce(&Context) -> R) -> R {
    let initial = Initial::with(crew::settings());
    let context: *const Context = &raw const *initial.context;
    let mut initial = Some(initial);
    let kept = INITIAL.try_with(|kept| *kept.borrow_mut() = initial.take());
    if kept.is_ok() {
        thread_word::set(context.cast());
    }
    // SAFETY: in a box that is kept for as long as the thread or, while it ends, in `initial`.
    let result = f(unsafe { &*context });
    drop(initial);
    result
}

/// Runs `f` as if the calling thread were one that has just begun, outside of all regions: what the host does for a device.
/// `change` may change the settings that it begins with.
pub fn as_initial_thread<R>(change: impl FnOnce(&mut Settings), f: impl FnOnce() -> R) -> R {
    struct Back(*const ());
    impl Drop for Back {
        fn drop(&mut self) {
            thread_word::set(self.0);
        }
    }
    let mut settings = Settings(DataEnv::initial(icv::environment(), sys::width::default_width()));
    change(&mut settings);
    let group = ContentionGroup::default();
    // SAFETY: regions that count their threads in the group end before `f` does, and what they have begun with goes with them.
    settings.0.contention = Some(unsafe { &*std::ptr::from_ref(&group) });
    let initial = Initial::with(settings.0);
    // Dropped first, and the group last: nothing refers to the context when it goes.
    let _back = Back(thread_word::replace((&raw const *initial.context).cast()));
    f()
}
