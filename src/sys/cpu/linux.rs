/// The number of the processor, by which masks count; one or two nanoseconds where the C library keeps it in
/// the thread's own memory.
#[inline]
pub(crate) fn current_cpu() -> u32 {
    // SAFETY: the call has no preconditions.
    let cpu = unsafe { libc::sched_getcpu() };
    u32::try_from(cpu).unwrap_or(super::UNKNOWN)
}
