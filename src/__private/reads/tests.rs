//! What is taken for a slice, and where a loop would have overflowed.

use std::collections::HashMap;
use std::ops::{Deref, Index};

#[allow(unused_imports)]
use super::otherwise::*;
use super::*;

/// Dereferences to a slice, and has indexing of its own.
struct Odd(Vec<i32>);

impl Deref for Odd {
    type Target = [i32];
    fn deref(&self) -> &[i32] {
        &self.0
    }
}

impl Index<usize> for Odd {
    type Output = i32;
    fn index(&self, at: usize) -> &i32 {
        &self.0[self.0.len() - 1 - at]
    }
}

/// The elements along `$range` at `$at`, if the type is one of std's.
macro_rules! along {
    ($x:expr, $range:expr, |$j:ident| $at:expr, |$i:ident| $index:expr) => {{
        let x = &$x;
        let view = Indexed(x).view();
        let range = $range;
        Indexed(view)
            .lane(&Counted(&range).stretch(), |$j| $at, |$i| &(*view)[$index])
            .map(|lane| lane.copied().collect::<Vec<_>>())
    }};
}

#[test]
fn types_of_std_are_slices_and_others_are_not() {
    let v = vec![1, 2, 3, 4];
    let mut other = v.clone();
    let some = Some(vec![2, 3]);
    assert_eq!(along!(v, 1..3, |j| j, |j| j), some);
    assert_eq!(along!(&v, 1..3, |j| j, |j| j), some);
    assert_eq!(along!(&v[..], 1..3, |j| j, |j| j), some);
    assert_eq!(along!(v[..], 1..3, |j| j, |j| j), some);
    assert_eq!(along!([1, 2, 3], 1..3, |j| j, |j| j), some);
    assert_eq!(along!(&mut other, 1..3, |j| j, |j| j), some);
    assert_eq!(along!(&mut other[..], 1..3, |j| j, |j| j), some);
    assert_eq!(along!(v.clone().into_boxed_slice(), 1..3, |j| j, |j| j), some);
    assert_eq!(along!(Odd(v.clone()), 1..3, |j| j, |j| j), None);
    assert_eq!(along!(&Odd(v.clone()), 1..3, |j| j, |j| j), None);
    assert_eq!(along!(HashMap::from([(1, 2), (2, 3)]), 1..3, |j| j, |j| &j), None);
    assert_eq!(along!(v, 'b'..'c', |j| j.as_usize() - known(97), |c| c as usize - 97), None);
    fn generic<X: Index<usize, Output = i32>>(x: &X) -> Option<Vec<i32>> {
        along!(*x, 1..3, |j| j, |j| j)
    }
    assert_eq!(generic(&v), None);
}

#[test]
fn what_does_not_exist_is_not_taken() {
    let v = vec![1, 2, 3, 4];
    assert_eq!(along!(v, 1..5, |j| j, |j| j), None);
    assert_eq!(along!(v, 0..5, |j| j - known(1), |j| j - 1), None);
    assert_eq!(along!(v, 1..5, |j| j - known(1), |j| j - 1), Some(v.clone()));
    assert_eq!(along!(v, 0..4, |j| j + known(1), |j| j + 1), None);
    assert_eq!(along!(v, 0..3, |j| j + known(1), |j| j + 1), Some(vec![2, 3, 4]));
    assert_eq!(along!(v, 3..3, |j| j, |j| j), None);
    assert_eq!(along!(v, -1..3_i32, |j| j.as_usize(), |j| j as usize), None);
    assert_eq!(along!(v, -1..3_i32, |j| (j + known(1)).as_usize(), |j| (j + 1) as usize), Some(v.clone()));
    // Back in bounds, but the loop would have overflowed on its way.
    let k = usize::MAX;
    assert_eq!(
        along!(v, 0..2, |j| j + Leaf(&k).known() * known(2) + known(2), |j| j
            .wrapping_add(k)
            .wrapping_add(2)),
        None
    );
    assert_eq!(along!(v, 0..2_usize, |j| known(0) - known(1) + j + known(1), |j| j), None);
}

#[test]
fn variables_of_an_index() {
    assert_eq!((known(2) * Leaf(&3_usize).known() + Leaf(&4).known()).position(), Some(10));
    assert_eq!((known(2) * Leaf(&3_i32).known()).position(), None);
    assert_eq!((known(2) * Leaf(&3_i32).known()).as_usize().position(), Some(6));
    assert_eq!((known(-2) * Leaf(&3_i32).known()).as_usize().position(), None);
    assert_eq!((known(2_usize) + Leaf(&"text").known()).as_usize().position(), None);
}

#[test]
fn rows_to_be_written() {
    let mut rows = vec![vec![0; 3], vec![0; 2]];
    let range = 1..3;
    let stretch = Counted(&range).stretch();
    let rows = &mut rows;
    for k in 0..3 {
        let row = IndexedMut(&mut *rows).row(known(k), |rows| &mut rows[k]);
        let lane = row.and_then(|row| IndexedMut(row).lane(&stretch, |j| j, |row, j| &mut row[j]));
        assert_eq!(lane.is_some(), k == 0);
        lane.into_iter().flatten().for_each(|element| *element += 1);
    }
    assert_eq!(*rows, [vec![0, 1, 1], vec![0, 0]]);
    let mut map = HashMap::from([(1, 2)]);
    let lane = IndexedMut(&mut map).lane(&stretch, |j| j, |map, j| map.get_mut(&j).expect("there"));
    assert!(lane.is_none());
}
