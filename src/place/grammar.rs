//! The grammar of `OMP_PLACES` (OpenMP 5.2, section 21.1.6).
//!
//! ```text
//! list       = interval {"," interval} | name ["(" count ")"]
//! name       = "threads" | "cores" | "ll_caches" | "numa_domains" | "sockets"
//! interval   = place [":" length [":" stride]] | "!" place
//! place      = "{" res-list "}" | number
//! res-list   = resources {"," resources}
//! resources  = number [":" count [":" stride]] | "!" number
//! ```
//! A stride that is left out is one. `!` excludes the number from its place, the place from the list, wherever in
//! the list it stands.

use crate::syntax::{Cursor, SyntaxError, list, whole};
use crate::sys::CpuSet;
use crate::sys::topology::Level;

/// What `OMP_PLACES` says, before the machine is looked at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PlaceSpec {
    /// All groups of a level of the machine, or the first so many.
    Abstract { level: Level, count: Option<usize> },
    /// Places by CPU numbers.
    Explicit(Vec<PlaceInterval>),
}

/// `length` places, the first with `cpus`, each next one `stride` further.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlaceInterval {
    pub(super) excluded: bool,
    pub(super) cpus: CpuSet,
    pub(super) length: usize,
    pub(super) stride: isize,
}

/// Most items of an interval, and greatest stride in either direction: CPU numbers end there too.
const MOST: i64 = CpuSet::MAX_CPU as i64 + 1;

impl PlaceSpec {
    /// What a value may be, in few words.
    pub(crate) const GRAMMAR: &str = "threads, cores, ll_caches, numa_domains or sockets, with a count as in cores(4), \
                                      or a list of places as in {0:4}:8:4,!{8:4} or {0,2},{1,3}";

    /// Reads the value of `OMP_PLACES`.
    pub(crate) fn parse(text: &str) -> Result<Self, SyntaxError> {
        whole(text, "',' or the end of the value", |cursor| match cursor.peek() {
            Some(b'{' | b'!' | b'0'..=b'9') => list(cursor, interval).map(Self::Explicit),
            _ => named(cursor),
        })
    }
}

fn named(cursor: &mut Cursor<'_>) -> Result<PlaceSpec, SyntaxError> {
    const NAMES: &str = "threads, cores, ll_caches, numa_domains, sockets or a place such as {0:4}";
    let level = cursor.choice(NAMES, |word| match word {
        "threads" => Some(Level::Threads),
        "cores" => Some(Level::Cores),
        "ll_caches" => Some(Level::LlCaches),
        "numa_domains" => Some(Level::NumaDomains),
        "sockets" => Some(Level::Sockets),
        _ => None,
    })?;
    let mut count = None;
    if cursor.take('(') {
        count = Some(length(cursor)?);
        cursor.expect(')')?;
    }
    Ok(PlaceSpec::Abstract { level, count })
}

fn interval(cursor: &mut Cursor<'_>) -> Result<PlaceInterval, SyntaxError> {
    let start = cursor.at();
    if cursor.take('!') {
        return Ok(PlaceInterval { excluded: true, cpus: place(cursor)?, length: 1, stride: 1 });
    }
    let cpus = place(cursor)?;
    let (length, stride) = repetition(cursor)?;
    let ends = cpus.iter().next().into_iter().chain(cpus.iter().last());
    ends.map(|cpu| progression(start, cpu, length, stride)).collect::<Result<Vec<_>, _>>()?;
    Ok(PlaceInterval { excluded: false, cpus, length, stride })
}

fn place(cursor: &mut Cursor<'_>) -> Result<CpuSet, SyntaxError> {
    if !cursor.take('{') {
        return Ok(CpuSet::from_iter([number(cursor, "a place, '{' or a CPU number")?]));
    }
    let (mut cpus, mut excluded) = (CpuSet::new(), CpuSet::new());
    list(cursor, |cursor| {
        let start = cursor.at();
        if cursor.take('!') {
            excluded.insert(number(cursor, "a CPU number")?);
            return Ok(());
        }
        let first = number(cursor, "a CPU number or '!'")?;
        let (length, stride) = repetition(cursor)?;
        progression(start, first, length, stride)?.for_each(|cpu| cpus.insert(cpu));
        Ok(())
    })?;
    cursor.expect('}')?;
    Ok(cpus.difference(&excluded))
}

/// `[":" length [":" stride]]`
fn repetition(cursor: &mut Cursor<'_>) -> Result<(usize, isize), SyntaxError> {
    if !cursor.take(':') {
        return Ok((1, 1));
    }
    let length = length(cursor)?;
    let stride = if cursor.take(':') { cursor.integer(-MOST, MOST, "a stride")? } else { 1 };
    Ok((length, stride as isize))
}

fn length(cursor: &mut Cursor<'_>) -> Result<usize, SyntaxError> {
    Ok(cursor.integer(1, MOST, "a positive count")? as usize)
}

fn number(cursor: &mut Cursor<'_>, expected: &str) -> Result<usize, SyntaxError> {
    Ok(cursor.integer(0, MOST - 1, expected)? as usize)
}

/// The CPU numbers `first`, `first + stride`, …, `length` of them; an error for the text at `start` if they leave the
/// range of CPU numbers.
fn progression(
    start: usize,
    first: usize,
    length: usize,
    stride: isize,
) -> Result<impl Iterator<Item = usize>, SyntaxError> {
    let first = first as i64;
    let step = stride as i64;
    // All factors are at most `MOST`: no product overflows.
    let last = first + (length as i64 - 1) * step;
    if !(0..MOST).contains(&last) {
        let expected = format!("an interval within the CPU numbers 0 to {}", MOST - 1);
        return Err(SyntaxError::new(start, expected));
    }
    Ok((0..length as i64).map(move |index| (first + index * step) as usize))
}
