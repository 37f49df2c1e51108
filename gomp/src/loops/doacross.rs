//! Loops with `ordered(n)`, whose iterations wait for earlier ones.
//!
//! Counts and iterations are numbers from 0 for each loop of the nest; only the outermost is shared. `long` and `unsigned
//! long long` have the same bits here.

use std::ffi::{c_long, c_uint, c_ulonglong, c_void};

use ferromp::__raw::{Member, Sharing};

use super::{Word, chunk, general, next_of};
use crate::memory::share_memory;
use crate::reductions;

/// More loops than a nest has.
const MOST: usize = 32;

/// Begins the nest and hands out the first chunk.
///
/// # Safety
/// `counts` has `depth` numbers; what is not null of the others may be read and written, and `memory` holds a size.
unsafe fn begin<T: Word>(
    (depth, counts): (c_uint, *const u64),
    sharing: Sharing,
    (first, end): (*mut T, *mut T),
    descriptor: *mut usize,
    memory: *mut *mut c_void,
) -> bool {
    // SAFETY: contract of this function.
    let counts = unsafe { std::slice::from_raw_parts(counts, depth as usize) };
    Member::with(|member| {
        member.begin_doacross(counts, sharing);
        // SAFETY: passed on.
        unsafe {
            if !descriptor.is_null() {
                reductions::register_work(member, descriptor);
            }
            if !memory.is_null() {
                share_memory(member, memory);
            }
            next_of(member, first, end)
        }
    })
}

macro_rules! chunked {
    ($word:ty, $size:expr; $($name:ident: $sharing:expr;)*) => {$(
        /// Begins a nest of loops; goes on with a `_next`.
        ///
        /// # Safety
        /// `counts` has `depth` numbers, and the last two may be written to.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(
            depth: c_uint,
            counts: *const $word,
            size: $word,
            first: *mut $word,
            end: *mut $word,
        ) -> bool {
            let (make, size_of): (fn(u64) -> Sharing, fn($word) -> u64) = ($sharing, $size);
            let (sharing, none) = (make(size_of(size)), std::ptr::null_mut());
            // SAFETY: passed on.
            unsafe { begin((depth, counts.cast()), sharing, (first, end), none, std::ptr::null_mut()) }
        }
    )*};
}

macro_rules! unchunked {
    ($word:ty; $($name:ident;)*) => {$(
        /// Begins a nest of loops with the schedule of `run-sched-var`; goes on with a `_next`.
        ///
        /// # Safety
        /// `counts` has `depth` numbers, and the last two may be written to.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(
            depth: c_uint,
            counts: *const $word,
            first: *mut $word,
            end: *mut $word,
        ) -> bool {
            let (sharing, none) = (Sharing::Runtime(true), std::ptr::null_mut());
            // SAFETY: passed on.
            unsafe { begin((depth, counts.cast()), sharing, (first, end), none, std::ptr::null_mut()) }
        }
    )*};
}

macro_rules! any_schedule {
    ($word:ty, $size:expr; $($name:ident;)*) => {$(
        /// Begins a nest of loops with the schedule of number `kind`; goes on with a `_next`.
        ///
        /// # Safety
        /// `counts` has `depth` numbers; what is not null of the others may be read and written, and `memory` holds a
        /// size.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(
            depth: c_uint,
            counts: *const $word,
            kind: c_long,
            size: $word,
            first: *mut $word,
            end: *mut $word,
            descriptor: *mut usize,
            memory: *mut *mut c_void,
        ) -> bool {
            let size_of: fn($word) -> u64 = $size;
            let sharing = general::sharing(kind, size_of(size));
            // SAFETY: passed on.
            unsafe { begin((depth, counts.cast()), sharing, (first, end), descriptor, memory) }
        }
    )*};
}

chunked! {
    c_long, chunk;
    GOMP_loop_doacross_static_start: Sharing::Static;
    GOMP_loop_doacross_dynamic_start: |chunk| Sharing::Dynamic(chunk, true);
    GOMP_loop_doacross_guided_start: Sharing::Guided;
}

chunked! {
    c_ulonglong, |chunk| chunk;
    GOMP_loop_ull_doacross_static_start: Sharing::Static;
    GOMP_loop_ull_doacross_dynamic_start: |chunk| Sharing::Dynamic(chunk, true);
    GOMP_loop_ull_doacross_guided_start: Sharing::Guided;
}

unchunked! {
    c_long;
    GOMP_loop_doacross_runtime_start;
}

unchunked! {
    c_ulonglong;
    GOMP_loop_ull_doacross_runtime_start;
}

any_schedule! {
    c_long, chunk;
    GOMP_loop_doacross_start;
}

any_schedule! {
    c_ulonglong, |chunk| chunk;
    GOMP_loop_ull_doacross_start;
}

/// `depend(source)`: the caller's iteration has done what others wait for.
///
/// # Safety
/// `at` has a number for each loop of the nest around the caller.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_doacross_post(at: *const c_long) {
    // SAFETY: passed on.
    unsafe { post(at.cast()) }
}

/// The same.
///
/// # Safety
/// As for [`GOMP_doacross_post`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_doacross_ull_post(at: *const c_ulonglong) {
    // SAFETY: passed on.
    unsafe { post(at) }
}

/// # Safety
/// As for [`GOMP_doacross_post`].
#[inline]
unsafe fn post(at: *const u64) {
    Member::with(|member| {
        let depth = member.nest_depth();
        if depth != 0 {
            // SAFETY: contract of this function.
            member.post(unsafe { std::slice::from_raw_parts(at, depth) });
        }
    });
}

/// `depend(sink: …)` with its numbers where the calling convention has put them: six in registers, now stored at
/// `registers`, the others at `stack`.
///
/// # Safety
/// There are as many as the nest around the caller has loops.
unsafe extern "C" fn wait(registers: *const u64, stack: *const u64) {
    const IN_REGISTERS: usize = 6;
    Member::with(|member| {
        let depth = member.nest_depth().min(MOST);
        let mut sink = [0; MOST];
        for (k, number) in sink[..depth].iter_mut().enumerate() {
            // SAFETY: contract of this function.
            *number =
                unsafe { if k < IN_REGISTERS { *registers.add(k) } else { *stack.add(k - IN_REGISTERS) } };
        }
        if depth != 0 {
            member.wait_for_iteration(&sink[..depth]);
        }
    });
}

macro_rules! variadic {
    ($($name:ident;)*) => {$(
        /// `depend(sink: …)`: waits until the iteration with these numbers, one for each loop of the nest around the caller,
        /// has posted.
        ///
        /// # Safety
        /// There are as many numbers as loops.
        // Only the nest says how many arguments there are: all that could be one are laid down for `wait`.
        #[unsafe(no_mangle)]
        #[unsafe(naked)]
        pub unsafe extern "C" fn $name(_first: u64) {
            std::arch::naked_asm!(
                "push rbp",
                "mov rbp, rsp",
                "sub rsp, 48",
                "mov [rsp], rdi",
                "mov [rsp + 8], rsi",
                "mov [rsp + 16], rdx",
                "mov [rsp + 24], rcx",
                "mov [rsp + 32], r8",
                "mov [rsp + 40], r9",
                "mov rdi, rsp",
                "lea rsi, [rbp + 16]",
                "call {wait}",
                "leave",
                "ret",
                wait = sym wait,
            )
        }
    )*};
}

variadic! {
    GOMP_doacross_wait;
    GOMP_doacross_ull_wait;
}
