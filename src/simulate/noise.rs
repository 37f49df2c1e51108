//! Noise from a seed: the same for the same chunk, whoever runs it and whenever.

/// What a chunk's time is multiplied by: 1 on average, with a standard deviation of `sigma`, never negative.
///
/// A sum of twelve even draws is as good as a normal one here, and takes additions alone: powers and logarithms differ in
/// their last bits from platform to platform.
pub(super) fn factor(seed: u64, chunk: u64, sigma: f64) -> f64 {
    let mut state = mix(seed ^ mix(chunk));
    let sum: f64 = (0..12)
        .map(|_| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            (mix(state) >> 11) as f64 / (1_u64 << 53) as f64
        })
        .sum();
    (1.0 + sigma * (sum - 6.0)).max(0.0)
}

/// The finaliser of SplitMix64: neighbours become strangers.
fn mix(mut x: u64) -> u64 {
    x = (x ^ x >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ x >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ x >> 31
}
