//! Each iteration is lent what indexing with its index gives, and nothing twice.

use proptest::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;
use crate::space::{IntoSpace, Space};

/// All iterations, in two blocks that are asked for in reverse.
fn all<S: Space, R>(
    space: &S,
    mut take: impl for<'i> FnMut(<S as crate::space::Items<'i>>::Item) -> R,
) -> Vec<R> {
    let half = space.len() / 2;
    let mut late = Vec::new();
    // SAFETY: within the length, each iteration once.
    unsafe { space.block(half..space.len()) }.for_each(|item| late.push(take(item)));
    let mut items = Vec::new();
    // SAFETY: as above; the other half.
    unsafe { space.block(0..half) }.for_each(|item| items.push(take(item)));
    items.extend(late);
    items
}

fn fails<R>(f: impl FnOnce() -> R) -> bool {
    catch_unwind(AssertUnwindSafe(f)).is_err()
}

proptest! {
    #[test]
    fn elements_are_those_of_the_indices(
        len in 0_usize..40, start in -5_i32..30, count in 0_i32..30, step in 1_usize..5, down: bool, offset in -3_i32..4
    ) {
        let range = start..start + count;
        let indices: Vec<i32> = if down { range.clone().rev().step_by(step).collect() } else { range.clone().collect() };
        let expected: Vec<i128> = indices.iter().map(|i| i128::from(i + offset)).collect();
        let exist = expected.iter().all(|i| (0..len as i128).contains(i));
        let mut data: Vec<i128> = (0..len as i128).collect();
        let offset = i128::from(offset);
        let sure = catch_unwind(AssertUnwindSafe(|| if down {
            all(&elements(&mut data, &range.clone().rev().step_by(step).into_space(), offset), |item| *item)
        } else {
            all(&elements(&mut data, &range.clone().into_space(), offset), |item| *item)
        }));
        prop_assert_eq!(sure.ok(), exist.then(|| expected.clone()));

        let unsure = if down {
            let space = perhaps(&mut data, &range.rev().step_by(step).into_space(), offset);
            all(&space, |mut item| catch_unwind(AssertUnwindSafe(|| *item += 0)).ok().map(|()| *item))
        } else {
            let space = perhaps(&mut data, &range.into_space(), offset);
            all(&space, |mut item| catch_unwind(AssertUnwindSafe(|| *item += 0)).ok().map(|()| *item))
        };
        let inside = |i: &i128| (0..len as i128).contains(i).then_some(*i);
        prop_assert_eq!(unsure, expected.iter().map(inside).collect::<Vec<_>>());
    }

    #[test]
    fn rows_are_cut_where_the_slice_ends(len in 0_usize..40, start in -3_i64..9, count in 0_i64..9, n in 0_usize..6) {
        let mut data: Vec<usize> = (0..len).collect();
        let indices = (start..start + count).into_space();
        let found = all(&rows(&mut data, &indices, n), |row| row.to_vec());
        let expected: Vec<Vec<usize>> = (start..start + count)
            .map(|i| (i * n as i64..(i + 1) * n as i64).filter_map(|k| usize::try_from(k).ok()))
            .map(|row| row.filter(|k| *k < len).collect())
            .collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn indices_of_every_width() {
    let mut data = [1, 2, 3];
    assert_eq!(all(&elements(&mut data, &(0..3_u8).into_space(), 0), |x| *x), [1, 2, 3]);
    assert_eq!(all(&elements(&mut data, &(-128..=-126_i8).into_space(), 128), |x| *x), [1, 2, 3]);
    assert_eq!(
        all(&elements(&mut data, &(u64::MAX - 3..u64::MAX).into_space(), 3 - i128::from(u64::MAX)), |x| *x),
        [1, 2, 3]
    );
    assert!(fails(|| elements(&mut data, &(0..4_u8).into_space(), 0).len()));
    assert!(fails(|| elements(&mut data, &(i64::MIN..i64::MIN + 2).into_space(), 0).len()));
    assert_eq!(elements(&mut data, &(9..9).into_space(), 0).len(), 0);
    assert_eq!(
        all(&perhaps(&mut data, &(i64::MIN..i64::MIN + 2).into_space(), 0), |x| fails(|| *x)),
        [true, true]
    );
    assert_eq!(
        all(&rows(&mut data, &(u64::MAX - 1..u64::MAX).into_space(), usize::MAX), |row| row.len()),
        [0]
    );
    assert_eq!(
        all(&rows(&mut data, &(i64::MIN..i64::MIN + 1).into_space(), usize::MAX), |row| row.len()),
        [0]
    );
}

#[test]
fn what_dereferences_to_a_slice_is_lent() {
    let mut boxed: Box<[i32]> = Box::new([1]);
    let (mut vec, mut array) = (vec![2], [3]);
    boxed.__ferromp_lend()[0] += 1;
    vec.__ferromp_lend()[0] += 1;
    array.__ferromp_lend()[0] += 1;
    let by_reference = &mut vec;
    by_reference.__ferromp_lend()[0] += 1;
    let slice = &mut array[..];
    slice.__ferromp_lend()[0] += 1;
    assert_eq!((boxed[0], vec[0], array[0]), (2, 4, 5));
}

#[test]
fn a_grid_is_the_elements_row_by_row() {
    let mut matrix = [vec![1, 2, 3], vec![4], vec![5, 6, 7, 8]];
    let (outer, inner) = ((0..4).rev().into_space(), (0..=4).step_by(2).into_space());
    let space = grid(matrix.iter_mut().map(|row| row.__ferromp_lend()), &outer, &inner);
    let found = all(&space, |item| catch_unwind(AssertUnwindSafe(|| *item)).ok());
    let expected = [None, None, None, Some(5), Some(7), None, Some(4), None, None, Some(1), Some(3), None];
    assert_eq!(found, expected);

    let mut flat = [1, 2, 3, 4, 5];
    let space = grid(rows_of(&mut flat, 2), &(1..3).into_space(), &(0..2).into_space());
    assert_eq!(
        all(&space, |item| catch_unwind(AssertUnwindSafe(|| *item)).ok()),
        [Some(3), Some(4), Some(5), None]
    );
    assert_eq!(rows_of(&mut flat, 0).count(), 0);
    let space = grid(rows_of(&mut flat, 2), &(0..3).into_space(), &(0..0).into_space());
    assert_eq!(space.len(), 0);
}
