//! The benchmarks' random numbers: `x := 5^13 x mod 2^46`, each `x / 2^46` in (0, 1).
//!
//! The reference computes this in halves of doubles, from a time when integers were short. One multiplication of
//! 64-bit integers gives the same 46 bits.

/// 5^13.
pub const MULTIPLIER: u64 = 1_220_703_125;

const MASK: u64 = (1 << 46) - 1;

#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed & MASK)
    }

    /// The sequence from the number on that comes after `skipped` others.
    pub fn at(seed: u64, skipped: u64) -> Self {
        let mut random = Self::new(seed);
        random.skip(skipped);
        random
    }

    /// As if `n` numbers had been drawn.
    pub fn skip(&mut self, mut n: u64) {
        let mut factor = MULTIPLIER;
        while n != 0 {
            if n & 1 == 1 {
                self.0 = self.0.wrapping_mul(factor) & MASK;
            }
            factor = factor.wrapping_mul(factor) & MASK;
            n >>= 1;
        }
    }

    #[inline]
    pub fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(MULTIPLIER) & MASK;
        self.0 as f64 * (1.0 / (1_u64 << 46) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipping_is_drawing() {
        for n in [0, 1, 2, 3, 7, 64, 1000] {
            let mut drawn = Random::new(314_159_265);
            (0..n).for_each(|_| _ = drawn.draw());
            assert_eq!(drawn.draw(), Random::at(314_159_265, n).draw(), "{n}");
        }
    }

    #[test]
    fn the_first_number() {
        assert_eq!(Random::new(1).draw(), MULTIPLIER as f64 / (1_u64 << 46) as f64);
    }
}
