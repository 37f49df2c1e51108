//! The grammar of `OMP_SCHEDULE`: `[modifier:]kind[,chunk]` (OpenMP 5.2 §21.2.1), read and printed.

use super::kinds::{self, Kind};
use super::schedule::{Modifier, Schedule};
use std::fmt;
use std::num::IntErrorKind;
use std::str::FromStr;

/// Prints what [`FromStr`] reads, in lower case; `runtime` for [`Schedule::Runtime`], and a policy's name, which
/// no grammar knows.
impl fmt::Display for Schedule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((kind, chunk)) = self.built_in() else {
            let Schedule::Custom(policy) = self else { unreachable!("only a policy has no kind") };
            return f.pad(policy.name());
        };
        let modifier = self.modifier().map_or("", |modifier| match modifier {
            Modifier::Monotonic => "monotonic:",
            Modifier::Nonmonotonic => "nonmonotonic:",
        });
        match chunk.filter(|_| chunk != kind.default_chunk) {
            Some(chunk) => f.pad(&format!("{modifier}{},{chunk}", kind.name)),
            None => f.pad(&format!("{modifier}{}", kind.name)),
        }
    }
}

/// Reads `[modifier:]kind[,chunk]` as `OMP_SCHEDULE` has it: modifier `monotonic` or `nonmonotonic`, kind
/// `static`, `dynamic`, `guided` or `auto`, chunk a positive integer; any case, white space around each part.
impl FromStr for Schedule<'_> {
    type Err = ParseScheduleError;

    fn from_str(text: &str) -> Result<Self, ParseScheduleError> {
        parse(text).map_err(|problem| ParseScheduleError { value: text.into(), problem })
    }
}

fn parse(text: &str) -> Result<Schedule<'static>, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    let (modifier, rest) = match text.split_once(':') {
        Some((modifier, rest)) => (Some(parse_modifier(modifier)?), rest),
        None => (None, text),
    };
    let (kind, chunk) = match rest.split_once(',') {
        Some((kind, chunk)) => (parse_kind(kind)?, Some(chunk)),
        None => (parse_kind(rest)?, None),
    };
    if chunk.is_some() && !kind.takes_chunk {
        return Err(Problem::ChunkNotAllowed(kind.name));
    }
    let plain = (kind.make)(chunk.map(parse_chunk).transpose()?);
    Ok(match modifier {
        Some(Modifier::Monotonic) => plain.monotonic(),
        Some(Modifier::Nonmonotonic) => plain.nonmonotonic(),
        None => plain,
    })
}

fn parse_modifier(text: &str) -> Result<Modifier, Problem> {
    match text.trim() {
        word if word.eq_ignore_ascii_case("monotonic") => Ok(Modifier::Monotonic),
        word if word.eq_ignore_ascii_case("nonmonotonic") => Ok(Modifier::Nonmonotonic),
        _ => Err(Problem::Modifier),
    }
}

fn parse_kind(text: &str) -> Result<&'static Kind, Problem> {
    let word = text.trim();
    if word.eq_ignore_ascii_case(kinds::RUNTIME.name) {
        return Err(Problem::Runtime);
    }
    let named = kinds::ALL.iter().find(|kind| kind.name.eq_ignore_ascii_case(word));
    named.copied().ok_or(Problem::Kind)
}

fn parse_chunk(text: &str) -> Result<u64, Problem> {
    let digits = text.trim();
    if let Some(magnitude) = digits.strip_prefix('-') {
        let number = !magnitude.is_empty() && magnitude.bytes().all(|b| b.is_ascii_digit());
        return Err(if number { Problem::ChunkNegative } else { Problem::Chunk });
    }
    match digits.parse() {
        Ok(0) => Err(Problem::ChunkZero),
        Ok(chunk) => Ok(chunk),
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => Err(Problem::ChunkOverflow),
        Err(_) => Err(Problem::Chunk),
    }
}

/// A text that is no schedule. Its message says what is wrong with it and gives the grammar.
///
/// ```
/// use ferromp::Schedule;
/// let error = "dynamic,0".parse::<Schedule>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "invalid schedule \"dynamic,0\": the chunk size must be positive, not 0; expected \
///      [monotonic:|nonmonotonic:]{static|dynamic|guided|auto}[,chunk]"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseScheduleError {
    value: Box<str>,
    problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Empty,
    Modifier,
    Kind,
    Runtime,
    Chunk,
    ChunkZero,
    ChunkNegative,
    ChunkOverflow,
    ChunkNotAllowed(&'static str),
}

impl std::error::Error for ParseScheduleError {}

impl fmt::Display for ParseScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid schedule {:?}: ", self.value)?;
        match self.problem {
            Problem::Empty => f.write_str("it is empty")?,
            Problem::Modifier => f.write_str("unknown modifier")?,
            Problem::Kind => f.write_str("unknown kind")?,
            Problem::Runtime => f.write_str("`runtime` would refer to itself here")?,
            Problem::Chunk => f.write_str("the chunk size is not a number")?,
            Problem::ChunkZero => f.write_str("the chunk size must be positive, not 0")?,
            Problem::ChunkNegative => f.write_str("the chunk size must be positive, not negative")?,
            Problem::ChunkOverflow => f.write_str("the chunk size is too large (64 bits at most)")?,
            Problem::ChunkNotAllowed(kind) => write!(f, "`{kind}` takes no chunk size")?,
        }
        f.write_str("; expected [monotonic:|nonmonotonic:]{")?;
        for (i, kind) in kinds::ALL.iter().enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { "|" }, kind.name)?;
        }
        f.write_str("}[,chunk]")
    }
}
