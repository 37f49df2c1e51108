use std::num::ParseIntError;
use std::ops::ControlFlow;

use super::*;
use crate::{Elementwise, Sum};

#[test]
fn linear_variables_are_where_stepping_takes_them() {
    assert_eq!(linear(10_i32, 7, -3), -11);
    assert_eq!(linear(250_u8, 10, 1), 4);
    assert_eq!(linear(0.5_f64, 4, 0.25), 1.5);
}

#[test]
fn tiles_cover_ranges_to_their_ends() {
    assert!(tiles(0..7, 3).eq([0..3, 3..6, 6..7]));
    assert!(tiles(250_u8..255, 3).eq([250..253, 253..255]));
    assert!(tiles(250..=255_u8, 4).eq([250..=253, 254..=255]));
    assert!(tiles(-128..=127_i8, 1000).eq([-128..=127]));
    assert!(tiles(-128..127_i8, 200).eq([-128..72, 72..127]));
    assert!(tiles(0..5, 0).eq((0..5).map(|k| k..k + 1)));
    let (five, four) = (5, 4);
    assert!(tiles(five..four, 2).next().is_none() && tiles(five..=four, 2).next().is_none());
}

#[test]
fn question_marks_convert_errors() {
    let parse = |text: &str| match text.parse::<u8>().branch() {
        ControlFlow::Continue(value) => Ok(value),
        ControlFlow::Break(exit) => Result::<u8, Box<dyn std::error::Error>>::from_exit(exit),
    };
    assert_eq!(parse("7").unwrap(), 7);
    assert!(parse("x").unwrap_err().is::<ParseIntError>());
}

#[test]
fn a_private_copy_has_the_shape_of_its_original() {
    assert_eq!(identity(&Elementwise(Sum), &vec![5, 6]), [0, 0]);
    let mut sums = vec![5, 6];
    absorb(&Elementwise(Sum), &mut sums, vec![1, 2]);
    assert_eq!(sums, [6, 8]);
}

#[test]
fn a_member_outside_of_regions_is_alone() {
    assert_eq!(with_team(|team| (team.thread_num(), team.num_threads())), (0, 1));
    crate::Parallel::new().num_threads(3).run(|team| {
        assert_eq!(with_team(|current| current.thread_num()), team.thread_num());
        assert_eq!(with_team(|current| current.num_threads()), 3);
    });
}
