//! Fibonacci numbers by their definition: hardly any work, so almost all of the time is the tasks'.

use super::Joins;

/// Serially.
pub fn serial(n: u32) -> u64 {
    if n < 2 { u64::from(n) } else { serial(n - 1) + serial(n - 2) }
}

/// By `join`.
pub fn join<J: Joins>(context: &mut J::Context<'_>, n: u32) -> u64 {
    if n < 2 {
        return u64::from(n);
    }
    let (a, b) = J::join(context, |c| join::<J>(c, n - 1), |c| join::<J>(c, n - 2));
    a + b
}
