//! Numbers in clauses, of whatever integer type.

/// The number of threads that a clause asks for; OpenMP leaves numbers below 1 open, here they ask for one.
#[inline]
pub fn num_threads(n: impl TryInto<usize>) -> usize {
    n.try_into().unwrap_or(1)
}

/// The chunk size of a `schedule` clause; a number below 1 means 1.
#[inline]
pub fn chunk(n: impl TryInto<u64>) -> u64 {
    n.try_into().unwrap_or(1)
}

/// The member that `filter` names; a number below 0 is nobody's.
#[inline]
pub fn thread_num(n: impl TryInto<usize>) -> usize {
    n.try_into().unwrap_or(usize::MAX)
}

/// The value of a `priority` clause; a number below 0 means 0.
#[inline]
pub fn priority(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(0)
}
