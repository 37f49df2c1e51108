
pub fn axpy_KERNEL(x: &[f64], y: &mut [f64]) {
    for i in 0..y.len() {
        y[i] += 2.0 * x[i];
    }
}

pub fn dot_KERNEL(x: &[f64], y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * y[i];
    }
    sum
}

pub fn stencil_KERNEL(x: &[f64], y: &mut [f64]) {
    for i in 1..y.len() - 1 {
        y[i] = 0.25 * (x[i - 1] + 2.0 * x[i] + x[i + 1]);
    }
}

pub fn matmul_KERNEL(a: &[Vec<f64>], b: &[Vec<f64>], c: &mut [Vec<f64>]) {
    for i in 0..c.len() {
        for k in 0..b.len() {
            let a_ik = a[i][k];
            for j in 0..b[k].len() {
                c[i][j] += a_ik * b[k][j];
            }
        }
    }
}
