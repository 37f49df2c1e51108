use clap::ValueEnum;
use std::fmt;

/// The size of a problem: `S` for a sample, `W` of a workstation long ago, then `A` to `C`, each some four times the
/// one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "verbatim")]
pub enum Class {
    #[value(alias = "s")]
    S,
    #[value(alias = "w")]
    W,
    #[value(alias = "a")]
    A,
    #[value(alias = "b")]
    B,
    #[value(alias = "c")]
    C,
}

impl Class {
    /// This class's of the values for S, W, A, B and C.
    pub fn pick<T>(self, values: [T; 5]) -> T {
        let [s, w, a, b, c] = values;
        match self {
            Class::S => s,
            Class::W => w,
            Class::A => a,
            Class::B => b,
            Class::C => c,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
