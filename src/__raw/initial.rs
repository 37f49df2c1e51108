//! Threads outside of all regions: each is a team of one, at level 0.

use std::cell::RefCell;

use crate::barrier::Phase;
use crate::parallel::crew;
use crate::sys::thread_word;
use crate::team::context::Context;
use crate::team::frame::Frame;

/// The implicit task of a thread outside of all regions. In boxes, since the context refers to its frame and the thread's
/// word to the context. Fields are dropped in this order.
struct Initial {
    context: Box<Context>,
    _frame: Box<Frame>,
}

impl Initial {
    fn new() -> Self {
        let settings = crew::settings();
        let frame = Box::new(Frame {
            parent: std::ptr::null(),
            core: None,
            size: 1,
            level: 0,
            active_level: 0,
            start: Phase(0),
            first_construct: 0,
            settle: None,
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
    let initial = Initial::new();
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
