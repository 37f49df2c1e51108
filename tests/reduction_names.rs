//! The operators' names meet std's: a glob import of this crate yields to an explicit import.

use ferromp::*;
use std::iter::Sum;
use std::ops::{BitAnd, BitOr};

struct Mask(u8);

impl BitAnd for Mask {
    type Output = Mask;
    fn bitand(self, other: Mask) -> Mask {
        Mask(self.0 & other.0)
    }
}

fn total<T: Sum<T>>(items: Vec<T>) -> T {
    items.into_iter().sum()
}

fn union<T: BitOr<Output = T>>(a: T, b: T) -> T {
    a | b
}

#[test]
fn explicit_imports_of_std_win_over_the_glob() {
    assert_eq!((Mask(6) & Mask(3)).0, 2);
    assert_eq!(total(vec![1, 2, 3]), 6);
    assert_eq!(union(1, 2), 3);
    // The operators stay within reach by path, the others by name.
    assert_eq!(ferromp::Sum.combine(1, 2), 3);
    assert_eq!(ferromp::BitAnd.combine(6, 3), 2);
    assert_eq!(Max.combine(1, 2), 2);
}
