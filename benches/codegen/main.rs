//! One kernel, serially or as a loop on one thread, `n` items, `repeats` times: for `check.sh`, which counts
//! instructions.

use ferromp::prelude::*;
use std::hint::black_box;
use std::sync::OnceLock;

type Kernel = fn(&[f64], &mut [f64]) -> f64;

/// Name, serial loop, ours.
const KERNELS: &[(&str, Kernel, Kernel)] = &[
    ("axpy", serial::axpy, ours::axpy),
    ("axpy_dynamic", serial::axpy, ours::axpy_dynamic),
    ("axpy_in_region", serial::axpy, ours::axpy_in_region),
    ("dot", serial::dot, ours::dot),
    ("dot_by_index", serial::dot_by_index, ours::dot_by_index),
    ("dot_in_region", serial::dot, ours::dot_in_region),
    ("bit_sum", serial::bit_sum, ours::bit_sum),
    ("stencil", serial::stencil, ours::stencil),
    ("collect", serial::collect, ours::collect),
    ("annotated_axpy", serial::axpy_by_index, annotated::axpy),
    ("annotated_dot", serial::dot, annotated::dot),
    ("annotated_dot_by_index", serial::dot, annotated::dot_by_index),
    ("annotated_max", serial::largest, annotated::largest),
    ("annotated_stencil", serial::stencil_by_index, annotated::stencil),
    ("annotated_matmul", serial::matmul, annotated::matmul),
    ("annotated_matmul_of_rows", serial::matmul_of_rows, annotated::matmul_of_rows),
    ("annotated_jacobi", serial::jacobi, annotated::jacobi),
    ("annotated_sparse", serial::sparse, annotated::sparse),
    ("annotated_region", serial::stencil_by_index, annotated::stencil_in_region),
];

/// The row length of matrices. Each inner loop begins with a look at whether its arrays overlap, some 25 instructions:
/// a serial function is told so by its signature, the body of a loop (C's as well) is not.
const WIDTH: usize = 128;

/// Columns of a sparse matrix with `WIDTH` elements in each row.
static COLUMNS: OnceLock<Vec<usize>> = OnceLock::new();
/// Where its rows begin.
static ROWS: OnceLock<Vec<usize>> = OnceLock::new();

/// What one would write without the crate.
#[allow(clippy::needless_range_loop, clippy::manual_memcpy, reason = "as C programs are written")]
mod serial {
    use ferromp::prelude::*;
    use std::hint::black_box;

    #[inline(never)]
    pub(crate) fn axpy(x: &[f64], y: &mut [f64]) -> f64 {
        for (y, x) in y.iter_mut().zip(x) {
            *y += 2.0 * x;
        }
        0.0
    }

    /// With the fold of `Sum`, which keeps four partial sums: a plain chain of additions would not be vector code.
    #[inline(never)]
    pub(crate) fn dot(x: &[f64], y: &mut [f64]) -> f64 {
        Sum.fold(0.0, x.iter().zip(&*y).map(|(x, y)| x * y))
    }

    /// By index, over a stretch that the compiler does not know to lie within the slices.
    #[inline(never)]
    pub(crate) fn dot_by_index(x: &[f64], y: &mut [f64]) -> f64 {
        Sum.fold(0.0, black_box(0..x.len()).map(|i| x[i] * y[i]))
    }

    #[inline(never)]
    pub(crate) fn bit_sum(x: &[f64], _: &mut [f64]) -> f64 {
        x.iter().map(|v| v.to_bits()).fold(0, u64::wrapping_add) as f64
    }

    #[inline(never)]
    pub(crate) fn stencil(x: &[f64], y: &mut [f64]) -> f64 {
        for (y, w) in y[1..].iter_mut().zip(x.windows(3)) {
            *y = 0.25 * w[0] + 0.5 * w[1] + 0.25 * w[2];
        }
        0.0
    }

    #[inline(never)]
    pub(crate) fn axpy_by_index(x: &[f64], y: &mut [f64]) -> f64 {
        for i in 0..y.len() {
            y[i] += 2.0 * x[i];
        }
        0.0
    }

    #[inline(never)]
    pub(crate) fn largest(x: &[f64], _: &mut [f64]) -> f64 {
        let mut largest = f64::MIN;
        for v in x.iter() {
            if *v > largest {
                largest = *v;
            }
        }
        largest
    }

    #[inline(never)]
    pub(crate) fn stencil_by_index(a: &[f64], b: &mut [f64]) -> f64 {
        let n = a.len();
        for i in 1..n - 1 {
            b[i] = 0.25 * a[i - 1] + 0.5 * a[i] + 0.25 * a[i + 1];
        }
        0.0
    }

    #[inline(never)]
    pub(crate) fn matmul(a: &[f64], c: &mut [f64]) -> f64 {
        let (n, m) = (a.len() / super::WIDTH, super::WIDTH);
        for i in 0..n {
            for k in 0..m {
                for j in 0..m {
                    c[i * m + j] += a[i * m + k] * a[k * m + j];
                }
            }
        }
        0.0
    }

    #[inline(never)]
    pub(crate) fn matmul_of_rows(a: &[f64], c: &mut [f64]) -> f64 {
        let a: Vec<&[f64]> = a.chunks_exact(super::WIDTH).collect();
        for (c, a_row) in c.chunks_exact_mut(super::WIDTH).zip(&a) {
            for (a_ik, b) in a_row.iter().zip(&a) {
                for (c, b) in c.iter_mut().zip(*b) {
                    *c += a_ik * b;
                }
            }
        }
        0.0
    }

    #[inline(never)]
    pub(crate) fn jacobi(a: &[f64], b: &mut [f64]) -> f64 {
        let n = super::WIDTH;
        let a: Vec<&[f64]> = a.chunks_exact(n).collect();
        let mut b: Vec<&mut [f64]> = b.chunks_exact_mut(n).collect();
        for i in 1..(b.len().max(2) - 1) {
            for j in 1..n - 1 {
                b[i][j] = 0.25 * (a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]);
            }
        }
        0.0
    }

    #[inline(never)]
    pub(crate) fn sparse(x: &[f64], y: &mut [f64]) -> f64 {
        let (row, col) = (&super::ROWS.get().expect("made")[..], &super::COLUMNS.get().expect("made")[..]);
        for (y, ends) in y.iter_mut().zip(row.windows(2)) {
            let here = ends[0]..ends[1];
            let mut sum = 0.0;
            for (val, col) in x[here.clone()].iter().zip(&col[here]) {
                sum += val * x[*col];
            }
            *y = sum;
        }
        0.0
    }

    #[inline(never)]
    pub(crate) fn collect(x: &[f64], _: &mut [f64]) -> f64 {
        let v: Vec<f64> = x.iter().map(|v| v * 3.0).collect();
        v[0]
    }
}

/// The loops of `serial` with a line above them.
#[allow(clippy::needless_range_loop, reason = "as C programs are written")]
mod annotated {
    use ferromp::prelude::*;

    #[omp]
    #[inline(never)]
    pub(crate) fn axpy(x: &[f64], y: &mut [f64]) -> f64 {
        #[omp(parallel for, num_threads(1))]
        for i in 0..y.len() {
            y[i] += 2.0 * x[i];
        }
        0.0
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn dot(x: &[f64], y: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        #[omp(parallel for, reduction(+: sum), num_threads(1))]
        for (x, y) in x.iter().zip(&*y) {
            sum += x * y;
        }
        sum
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn largest(x: &[f64], _: &mut [f64]) -> f64 {
        let mut largest = f64::MIN;
        #[omp(parallel for, reduction(max: largest), num_threads(1))]
        for v in x.iter() {
            if *v > largest {
                largest = *v;
            }
        }
        largest
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn stencil(a: &[f64], b: &mut [f64]) -> f64 {
        let n = a.len();
        #[omp(parallel for, num_threads(1))]
        for i in 1..n - 1 {
            b[i] = 0.25 * a[i - 1] + 0.5 * a[i] + 0.25 * a[i + 1];
        }
        0.0
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn stencil_in_region(a: &[f64], b: &mut [f64]) -> f64 {
        let n = a.len();
        #[omp(parallel, num_threads(1))]
        {
            #[omp(for)]
            for i in 1..n - 1 {
                b[i] = 0.25 * a[i - 1] + 0.5 * a[i] + 0.25 * a[i + 1];
            }
        }
        0.0
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn matmul(a: &[f64], c: &mut [f64]) -> f64 {
        let (n, m) = (a.len() / super::WIDTH, super::WIDTH);
        #[omp(parallel for, num_threads(1))]
        for i in 0..n {
            for k in 0..m {
                for j in 0..m {
                    c[i * m + j] += a[i * m + k] * a[k * m + j];
                }
            }
        }
        0.0
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn dot_by_index(x: &[f64], y: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        #[omp(parallel for, reduction(+: sum), num_threads(1))]
        for i in 0..x.len() {
            sum += x[i] * y[i];
        }
        sum
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn matmul_of_rows(a: &[f64], c: &mut [f64]) -> f64 {
        let n = super::WIDTH;
        let a: Vec<&[f64]> = a.chunks_exact(n).collect();
        let mut c: Vec<&mut [f64]> = c.chunks_exact_mut(n).collect();
        #[omp(parallel for, num_threads(1))]
        for i in 0..c.len() {
            for k in 0..a.len().min(n) {
                let a_ik = a[i][k];
                for j in 0..n {
                    c[i][j] += a_ik * a[k][j];
                }
            }
        }
        0.0
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn jacobi(a: &[f64], b: &mut [f64]) -> f64 {
        let n = super::WIDTH;
        let a: Vec<&[f64]> = a.chunks_exact(n).collect();
        let mut b: Vec<&mut [f64]> = b.chunks_exact_mut(n).collect();
        #[omp(parallel for, num_threads(1))]
        for i in 1..(b.len().max(2) - 1) {
            for j in 1..n - 1 {
                b[i][j] = 0.25 * (a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]);
            }
        }
        0.0
    }

    #[omp]
    #[inline(never)]
    pub(crate) fn sparse(x: &[f64], y: &mut [f64]) -> f64 {
        let (row, col) = (super::ROWS.get().expect("made"), super::COLUMNS.get().expect("made"));
        #[omp(parallel for, num_threads(1))]
        for i in 0..row.len() - 1 {
            let mut sum = 0.0;
            for k in row[i]..row[i + 1] {
                sum += x[k] * x[col[k]];
            }
            y[i] = sum;
        }
        0.0
    }
}

/// The same with `parallel_for` and `for_loop`.
mod ours {
    use ferromp::prelude::*;
    use std::num::Wrapping;

    #[inline(never)]
    pub(crate) fn axpy(x: &[f64], y: &mut [f64]) -> f64 {
        parallel_for((y, x)).num_threads(1).for_each(|(y, x)| *y += 2.0 * x);
        0.0
    }

    #[inline(never)]
    pub(crate) fn axpy_dynamic(x: &[f64], y: &mut [f64]) -> f64 {
        let schedule = Schedule::Dynamic(1_000);
        parallel_for((y, x)).num_threads(1).schedule(schedule).for_each(|(y, x)| *y += 2.0 * x);
        0.0
    }

    #[inline(never)]
    pub(crate) fn axpy_in_region(x: &[f64], y: &mut [f64]) -> f64 {
        let shared = SharedMut::new(y);
        Parallel::new().num_threads(1).run(|team| {
            team.for_loop((shared.iter_mut(), x)).for_each(|(y, x)| *y += 2.0 * x);
        });
        0.0
    }

    #[inline(never)]
    pub(crate) fn dot(x: &[f64], y: &mut [f64]) -> f64 {
        parallel_for((x, &*y)).num_threads(1).reduce(Sum, |(x, y)| x * y)
    }

    #[inline(never)]
    pub(crate) fn dot_by_index(x: &[f64], y: &mut [f64]) -> f64 {
        parallel_for(0..x.len()).num_threads(1).reduce(Sum, |i| x[i] * y[i])
    }

    #[inline(never)]
    pub(crate) fn dot_in_region(x: &[f64], y: &mut [f64]) -> f64 {
        Parallel::new().num_threads(1).map(|team| team.for_loop((x, &*y)).reduce(Sum, |(x, y)| x * y))[0]
    }

    #[inline(never)]
    pub(crate) fn bit_sum(x: &[f64], _: &mut [f64]) -> f64 {
        parallel_for(x).num_threads(1).reduce(Sum, |v| Wrapping(v.to_bits())).0 as f64
    }

    #[inline(never)]
    pub(crate) fn stencil(x: &[f64], y: &mut [f64]) -> f64 {
        parallel_for((&mut y[1..], x.windows(3)))
            .num_threads(1)
            .for_each(|(y, w)| *y = 0.25 * w[0] + 0.5 * w[1] + 0.25 * w[2]);
        0.0
    }

    #[inline(never)]
    pub(crate) fn collect(x: &[f64], _: &mut [f64]) -> f64 {
        parallel_for(x).num_threads(1).map_collect(|v| v * 3.0)[0]
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [name, form, n, repeats] = &args[..] else {
        for (name, ..) in KERNELS {
            println!("{name}");
        }
        return;
    };
    let Some((_, serial, ours)) = KERNELS.iter().find(|kernel| kernel.0 == name) else {
        panic!("no kernel called {name}")
    };
    let kernel = if form == "serial" { serial } else { ours };
    let (n, repeats): (usize, usize) = (n.parse().expect("n"), repeats.parse().expect("repeats"));
    let (x, mut y) = (vec![1.0; n], vec![1.0; n]);
    ROWS.get_or_init(|| (0..=n / WIDTH).map(|i| i * WIDTH).collect());
    COLUMNS.get_or_init(|| (0..n).map(|k| k * 7919 % n).collect());
    // The first region reads the environment.
    parallel_for(0..2).num_threads(1).for_each(|i| {
        black_box(i);
    });
    for _ in 0..repeats {
        black_box(kernel(black_box(&x), black_box(&mut y)));
    }
}
