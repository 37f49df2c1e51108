//! ferromp's `join`; its `taskscope`, which is `task` and `taskwait` for tasks that borrow; its `taskgroup`.

use std::hint::black_box;

use ferromp::{Data, Parallel, Team};

use crate::kernels::cholesky::{self, Matrix, TILES, Tile};
use crate::kernels::queens::{self, Board};
use crate::kernels::tree::{self, Node};
use crate::kernels::{Joins, Program};

/// `Team::join`.
pub struct ByOurs;

impl Joins for ByOurs {
    type Context<'a> = &'a Team<'static>;

    fn join<A: Send, B: Send>(
        team: &mut &Team<'static>,
        a: impl FnOnce(&mut &Team<'static>) -> A + Send,
        b: impl FnOnce(&mut &Team<'static>) -> B + Send,
    ) -> (A, B) {
        team.join(|mut team| a(&mut team), |mut team| b(&mut team))
    }
}

/// What `program` computes, with a `taskscope` in each call.
pub fn scopes(team: &Team<'_>, program: Program) -> u64 {
    match black_box(program) {
        Program::Fib(n) => fib(team, n),
        Program::Queens(n) => queens(team, Board::empty(n)),
        Program::Tree => tree(team, Node::ROOT),
    }
}

/// What `program` computes, with a `taskgroup` in each call.
pub fn groups(team: &Team<'_>, program: Program) -> u64 {
    match black_box(program) {
        Program::Fib(n) => fib_by_groups(team, n),
        Program::Queens(_) | Program::Tree => unreachable!("measured in the other forms"),
    }
}

fn fib(team: &Team<'_>, n: u32) -> u64 {
    if n < 2 {
        return u64::from(n);
    }
    let (mut a, mut b) = (0, 0);
    team.taskscope(|scope| {
        scope.task(|team| a = fib(team, n - 1));
        scope.task(|team| b = fib(team, n - 2));
    });
    a + b
}

fn fib_by_groups(team: &Team<'_>, n: u32) -> u64 {
    if n < 2 {
        return u64::from(n);
    }
    let (mut a, mut b) = (0, 0);
    team.taskgroup(|group| {
        group.task(|team| a = fib_by_groups(team, n - 1));
        group.task(|team| b = fib_by_groups(team, n - 2));
    });
    a + b
}

fn queens(team: &Team<'_>, board: Board) -> u64 {
    if board.done() {
        return 1;
    }
    let mut counts = [0; queens::MOST];
    team.taskscope(|scope| {
        let mut free = board.free();
        for count in &mut counts {
            if free == 0 {
                break;
            }
            let bit = queens::lowest(free);
            free ^= bit;
            scope.task(move |team| *count = queens(team, board.with(bit)));
        }
    });
    counts.iter().sum()
}

fn tree(team: &Team<'_>, node: Node) -> u64 {
    if !node.bears() {
        return 1;
    }
    let mut counts = [0; tree::ARITY];
    team.taskscope(|scope| {
        for (k, count) in counts.iter_mut().enumerate() {
            scope.task(move |team| *count = tree(team, node.child(k)));
        }
    });
    1 + counts.iter().sum::<u64>()
}

/// Factorises the matrix in place: each step is a task that names the tiles it reads and the one it changes.
pub fn cholesky(region: &Parallel, tiles: &mut Matrix) {
    let data: Vec<Data<Box<Tile>>> = std::mem::take(tiles).into_iter().map(Data::new).collect();
    let tile = |i, j| &data[cholesky::at(i, j)];
    region.masked(|team| {
        for k in 0..TILES {
            team.task_with(tile(k, k).write(), |_, a| cholesky::factorise(a));
            for i in k + 1..TILES {
                team.task_with((tile(k, k).read(), tile(i, k).write()), |_, (l, b)| cholesky::solve(l, b));
            }
            for i in k + 1..TILES {
                for j in k + 1..i {
                    let access = (tile(i, k).read(), tile(j, k).read(), tile(i, j).write());
                    team.task_with(access, |_, (a, b, c)| cholesky::multiply(a, b, c));
                }
                team.task_with((tile(i, k).read(), tile(i, i).write()), |_, (a, c)| cholesky::square(a, c));
            }
        }
    });
    *tiles = data.into_iter().map(Data::into_inner).collect();
}
