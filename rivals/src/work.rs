//! The bodies the constructs run. `benches/overhead/omp.c` holds the same ones for the C compilers.
//!
//! Where an optimiser could tell the rivals apart (by removing, merging or vectorising a body that another compiler
//! leaves alone) a value passes through an empty `asm`, which both languages have and neither compiler looks into.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// Iterations of the empty loops.
pub const EMPTY: usize = 100_000;
/// Rows of the triangular loop.
pub const TRIANGLE: usize = 6_000;
/// Rows and columns of the Mandelbrot picture, and its bound on iterations.
pub const MANDEL: (usize, usize, u32) = (120, 160, 400);
/// Elements of the long vectors.
pub const LONG: usize = 10_000_000;

/// Hides `value` from the optimiser without moving it out of its register.
#[inline(always)]
pub fn opaque(value: u64) -> u64 {
    let mut value = value;
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    // SAFETY: the template is empty: no instruction, no memory access, no flag changed, the register kept.
    unsafe {
        std::arch::asm!("/* {0} */", inout(reg) value, options(nomem, nostack, preserves_flags))
    };
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        value = std::hint::black_box(value);
    }
    value
}

/// The body of the empty loops: `i` must be there, nothing else.
#[inline(always)]
pub fn touch(i: usize) {
    opaque(i as u64);
}

/// Steps of the delay inside every construct. A static, as in the C program: a body that captures nothing costs no
/// cache line of its own, in any language.
pub static STEPS: AtomicU64 = AtomicU64::new(100);

/// The delay inside every construct.
#[inline(always)]
pub fn pause() {
    opaque(delay(opaque(STEPS.load(Ordering::Relaxed))));
}

/// Dependent work of `steps` multiply-adds, about 4 cycles each.
#[inline(never)]
pub fn delay(steps: u64) -> u64 {
    let mut x = steps;
    for _ in 0..steps {
        x = opaque(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    }
    x
}

/// Row `i` of the triangle: costs `i` steps.
pub fn triangle(i: usize) {
    opaque(delay(i as u64));
}

/// Row `row` of the Mandelbrot picture.
pub fn mandel(row: usize) {
    let (rows, columns, bound) = MANDEL;
    let mut total = 0;
    let ci = -1.25 + 2.5 * row as f64 / rows as f64;
    for column in 0..columns {
        let cr = -2.0 + 2.75 * column as f64 / columns as f64;
        let (mut zr, mut zi, mut k) = (0.0f64, 0.0f64, 0u32);
        while k < bound {
            let (rr, ii) = (zr * zr, zi * zi);
            if rr + ii > 4.0 {
                break;
            }
            zi = (zr + zr) * zi + ci;
            zr = (rr - ii) + cr;
            k += 1;
        }
        total += u64::from(k);
    }
    opaque(total);
}

/// `y += a * x`, vectorised.
pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * *x;
    }
}

/// The sum of `x`, added in the order the language prescribes.
pub fn sum(x: &[f64]) -> f64 {
    x.iter().sum()
}

/// The share of member `member` of `threads` in `0..n`: contiguous, lengths differing by one at most.
pub fn share(member: usize, threads: usize, n: usize) -> Range<usize> {
    let (whole, rest) = (n / threads, n % threads);
    let start = member * whole + member.min(rest);
    start..start + whole + usize::from(member < rest)
}

/// The members of `0..n` that a cyclic distribution with chunk 1 gives `member`.
pub fn cyclic(member: usize, threads: usize, n: usize) -> impl Iterator<Item = usize> {
    (member..n).step_by(threads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_cover_the_range_in_order() {
        for (threads, n) in [(1, 0), (2, 1), (3, 10), (4, 4), (8, 5)] {
            let joined: Vec<usize> = (0..threads).flat_map(|m| share(m, threads, n)).collect();
            assert_eq!(joined, (0..n).collect::<Vec<_>>(), "{threads} threads, {n} items");
        }
    }

    #[test]
    fn delay_cannot_be_folded() {
        assert_eq!(delay(0), 0);
        assert_ne!(delay(1), delay(2));
    }
}
