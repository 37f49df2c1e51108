//! What can go wrong, in words that say how to mend it.

use std::fmt;

/// Why a region could not run as asked, or was called off.
///
/// Returned by the `try_` forms; the others panic with the same words.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    TooFewThreads { asked: usize, got: usize, cause: String },
    Misuse(String),
    Cancelled,
}

impl Error {
    pub(crate) fn too_few_threads(asked: usize, got: usize, cause: impl fmt::Display) -> Self {
        Self { kind: Kind::TooFewThreads { asked, got, cause: cause.to_string() } }
    }

    pub(crate) fn misuse(text: impl fmt::Display) -> Self {
        Self { kind: Kind::Misuse(text.to_string()) }
    }

    pub(crate) fn cancelled() -> Self {
        Self { kind: Kind::Cancelled }
    }

    /// Whether the region was cancelled by a member, so that there is no result.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.kind, Kind::Cancelled)
    }

    /// Whether a `strict` region could not have as many threads as it asked for.
    pub fn is_too_few_threads(&self) -> bool {
        matches!(self.kind, Kind::TooFewThreads { .. })
    }

    /// Whether members of the team met different constructs, so that one would have waited for ever.
    pub fn is_misuse(&self) -> bool {
        matches!(self.kind, Kind::Misuse(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::TooFewThreads { asked, got, cause } => write!(
                f,
                "a strict parallel region asked for {asked} threads and can have {got}: {cause}; \
                 ask for fewer, raise the limit, or drop `strict`"
            ),
            Kind::Misuse(text) => f.write_str(text),
            Kind::Cancelled => f.write_str("the region was cancelled, so results of its members are missing"),
        }
    }
}

impl std::error::Error for Error {}

/// Ends the process with a message.
#[allow(unreachable_pub)] // Hosts see it, with the feature `raw`.
#[cold]
pub fn die(text: &str) -> ! {
    let text = format!("ferromp: {text}\n");
    // Nobody can be told that standard error is closed.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
    std::process::abort()
}
