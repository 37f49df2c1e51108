
pub fn axpy_KERNEL(x: &[f64], y: &mut [f64]) {
    parallel_for((y, x)).for_each(|(y, x)| *y += 2.0 * x);
}

pub fn dot_KERNEL(x: &[f64], y: &[f64]) -> f64 {
    parallel_for((x, y)).reduce(Sum, |(x, y)| x * y)
}

pub fn stencil_KERNEL(x: &[f64], y: &mut [f64]) {
    let n = y.len();
    parallel_for((&mut y[1..n - 1], x.windows(3))).for_each(|(y, x)| *y = 0.25 * (x[0] + 2.0 * x[1] + x[2]));
}

pub fn matmul_KERNEL(a: &[Vec<f64>], b: &[Vec<f64>], c: &mut [Vec<f64>]) {
    parallel_for((c, a)).for_each(|(c, a)| {
        for (a_ik, b) in a.iter().zip(b) {
            for (c, b) in c.iter_mut().zip(b) {
                *c += a_ik * b;
            }
        }
    });
}
