//! Loop transforms: the serial result.

use ferromp::prelude::*;

#[omp]
fn product(a: &[f64], b: &[f64], n: usize) -> Vec<f64> {
    let mut c = vec![0.0; n * n];
    #[omp(tile, sizes(4, 3))]
    for i in 0..n {
        for j in 0..n {
            for k in 0..n {
                c[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
    }
    c
}

#[test]
fn tiles_visit_every_pair() {
    let n = 10;
    let a: Vec<f64> = (0..100).map(f64::from).collect();
    let identity: Vec<f64> = (0..100).map(|k| f64::from(u8::from(k % 11 == 0))).collect();
    assert_eq!(product(&a, &identity, n), a);
    assert!(product(&[], &[], 0).is_empty());
}

type Orders = (Vec<u32>, Vec<(u32, char)>, Vec<u32>, Vec<u32>);

#[omp]
fn orders(n: u32) -> Orders {
    let (mut backwards, mut pairs, mut fused, mut unrolled) = (vec![], vec![], vec![], vec![]);
    #[omp(reverse)]
    for i in 0..n {
        backwards.push(i);
    }
    #[omp(interchange)]
    for i in 0..2 {
        for c in ['a', 'b'] {
            if c == 'b' && i == 1 {
                continue;
            }
            pairs.push((i, c));
        }
    }
    #[omp(fuse)]
    {
        for i in 0..n {
            if i == 1 {
                continue;
            }
            fused.push(i);
        }
        for j in 10..11 {
            fused.push(j);
        }
    }
    #[omp(unroll, partial(4))]
    for i in 0..n {
        unrolled.push(i);
    }
    #[omp(unroll full)]
    for i in 0..n {
        unrolled.push(i);
    }
    (backwards, pairs, fused, unrolled)
}

#[test]
fn orders_are_what_they_say() {
    let (backwards, pairs, fused, unrolled) = orders(3);
    assert_eq!(backwards, [2, 1, 0]);
    assert_eq!(pairs, [(0, 'a'), (1, 'a'), (0, 'b')]);
    assert_eq!(fused, [0, 10, 2]);
    assert_eq!(unrolled, [0, 1, 2, 0, 1, 2]);
}

#[omp]
fn shared(n: usize) -> (Vec<usize>, usize, usize) {
    let mut squares = vec![0; n];
    #[omp(parallel for)]
    #[omp(reverse)]
    for i in 0..n {
        squares[i] = i * i;
    }
    let (mut sum, mut count) = (0, 0);
    #[omp(parallel for, reduction(+: sum))]
    #[omp(interchange, permutation(2, 1))]
    #[omp(unroll)]
    for i in 0..n {
        for j in 0..3 {
            sum += i * j;
        }
    }
    #[omp(parallel for, reduction(+: count))]
    for _ in 0..n {
        #[omp(tile, sizes(2))]
        for _ in 0..=4 {
            count += 1;
        }
    }
    (squares, sum, count)
}

#[test]
fn a_transformed_loop_is_shared_out() {
    let (squares, sum, count) = shared(10);
    assert!(squares.into_iter().eq((0..10).map(|i| i * i)));
    assert_eq!((sum, count), (135, 50));
}
