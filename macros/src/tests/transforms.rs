//! Transforms of loops, which stay serial.

use super::expands;

#[test]
fn tile() {
    expands(
        "#[omp(tile, sizes(4, 8))] for i in 0..n { for j in 0..m { f(i, j); } }",
        "let tiling_0 = ::ferromp::__private::tiles(0..n, 4);
        let tiling_1 = ::ferromp::__private::tiles(0..m, 8);
        {
            for tile_0 in ::core::clone::Clone::clone(&tiling_0) {
                for tile_1 in ::core::clone::Clone::clone(&tiling_1) {
                    for i in ::core::clone::Clone::clone(&tile_0) {
                        for j in ::core::clone::Clone::clone(&tile_1) { f(i, j); }
                    }
                }
            }
        }",
    );
}

#[test]
fn fuse() {
    expands(
        "#[omp(fuse)] { for i in 0..n { f(i); } for j in 0..m { g(j); } }",
        "let mut fused_0 = ::core::iter::Iterator::fuse(::core::iter::IntoIterator::into_iter(0..n));
        let mut fused_1 = ::core::iter::Iterator::fuse(::core::iter::IntoIterator::into_iter(0..m));
        loop {
            let mut is_over = true;
            for i in ::core::option::Option::into_iter(::core::iter::Iterator::next(&mut fused_0)) {
                is_over = false;
                { f(i); }
            }
            for j in ::core::option::Option::into_iter(::core::iter::Iterator::next(&mut fused_1)) {
                is_over = false;
                { g(j); }
            }
            if is_over { break; }
        }",
    );
}
