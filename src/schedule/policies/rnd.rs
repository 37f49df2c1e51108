//! `rnd,least,most,seed`: chunks of random length.
//!
//! F. M. Ciorba, C. Iwainsky, P. Buder: "OpenMP loop scheduling revisited: making a case for more schedules",
//! International Workshop on OpenMP, 2018.
//!
//! Each chunk has between `least` and `most` iterations, any with the same probability: N/100P and N/2P if not given, as
//! the paper has it. Lengths depend on `seed` (0 if not given) and the chunk's number alone, so a run can be repeated.
//!
//! Wins nothing; it is the control that a clever policy has to beat, and it finds code that relies on a schedule.

use super::Batches;

#[derive(Clone, Debug)]
pub(in crate::schedule) struct Rnd {
    least: u64,
    /// How many lengths are possible, less one.
    more: u64,
    state: u64,
}

impl Rnd {
    pub(in crate::schedule) fn new(len: u64, members: usize, least: u64, most: u64, seed: u32) -> Self {
        let p = (members as u64).max(1);
        let least = if least == 0 { len / p.saturating_mul(100) } else { least }.max(1);
        let most = if most == 0 { len / p.saturating_mul(2) } else { most }.max(least);
        Rnd { least, more: most - least, state: u64::from(seed) }
    }
}

impl Batches for Rnd {
    fn next_batch(&mut self, _: u64) -> u64 {
        // SplitMix64 (Steele, Lea, Flood 2014), and the high word of a product in place of a remainder.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        self.least + ((u128::from(z) * (u128::from(self.more) + 1)) >> 64) as u64
    }

    fn is_level(&self) -> bool {
        self.more == 0
    }
}
