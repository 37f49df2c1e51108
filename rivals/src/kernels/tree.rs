//! Counts the nodes of a tree nobody knows beforehand, as the Unbalanced Tree Search of Olivier et al. does: whether a
//! node has children is decided by a hash of its parent's. A binomial tree: all nodes below the crown look the same, yet
//! what hangs below two of them differs by orders of magnitude.

use super::Joins;

/// Children of a node that has any.
pub const ARITY: usize = 8;
/// Levels in which every node has children.
const CROWN: u32 = 4;
const SEED: u32 = 10;
/// A node below the crown has children if its digest begins with less: in 0.1247 of all cases, so that the 4,096 trees
/// below the crown have about 1 / (1 - 8 * 0.1247) nodes each.
const BEARS: u32 = (0.1247 * 4_294_967_296.0) as u32;
/// Nodes of the tree.
pub const NODES: u64 = 2_497_665;

/// A node: a digest of how it is reached from the root, and how far below that it is.
#[derive(Clone, Copy)]
pub struct Node {
    digest: [u32; 5],
    level: u32,
}

impl Node {
    pub const ROOT: Self = Self { digest: [0, 0, 0, 0, SEED], level: 0 };

    /// Whether it has `ARITY` children or none.
    pub fn bears(self) -> bool {
        self.level < CROWN || self.digest[0] < BEARS
    }

    /// Its child `k`.
    pub fn child(self, k: usize) -> Self {
        let mut block = [0; 16];
        block[..5].copy_from_slice(&self.digest);
        block[5] = k as u32;
        Self { digest: sha1(block), level: self.level + 1 }
    }
}

/// What SHA-1 makes of its first block: the work of a node, as in the original.
fn sha1(mut w: [u32; 16]) -> [u32; 5] {
    const START: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let x = START;
    let x = twenty::<0, 0x5a82_7999>(x, &mut w, |b, c, d| d ^ (b & (c ^ d)));
    let x = twenty::<20, 0x6ed9_eba1>(x, &mut w, |b, c, d| b ^ c ^ d);
    let x = twenty::<40, 0x8f1b_bcdc>(x, &mut w, |b, c, d| (b & c) | (d & (b | c)));
    let x = twenty::<60, 0xca62_c1d6>(x, &mut w, |b, c, d| b ^ c ^ d);
    std::array::from_fn(|i| START[i].wrapping_add(x[i]))
}

/// The rounds from `FIRST` on.
#[inline(always)]
fn twenty<const FIRST: usize, const CONSTANT: u32>(
    [mut a, mut b, mut c, mut d, mut e]: [u32; 5],
    w: &mut [u32; 16],
    mixed: impl Fn(u32, u32, u32) -> u32,
) -> [u32; 5] {
    for t in FIRST..FIRST + 20 {
        if t >= 16 {
            let sum = w[(t + 13) % 16] ^ w[(t + 8) % 16] ^ w[(t + 2) % 16] ^ w[t % 16];
            w[t % 16] = sum.rotate_left(1);
        }
        let added = mixed(b, c, d).wrapping_add(e).wrapping_add(CONSTANT).wrapping_add(w[t % 16]);
        (a, b, c, d, e) = (a.rotate_left(5).wrapping_add(added), a, b.rotate_left(30), c, d);
    }
    [a, b, c, d, e]
}

/// Serially.
pub fn serial(node: Node) -> u64 {
    if !node.bears() {
        return 1;
    }
    1 + (0..ARITY).map(|k| serial(node.child(k))).sum::<u64>()
}

/// By `join`: the children in halves.
pub fn join<J: Joins>(context: &mut J::Context<'_>, node: Node) -> u64 {
    if !node.bears() {
        return 1;
    }
    1 + children::<J>(context, node, 0, ARITY)
}

fn children<J: Joins>(context: &mut J::Context<'_>, node: Node, from: usize, to: usize) -> u64 {
    if to - from == 1 {
        return join::<J>(context, node.child(from));
    }
    let middle = from.midpoint(to);
    let first = |c: &mut J::Context<'_>| children::<J>(c, node, from, middle);
    let (a, b) = J::join(context, first, |c| children::<J>(c, node, middle, to));
    a + b
}

#[cfg(test)]
mod tests {
    #[test]
    fn sha1_knows_the_digest_of_abc() {
        let mut block = [0; 16];
        (block[0], block[15]) = (0x6162_6380, 24);
        assert_eq!(super::sha1(block), [0xa999_3e36, 0x4706_816a, 0xba3e_2571, 0x7850_c26c, 0x9cd0_d89d]);
    }
}
