//! Constructs in constructs that they may not stand in, and jumps out of them.
#![allow(unused, unreachable_code)]
use ferromp::prelude::*;

#[omp]
fn nested(n: usize) {
    #[omp(parallel)]
    {
        #[omp(for)]
        for _ in 0..n {
            omp!(barrier);
            #[omp(single)]
            {}
            #[omp(masked)]
            {}
        }
        #[omp(critical)]
        {
            #[omp(for)]
            for _ in 0..n {}
        }
        #[omp(section)]
        {}
        #[omp(ordered)]
        {}
        omp!(cancel for);
        omp!(cancel taskgroup);
    }
}

#[omp]
async fn waits() {
    #[omp(parallel)]
    {}
    omp!(barrier);
}

#[omp]
const fn computed(n: usize) -> usize {
    #[omp(parallel for)]
    for i in 0..n {}
    n
}

#[omp]
fn jumps(n: usize) -> Option<usize> {
    #[omp(parallel)]
    {
        return None;
    }
    'outer: for _ in 0..n {
        #[omp(parallel)]
        {
            Some(1)?;
            break;
        }
        #[omp(parallel for)]
        for i in 0..n {
            if i == 1 {
                break 'outer;
            }
            continue 'outer;
        }
        #[omp(task)]
        continue;
        if n == 0 {
            return None;
        }
        omp!(taskwait);
    }
    #[omp(parallel)]
    {
        #[omp(for)]
        for i in 0..n {
            if i == 3 {
                return Some(i);
            }
        }
    }
    None
}

#[omp]
fn early(n: usize) -> usize {
    let mut sum = 0;
    #[omp(parallel for, reduction(+: sum))]
    for i in 0..n {
        sum += i;
        if i == 3 {
            break;
        }
    }
    #[omp(parallel for, ordered)]
    for i in 0..n {
        if i == 3 {
            break;
        }
    }
    let mut last = 0;
    #[omp(parallel for, lastprivate(last))]
    for i in 0..n {
        last = i;
        if i == 3 {
            return last;
        }
    }
    #[omp(for, nowait)]
    for i in 0..n {
        if i == 3 {
            break;
        }
    }
    sum
}

fn main() {}
