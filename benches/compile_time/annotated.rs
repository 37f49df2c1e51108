
#[omp]
pub fn axpy_KERNEL(x: &[f64], y: &mut [f64]) {
    #[omp(parallel for)]
    for i in 0..y.len() {
        y[i] += 2.0 * x[i];
    }
}

#[omp]
pub fn dot_KERNEL(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    #[omp(parallel for, reduction(+: sum))]
    for i in 0..x.len() {
        sum += x[i] * y[i];
    }
    sum
}

#[omp]
pub fn stencil_KERNEL(x: &[f64], y: &mut [f64]) {
    #[omp(parallel for)]
    for i in 1..y.len() - 1 {
        y[i] = 0.25 * (x[i - 1] + 2.0 * x[i] + x[i + 1]);
    }
}

#[omp]
pub fn matmul_KERNEL(a: &[Vec<f64>], b: &[Vec<f64>], c: &mut [Vec<f64>]) {
    #[omp(parallel for)]
    for i in 0..c.len() {
        for k in 0..b.len() {
            let a_ik = a[i][k];
            for j in 0..b[k].len() {
                c[i][j] += a_ik * b[k][j];
            }
        }
    }
}
