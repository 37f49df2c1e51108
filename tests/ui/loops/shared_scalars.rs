use ferromp::prelude::*;

struct Totals {
    count: u64,
}

#[omp]
fn scalars(x: &[f64], totals: &mut Totals) -> f64 {
    let (mut sum, mut product, mut best, mut ok) = (0.0, 1.0, f64::MIN, true);
    let (mut last, mut scratch, mut k) = (0, Vec::new(), 1_u64);
    #[omp(parallel for)]
    for i in 0..x.len() {
        sum += x[i];
        product *= x[i];
        best = best.max(x[i]);
        ok = ok && x[i] > 0.0;
        last = i;
        k <<= 1;
        totals.count += 1;
        std::mem::swap(&mut scratch, &mut vec![x[i]]);
    }
    sum + product + best
}

fn main() {}
