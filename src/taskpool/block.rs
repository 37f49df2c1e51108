//! Tasks of other languages: a function and a block of arguments, whose size is known when the task is made.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::ffi::c_void;
use std::ptr;

use super::node::{DETACHED, Execute, Fate, Node, PAYLOAD};

/// A task's function. If it unwinds the process is ended.
pub type Body = unsafe extern "C-unwind" fn(data: *mut c_void);

/// Makes arguments in new memory from the caller's.
pub type CopyBlock = unsafe extern "C-unwind" fn(to: *mut c_void, from: *mut c_void);

/// A function, the arguments of the creating call, and how to keep them for later.
///
/// Whoever hands one to an operation vouches that `body` may be called once with `data` or a copy of it, on any thread, and
/// that `copy` makes such a copy; `data` is readable for `size` bytes during the call.
#[derive(Clone, Copy, Debug)]
pub struct Outlined {
    /// Called once with the arguments or a copy of them.
    pub body: Body,
    /// Where the arguments lie now. Null if there are none.
    pub data: *mut c_void,
    /// How they are copied; bytewise without it.
    pub copy: Option<CopyBlock>,
    /// The size of a copy in bytes.
    pub size: usize,
    /// The alignment of a copy, a power of two.
    pub align: usize,
}

/// What a node holds for such a task; the arguments follow where they fit.
#[repr(C)]
struct Head {
    body: Body,
    data: *mut c_void,
}

const HEAD: usize = size_of::<Head>();
/// How large arguments may be to lie in the node.
const ROOM: usize = PAYLOAD - HEAD;

const _: () = assert!(HEAD == 16 && align_of::<Head>() <= 16);

impl Outlined {
    fn layout(&self) -> Layout {
        match Layout::from_size_align(self.size.max(1), self.align.max(1)) {
            Ok(layout) => layout,
            Err(_) => panic!("a task's arguments have an impossible size or alignment"),
        }
    }

    /// # Safety
    /// `to` is memory of the size and alignment given; `data` is as the type says.
    #[inline]
    unsafe fn copy_to(self, to: *mut c_void) {
        match self.copy {
            // SAFETY: contract of this function.
            Some(copy) => unsafe { copy(to, self.data) },
            // SAFETY: as above. Where there are no arguments the pointer may be null.
            None if self.size != 0 => unsafe {
                ptr::copy_nonoverlapping(self.data.cast::<u8>(), to.cast::<u8>(), self.size);
            },
            None => {}
        }
    }
}

impl Node {
    #[inline]
    fn head(&self) -> *mut Head {
        self.payload.get().cast()
    }

    #[inline]
    fn set_head(&self, body: Body, data: *mut c_void, execute: Execute) {
        // SAFETY: the caller has the node alone, and a head fits.
        unsafe { self.head().write(Head { body, data }) };
        self.execute.set(Some(execute));
    }

    /// Fills the node with `call` and a copy of its arguments. Answers where that is.
    ///
    /// # Safety
    /// The caller has the node alone. `call` is as its type says.
    #[inline]
    pub(crate) unsafe fn fill_copied(&self, call: Outlined) -> *mut c_void {
        if call.size <= ROOM && call.align <= 16 {
            // SAFETY: within the payload, whose alignment is 16.
            let place = unsafe { self.head().add(1) }.cast::<c_void>();
            // SAFETY: contract of this function.
            unsafe { call.copy_to(place) };
            self.set_head(call.body, place, execute_inside);
            return place;
        }
        // SAFETY: contract of this function.
        unsafe { self.fill_outside(call) }
    }

    #[cold]
    unsafe fn fill_outside(&self, call: Outlined) -> *mut c_void {
        let layout = call.layout();
        // SAFETY: not of size zero.
        let place = unsafe { alloc(layout) };
        if place.is_null() {
            handle_alloc_error(layout);
        }
        // SAFETY: contract of this function.
        unsafe { call.copy_to(place.cast()) };
        self.set_head(call.body, place.cast(), execute_outside);
        // SAFETY: behind the head there is room, which is aligned for it.
        unsafe { self.head().add(1).cast::<Layout>().write(layout) };
        place.cast()
    }

    /// Fills the node with `call` and its arguments where they lie.
    ///
    /// # Safety
    /// The caller has the node alone, and the arguments live until it has been executed.
    #[inline]
    pub(crate) unsafe fn fill_lent(&self, call: Outlined) {
        self.set_head(call.body, call.data, execute_inside);
    }

    /// Fills the node of something that is only waited for.
    pub(crate) fn fill_empty(&self) {
        self.execute.set(None);
    }
}

/// Runs a task whose arguments need not be freed.
///
/// # Safety
/// As for [`Execute`]; the node has been filled by one of the above.
unsafe fn execute_inside(node: &Node, _member: *const (), fate: Fate) {
    if fate == Fate::Run {
        // SAFETY: contract of this function.
        let Head { body, data } = unsafe { node.head().read() };
        // SAFETY: contract of `fill_copied` or `fill_lent`.
        unsafe { run_body(body, data) };
    } else if node.has(DETACHED)
        && let Some(links) = node.linked()
    {
        links.parts.renounce_event();
    }
}

/// Calls what a compiler has made of a construct's body, which nothing leaves by unwinding.
///
/// # Safety
/// It may be called with `data`, here and now.
#[inline(always)]
pub unsafe fn run_body(body: Body, data: *mut c_void) {
    let escape = Escape;
    // SAFETY: contract of this function.
    unsafe { body(data) };
    std::mem::forget(escape);
}

/// Ends the process if it is dropped: while it stands nothing may unwind.
struct Escape;

impl Drop for Escape {
    #[cold]
    fn drop(&mut self) {
        let text = b"ferromp: an exception or a panic has left an OpenMP construct, or its thread was ended inside one\n";
        // Nobody can be told that standard error is closed.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), text);
        std::process::abort();
    }
}

/// Runs a task whose arguments lie outside of the node.
///
/// # Safety
/// As for [`Execute`]; the node has been filled by `fill_outside`.
unsafe fn execute_outside(node: &Node, member: *const (), fate: Fate) {
    // SAFETY: contract of this function.
    let (data, layout) = unsafe { ((*node.head()).data, node.head().add(1).cast::<Layout>().read()) };
    // SAFETY: passed on.
    unsafe { execute_inside(node, member, fate) };
    // SAFETY: allocated so by `fill_outside`.
    unsafe { dealloc(data.cast(), layout) };
}
