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

    #[test]
    fn lanes_and_elements(
        (a, b, c) in (0_usize..5, 0_usize..9, 0_usize..5),
        axis in 0_usize..3,
        cuts in cuts(),
    ) {
        let mut x = Array3::from_shape_fn((a, b, c), |(i, j, k)| 100 * i + 10 * j + k);
        let (mut y, axis) = (x.clone(), Axis(axis));
        law!(lanes(x.view(), axis), x.lanes(axis), cuts);
        law!(lanes_mut(x.view_mut(), axis), y.lanes_mut(axis), cuts);
        law!(elements(x.view()), x.iter(), cuts);
        law!(elements_mut(x.view_mut()), y.iter_mut(), cuts);
        let turned = x.t();
        law!((elements(turned), elements(x.view())), turned.iter().zip(x.iter()), cuts);
        let (mut x, mut y) = (x.slice_mut(s![.., ..;-2, ..]), y.slice_mut(s![.., ..;-2, ..]));
        law!(lanes_mut(x.view_mut(), axis), y.lanes_mut(axis), cuts);
        law!(elements_mut(x.view_mut()), y.iter_mut(), cuts);
        // A view whose elements are the same one many times.
        let one = ndarray::arr0(7);
        let many = one.broadcast((a, b)).unwrap();
        law!(elements(many), many.iter(), cuts);
        law!(elements(one.view()), one.iter(), cuts);
    }
}

#[test]
fn elements_are_written_once() {
    let mut x = Array3::zeros((7, 3, 2));
    for_each(elements_mut(x.view_mut()), |cell| *cell += 1);
    for_each(lanes_mut(x.view_mut(), Axis(1)), |mut lane| lane += 1);
    assert!(x.iter().all(|cell| *cell == 2));
    let panic = panics(|| lanes(x.view(), Axis(3)));
    assert!(panic.contains("no Axis(3)"), "{panic}");
}

#[test]
fn rows_are_written_once() {
    let mut x = Array3::zeros((7, 3, 2));
    for_each(enumerate(axis_iter_mut(x.view_mut(), Axis(0))), |(i, mut row)| row += i);
    assert_eq!(x.sum(), 21 * 6);
    let panic = panics(|| axis_iter_mut(x.view_mut(), Axis(3)));
    assert!(panic.contains("no Axis(3)"), "{panic}");
}
