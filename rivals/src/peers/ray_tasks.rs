//! rayon's `join`, and its scopes, which wait for the tasks spawned in them.

use std::hint::black_box;

use crate::kernels::queens::{self, Board};
use crate::kernels::tree::{self, Node};
use crate::kernels::{Joins, Program};

/// `rayon::join`.
pub struct ByRayon;

impl Joins for ByRayon {
    type Context<'a> = ();

    fn join<A: Send, B: Send>(
        (): &mut (),
        a: impl FnOnce(&mut ()) -> A + Send,
        b: impl FnOnce(&mut ()) -> B + Send,
    ) -> (A, B) {
        rayon::join(|| a(&mut ()), || b(&mut ()))
    }
}

/// What `program` computes, with a scope in each call.
pub fn scopes(program: Program) -> u64 {
    match black_box(program) {
        Program::Fib(n) => fib(n),
        Program::Queens(n) => queens(Board::empty(n)),
        Program::Tree => tree(Node::ROOT),
    }
}

fn fib(n: u32) -> u64 {
    if n < 2 {
        return u64::from(n);
    }
    let (mut a, mut b) = (0, 0);
    rayon::scope(|s| {
        s.spawn(|_| a = fib(n - 1));
        s.spawn(|_| b = fib(n - 2));
    });
    a + b
}

fn queens(board: Board) -> u64 {
    if board.done() {
        return 1;
    }
    let mut counts = [0; queens::MOST];
    rayon::scope(|s| {
        let mut free = board.free();
        for count in &mut counts {
            if free == 0 {
                break;
            }
            let bit = queens::lowest(free);
            free ^= bit;
            s.spawn(move |_| *count = queens(board.with(bit)));
        }
    });
    counts.iter().sum()
}

fn tree(node: Node) -> u64 {
    if !node.bears() {
        return 1;
    }
    let mut counts = [0; tree::ARITY];
    rayon::scope(|s| {
        for (k, count) in counts.iter_mut().enumerate() {
            s.spawn(move |_| *count = tree(node.child(k)));
        }
    });
    1 + counts.iter().sum::<u64>()
}
