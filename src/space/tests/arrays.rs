//! Subviews of ndarray's arrays.

use ndarray::{Array3, ArrayD, Axis, s};

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn along_every_axis(
        (a, b, c) in (0_usize..5, 0_usize..9, 0_usize..5),
        axis in 0_usize..3,
        cuts in cuts(),
    ) {
        let mut x = Array3::from_shape_fn((a, b, c), |(i, j, k)| 100 * i + 10 * j + k);
        let (mut y, axis) = (x.clone(), Axis(axis));
        law!(x.outer_iter(), x.outer_iter(), cuts);
        law!(x.axis_iter(axis), x.axis_iter(axis), cuts);
        law!(axis_iter_mut(x.view_mut(), axis), y.axis_iter_mut(axis), cuts);
        // Strides that are neither dense nor ascending.
        let (mut x, mut y) = (x.slice_mut(s![.., ..;-2, ..]), y.slice_mut(s![.., ..;-2, ..]));
        law!(axis_iter_mut(x.view_mut(), axis), y.axis_iter_mut(axis), cuts);
        let (mut x, mut y): (ArrayD<_>, ArrayD<_>) = (x.to_owned().into_dyn(), y.to_owned().into_dyn());
        law!(axis_iter_mut(x.view_mut(), axis), y.axis_iter_mut(axis), cuts);
    }
}

#[test]
fn rows_are_written_once() {
    let mut x = Array3::zeros((7, 3, 2));
    for_each(enumerate(axis_iter_mut(x.view_mut(), Axis(0))), |(i, mut row)| row += i);
    assert_eq!(x.sum(), 21 * 6);
    let panic = panics(|| axis_iter_mut(x.view_mut(), Axis(3)));
    assert!(panic.contains("no Axis(3)"), "{panic}");
}
