//! The programs that consist of tasks. `benches/overhead/tasks.c` holds the same ones for the C compilers.
//!
//! Each exists serially, by `join`, and, in the rivals' own modules, by tasks that are waited for. Nothing is cut off:
//! the smallest call is a task as well, so that the figures show what a task costs.

use std::hint::black_box;

pub mod cholesky;
pub mod fib;
pub mod queens;
pub mod tree;

/// How a program is cut into tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Two halves that may run at once, as often as needed.
    Join,
    /// A task for each part, then a wait for the own tasks: `task` and `taskwait`, or the scope of a rival without these.
    Task,
    /// The same with `taskgroup`.
    Group,
}

/// A program of tasks, with its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The Fibonacci number by its definition.
    Fib(u32),
    /// The ways to place so many queens on a board.
    Queens(u32),
    /// The nodes of an unbalanced tree.
    Tree,
}

impl Program {
    /// What it computes, serially.
    pub fn serial(self) -> u64 {
        match black_box(self) {
            Self::Fib(n) => fib::serial(n),
            Self::Queens(n) => queens::serial(queens::Board::empty(n)),
            Self::Tree => tree::serial(tree::Node::ROOT),
        }
    }

    /// What it computes, by `join`.
    pub fn join<J: Joins>(self, context: &mut J::Context<'_>) -> u64 {
        match black_box(self) {
            Self::Fib(n) => fib::join::<J>(context, n),
            Self::Queens(n) => queens::join::<J>(context, queens::Board::empty(n)),
            Self::Tree => tree::join::<J>(context, tree::Node::ROOT),
        }
    }
}

/// A rival with `join`.
pub trait Joins {
    /// What it hands to its halves.
    type Context<'a>;

    /// Runs both, possibly at once.
    fn join<A: Send, B: Send>(
        context: &mut Self::Context<'_>,
        a: impl FnOnce(&mut Self::Context<'_>) -> A + Send,
        b: impl FnOnce(&mut Self::Context<'_>) -> B + Send,
    ) -> (A, B);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both halves, one after the other.
    struct InTurn;

    impl Joins for InTurn {
        type Context<'a> = ();

        fn join<A: Send, B: Send>(
            (): &mut (),
            a: impl FnOnce(&mut ()) -> A + Send,
            b: impl FnOnce(&mut ()) -> B + Send,
        ) -> (A, B) {
            (a(&mut ()), b(&mut ()))
        }
    }

    #[test]
    fn programs_compute_what_is_known() {
        let known = [(Program::Fib(20), 6_765), (Program::Queens(8), 92), (Program::Queens(6), 4)];
        for (program, result) in known {
            assert_eq!((program.serial(), program.join::<InTurn>(&mut ())), (result, result), "{program:?}");
        }
    }

    #[test]
    fn the_tree_is_what_the_report_says() {
        assert_eq!(Program::Tree.serial(), tree::NODES);
    }
}
