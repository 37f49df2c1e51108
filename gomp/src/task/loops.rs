//! `taskloop`: a loop cut into tasks.

use std::ffi::{c_int, c_long, c_uint, c_ulong, c_ulonglong, c_void};

use ferromp::__raw::{Body, CopyBlock, Member, Outlined};

use super::create::{PRIORITY, clauses, with_priority};
use super::reduction::{Descriptor, GOMP_taskgroup_reduction_register};

const UP: c_uint = 0x100;
const GRAINSIZE: c_uint = 0x200;
const IF: c_uint = 0x400;
const NOGROUP: c_uint = 0x800;
const REDUCTION: c_uint = 0x1000;
const STRICT: c_uint = 0x4000;

/// How the arguments of a loop's tasks begin.
#[repr(C)]
struct Head {
    start: u64,
    end: u64,
    /// Only with a reduction.
    reduction: *mut Descriptor,
}

/// The iterations of a loop, as numbers modulo 2⁶⁴: what a `long` and an `unsigned long long` are alike in.
#[derive(Clone, Copy)]
struct Iterations {
    len: u64,
    start: u64,
    step: u64,
}

/// How many steps of `step` lie in `distance`, the last of which may go beyond; `distance` is not 0.
fn steps(distance: u64, step: u64) -> u64 {
    (distance - 1) / step.max(1) + 1
}

impl Iterations {
    fn signed(start: i64, end: i64, step: i64) -> Self {
        let runs = if step > 0 { start < end } else { start > end };
        let len = if runs { steps(start.abs_diff(end), step.unsigned_abs()) } else { 0 };
        Self { len, start: start as u64, step: step as u64 }
    }

    fn unsigned(up: bool, start: u64, end: u64, step: u64) -> Self {
        let runs = if up { start < end } else { start > end };
        let size = if up { step } else { step.wrapping_neg() };
        let len = if runs { steps(start.abs_diff(end), size) } else { 0 };
        Self { len, start, step }
    }

    /// Where iteration `k` begins.
    fn at(&self, k: u64) -> u64 {
        self.start.wrapping_add(k.wrapping_mul(self.step))
    }
}

/// What both forms have in common.
struct Loop {
    call: Outlined,
    flags: c_uint,
    number: u64,
    priority: c_int,
    iterations: Iterations,
    /// Where the loop ends. The last task's end is this and not beyond.
    end: u64,
}

impl Loop {
    /// # Safety
    /// As for [`GOMP_taskloop`].
    unsafe fn run(&self) {
        Member::with(|member| {
            let grouped = self.flags & NOGROUP == 0;
            let reduces = grouped && self.flags & REDUCTION != 0;
            let head = self.call.data.cast::<Head>();
            if self.iterations.len == 0 {
                if reduces {
                    // Compiled code sees by this that there is nothing to combine.
                    // SAFETY: contract of this function.
                    unsafe { (*(*head).reduction).leave_empty() };
                }
                return;
            }
            if grouped {
                member.begin_taskgroup();
            }
            if reduces {
                // SAFETY: contract of this function.
                unsafe { GOMP_taskgroup_reduction_register((*head).reduction) };
            }
            // SAFETY: passed on.
            unsafe { self.create(member) };
            if grouped {
                member.end_taskgroup();
            }
        });
    }

    /// # Safety
    /// As for [`GOMP_taskloop`].
    unsafe fn create(&self, member: &Member) {
        let mut clauses = clauses(self.flags, self.flags & IF != 0);
        if self.flags & PRIORITY != 0 {
            clauses = with_priority(clauses, self.priority);
        }
        let len = self.iterations.len;
        let chunks = if self.flags & GRAINSIZE != 0 {
            member.chunks_of_size(len, self.number, self.flags & STRICT != 0)
        } else {
            member.chunks(len, self.number)
        };
        for k in 0..chunks.count() {
            let range = chunks.range(k);
            let start = self.iterations.at(range.start);
            let end = if range.end == len { self.end } else { self.iterations.at(range.end) };
            let bounds = |arguments: *mut c_void| {
                let head = arguments.cast::<Head>();
                // SAFETY: the arguments of such a task begin so.
                unsafe { ((*head).start, (*head).end) = (start, end) };
            };
            // SAFETY: contract of this function. Without a copy the task is over before the next is created.
            unsafe { member.task_prepared(self.call, clauses, bounds) };
        }
    }
}

/// A loop from `start` to before `end` by `step`, which may be negative. Tasks are called with their own bounds in the first
/// two words of their arguments.
///
/// # Safety
/// As the compiler calls it: see [`GOMP_task`](super::GOMP_task). The arguments begin with the two bounds; with a reduction a
/// pointer to its descriptor follows.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_taskloop(
    body: Body,
    data: *mut c_void,
    copy: Option<CopyBlock>,
    size: c_long,
    align: c_long,
    flags: c_uint,
    number: c_ulong,
    priority: c_int,
    start: c_long,
    end: c_long,
    step: c_long,
) {
    let call = Outlined { body, data, copy, size: size as usize, align: align as usize };
    let iterations = Iterations::signed(start, end, step);
    // SAFETY: passed on.
    unsafe { Loop { call, flags, number, priority, iterations, end: end as u64 }.run() }
}

/// The same for unsigned bounds; a flag tells whether `step` leads upwards.
///
/// # Safety
/// As for [`GOMP_taskloop`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GOMP_taskloop_ull(
    body: Body,
    data: *mut c_void,
    copy: Option<CopyBlock>,
    size: c_long,
    align: c_long,
    flags: c_uint,
    number: c_ulong,
    priority: c_int,
    start: c_ulonglong,
    end: c_ulonglong,
    step: c_ulonglong,
) {
    let call = Outlined { body, data, copy, size: size as usize, align: align as usize };
    let iterations = Iterations::unsigned(flags & UP != 0, start, end, step);
    // SAFETY: passed on.
    unsafe { Loop { call, flags, number, priority, iterations, end }.run() }
}
