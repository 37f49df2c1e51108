//! Loops whose iterations wait for each other, beside the serial loop and C's (`kernels.c`): `benches/doacross/run`.
//!
//! `doacross FORM`, with `doacross` or `serial`, prints for each kernel the fastest call of some, in microseconds.

// Loops as the C program has them.
#![allow(clippy::needless_range_loop)]

use ferromp::prelude::*;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Iterations of the chain.
const CHAIN: usize = 20_000;
/// Rows and columns of cells.
const SIDE: usize = 1000;
/// Rows and columns of tiles.
const TILES: usize = 64;
/// Steps of the work in a tile: about two microseconds.
const STEPS: u32 = 500;

fn mix(a: u64, b: u64) -> u64 {
    (a ^ b.rotate_left(17)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn work(a: u64, b: u64) -> u64 {
    (0..STEPS).fold(a, |a, _| mix(a, b))
}

/// Each iteration needs the one before.
#[omp]
fn chain(a: &mut [u64], parallel: bool) -> u64 {
    #[omp(parallel for, ordered(1), schedule(static, 1), if(parallel), unsafe shared(a))]
    for i in 1..CHAIN {
        omp!(ordered, depend(sink: i - 1));
        a[i] = mix(a[i - 1], a[i]);
        omp!(ordered, depend(source));
    }
    a[CHAIN - 1]
}

/// Each cell needs the one above and the one to the left, which is of the same row.
#[omp]
fn cells(a: &mut [u64], parallel: bool) -> u64 {
    #[omp(parallel for, ordered(2), schedule(static, 1), if(parallel), unsafe shared(a))]
    for i in 1..SIDE {
        for j in 1..SIDE {
            omp!(ordered, depend(sink: i - 1, j), depend(sink: i, j - 1));
            a[i * SIDE + j] = mix(a[(i - 1) * SIDE + j], a[i * SIDE + j - 1]);
            omp!(ordered, depend(source));
        }
    }
    a[SIDE * SIDE - 1]
}

/// The same with more to do for each.
#[omp]
fn tiles(a: &mut [u64], parallel: bool) -> u64 {
    #[omp(parallel for, ordered(2), schedule(static, 1), if(parallel), unsafe shared(a))]
    for i in 1..TILES {
        for j in 1..TILES {
            omp!(ordered, depend(sink: i - 1, j), depend(sink: i, j - 1));
            a[i * TILES + j] = work(a[(i - 1) * TILES + j], a[i * TILES + j - 1]);
            omp!(ordered, depend(source));
        }
    }
    a[TILES * TILES - 1]
}

/// The same by whoever comes.
#[omp]
fn tiles_dynamic(a: &mut [u64], parallel: bool) -> u64 {
    #[omp(parallel for, ordered(2), schedule(dynamic), if(parallel), unsafe shared(a))]
    for i in 1..TILES {
        for j in 1..TILES {
            omp!(ordered, depend(sink: i - 1, j), depend(sink: i, j - 1));
            a[i * TILES + j] = work(a[(i - 1) * TILES + j], a[i * TILES + j - 1]);
            omp!(ordered, depend(source));
        }
    }
    a[TILES * TILES - 1]
}

mod serial {
    use super::{CHAIN, SIDE, TILES, mix, work};

    pub(crate) fn chain(a: &mut [u64]) -> u64 {
        for i in 1..CHAIN {
            a[i] = mix(a[i - 1], a[i]);
        }
        a[CHAIN - 1]
    }

    pub(crate) fn cells(a: &mut [u64]) -> u64 {
        for i in 1..SIDE {
            for j in 1..SIDE {
                a[i * SIDE + j] = mix(a[(i - 1) * SIDE + j], a[i * SIDE + j - 1]);
            }
        }
        a[SIDE * SIDE - 1]
    }

    pub(crate) fn tiles(a: &mut [u64]) -> u64 {
        for i in 1..TILES {
            for j in 1..TILES {
                a[i * TILES + j] = work(a[(i - 1) * TILES + j], a[i * TILES + j - 1]);
            }
        }
        a[TILES * TILES - 1]
    }
}

type Kernel = fn(&mut [u64]) -> u64;

fn main() -> Result<(), String> {
    let form = std::env::args().nth(1).unwrap_or_default();
    let kernels: [(&str, Kernel); 4] = match form.as_str() {
        "doacross" => [
            ("chain", |a| chain(a, true)),
            ("cells", |a| cells(a, true)),
            ("tiles", |a| tiles(a, true)),
            ("tiles.dyn", |a| tiles_dynamic(a, true)),
        ],
        "serial" => [
            ("chain", serial::chain),
            ("cells", serial::cells),
            ("tiles", serial::tiles),
            ("tiles.dyn", serial::tiles),
        ],
        _ => return Err("the form is `doacross` or `serial`".to_owned()),
    };
    // Team and processor awake.
    parallel(|team| team.barrier());
    for (name, kernel) in kernels {
        let mut a: Vec<u64> = (0..(SIDE * SIDE) as u64).collect();
        let (mut best, end) = (Duration::MAX, Instant::now() + Duration::from_secs(1));
        for call in 0..40 {
            if call >= 2 && Instant::now() >= end {
                break;
            }
            let since = Instant::now();
            black_box(kernel(black_box(&mut a)));
            best = best.min(since.elapsed());
        }
        println!("{name} {:.2}", best.as_secs_f64() * 1e6);
    }
    Ok(())
}
