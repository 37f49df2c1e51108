use crate::reduce::blocks::Blocks;
use crate::reduce::{Reduction, Sum, exclusive_block, inclusive_block, offsets, reduction};
use proptest::prelude::*;

/// Both scans of `items` in blocks of `size`, as a team would do them; and the total.
fn in_blocks<T: Clone, R: Reduction<T>>(op: &R, items: &[T], size: u64) -> (Vec<T>, Vec<T>, T) {
    let blocks = Blocks::of_size(items.len() as u64, size);
    let block = |k| {
        let range = blocks.range(k);
        items[range.start as usize..range.end as usize].iter().cloned()
    };
    let mut before: Vec<T> = (0..blocks.count()).map(|k| op.fold(op.identity(), block(k))).collect();
    let total = offsets(op, op.identity(), &mut before);
    let (mut inclusive, mut exclusive) = (Vec::new(), Vec::new());
    // The second pass may take blocks in any order: each depends on its offset alone.
    for k in (0..blocks.count()).rev() {
        let (mut upto, mut earlier) = (Vec::new(), Vec::new());
        inclusive_block(op, before[k].clone(), block(k), |v| upto.push(v));
        exclusive_block(op, before[k].clone(), block(k), |v| earlier.push(v));
        inclusive.splice(0..0, upto);
        exclusive.splice(0..0, earlier);
    }
    (inclusive, exclusive, total)
}

fn serially<T: Clone, R: Reduction<T>>(op: &R, items: &[T]) -> (Vec<T>, Vec<T>, T) {
    let mut prefixes = vec![op.identity()];
    for item in items {
        prefixes.push(op.combine(prefixes[prefixes.len() - 1].clone(), item.clone()));
    }
    let total = prefixes[items.len()].clone();
    (prefixes[1..].to_vec(), prefixes[..items.len()].to_vec(), total)
}

proptest! {
    #[test]
    fn concatenation(items in prop::collection::vec("[a-z]{0,3}", 0..40), size in 0u64..12) {
        let concat = reduction(String::new, |a, b| a + &b);
        prop_assert_eq!(in_blocks(&concat, &items, size), serially(&concat, &items));
    }

    #[test]
    fn matrix_products(items in prop::collection::vec(any::<[u32; 4]>(), 0..40), size in 0u64..12) {
        let product = reduction(
            || [1u32, 0, 0, 1],
            |[a, b, c, d], [e, f, g, h]| {
                let dot = |x: u32, y: u32, z: u32, w: u32| x.wrapping_mul(y).wrapping_add(z.wrapping_mul(w));
                [dot(a, e, b, g), dot(a, f, b, h), dot(c, e, d, g), dot(c, f, d, h)]
            },
        );
        prop_assert_eq!(in_blocks(&product, &items, size), serially(&product, &items));
    }

    #[test]
    fn sums(items in prop::collection::vec(0u64..1000, 0..100), size in 0u64..30) {
        prop_assert_eq!(in_blocks(&Sum, &items, size), serially(&Sum, &items));
    }
}

/// OpenMP's scan starts from the variable's value before the loop.
#[test]
fn offsets_start_where_they_are_told() {
    let mut totals = [1, 2, 3];
    assert_eq!(offsets(&Sum, 10, &mut totals), 16);
    assert_eq!(totals, [10, 11, 13]);
    assert_eq!(offsets(&Sum, 10, &mut []), 10);
}
