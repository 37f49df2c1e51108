//! Annotations find ferromp under the name that the manifest gives it, or where they are told.

use open_mp::{omp, parallel_for};

/// The name is found.
#[omp]
pub fn squares(n: u64) -> u64 {
    let mut sum = 0;
    #[omp(parallel for, reduction(+: sum))]
    for i in 0..n {
        sum += i * i;
    }
    sum
}

/// So it is for the other attribute.
#[parallel_for]
pub fn double(v: &mut [i32]) {
    for x in v.iter_mut() {
        *x *= 2;
    }
}

/// What a library might re-export.
pub mod vendored {
    pub use open_mp as inner;
}

/// The name is told.
#[omp(crate = crate::vendored::inner)]
pub fn threads() -> usize {
    let mut threads = 0;
    #[omp(parallel, num_threads(2), reduction(+: threads))]
    {
        omp!(barrier);
        threads += 1;
    }
    threads
}

#[test]
fn they_run() {
    assert_eq!(squares(10), 285);
    let mut v = [1, 2, 3];
    double(&mut v);
    assert_eq!(v, [2, 4, 6]);
    assert_eq!(threads(), 2);
}
