//! From the tokens of one directive to [`Directive`](crate::model::Directive).
//!
//! A clause is a name and mostly a pair of parentheses, so a bad clause does not hide the next one: each group is
//! parsed by itself, and its error added to the others.

mod args;
mod directive;
mod foreign;
mod operator;
mod schedule;

pub(crate) use directive::{directive, parallel_for};
