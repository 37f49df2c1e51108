//! Walks through a tree that nobody knows beforehand.
//!
//! ```text
//! cargo run --release --example unbalanced_tree [SEED]
//! ```
//! Whether a node has children is decided by a hash of its parent's, as in the Unbalanced Tree Search of
//! Olivier et al. What hangs below two nodes differs by orders of magnitude, and nobody can tell which is the
//! larger. So the tree cannot be shared out beforehand: whoever has nothing to do takes half of what somebody
//! else has not begun.
//!
//! Ends with an error if the walk finds other nodes than a serial one.

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/timed.rs"]
mod timed;

use std::error::Error;

use ferromp::prelude::*;

/// Children of a node that has any.
const ARITY: u64 = 8;
/// Levels in which every node has children.
const CROWN: u32 = 4;
/// How many of a million nodes below the crown have children. With 125,000 the tree would have no end.
const BEARING: u64 = 124_700;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Node { hash: arguments::number(1, "SEED", 1)?, level: 0 };

    let (serial, serial_time) = timed::best_of(3, || walk_serially(root));
    let (parallel, parallel_time) = timed::best_of(3, || parallel_masked(|team| walk(team, root)));

    println!("{} nodes, {} of them leaves, {} levels", parallel.nodes, parallel.leaves, parallel.levels);
    if parallel != serial {
        return Err(format!("serially {serial:?}, in parallel {parallel:?}").into());
    }
    timed::report(serial_time, parallel_time);
    Ok(())
}

#[derive(Clone, Copy)]
struct Node {
    hash: u64,
    level: u32,
}

impl Node {
    fn is_leaf(self) -> bool {
        self.level >= CROWN && self.hash % 1_000_000 >= BEARING
    }

    /// Its child `k`. To make it takes some 100 ns.
    fn child(self, k: u64) -> Self {
        let mut hash = self.hash.wrapping_add((k + 1).wrapping_mul(0x9e3779b97f4a7c15));
        for _ in 0..50 {
            hash = (hash ^ hash >> 30).wrapping_mul(0xbf58476d1ce4e5b9);
            hash = (hash ^ hash >> 27).wrapping_mul(0x94d049bb133111eb);
            hash ^= hash >> 31;
        }
        Self { hash, level: self.level + 1 }
    }
}

/// What hangs below some nodes, these included.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    nodes: u64,
    leaves: u64,
    levels: u32,
}

impl Found {
    fn one(node: Node) -> Self {
        Self { nodes: 1, leaves: u64::from(node.is_leaf()), levels: node.level + 1 }
    }

    fn and(self, other: Self) -> Self {
        Self {
            nodes: self.nodes + other.nodes,
            leaves: self.leaves + other.leaves,
            levels: self.levels.max(other.levels),
        }
    }
}

fn walk_serially(node: Node) -> Found {
    let children = if node.is_leaf() { 0 } else { ARITY };
    (0..children).map(|k| walk_serially(node.child(k))).fold(Found::one(node), Found::and)
}

fn walk(team: &Team<'_>, node: Node) -> Found {
    if node.is_leaf() { Found::one(node) } else { Found::one(node).and(children(team, node, 0, ARITY)) }
}

/// Walks through the trees below some children of `node`.
fn children(team: &Team<'_>, node: Node, from: u64, to: u64) -> Found {
    if to - from == 1 {
        return walk(team, node.child(from));
    }
    let middle = from.midpoint(to);
    let (a, b) =
        team.join(|team| children(team, node, from, middle), |team| children(team, node, middle, to));
    a.and(b)
}
