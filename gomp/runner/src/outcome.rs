//! How a run ended.

use std::fmt;
use std::time::Duration;

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With this status.
    Status(i32),
    /// By this signal.
    Signal(i32),
    /// Not in time: it was killed.
    Timeout,
}

impl End {
    pub(crate) fn passed(self) -> bool {
        self == Self::Status(0)
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status {status}"),
            Self::Signal(signal) => write!(f, "signal {signal}"),
            Self::Timeout => f.write_str("timeout"),
        }
    }
}

/// One run.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) end: End,
    pub(crate) time: Duration,
    /// What it wrote to standard output.
    pub(crate) output: Vec<u8>,
    /// The last line with something on it that it wrote to standard error.
    pub(crate) last_words: String,
}
