//! JSON, as far as a profile needs it: written by hand, since what is written is all ours.

use std::fmt;
use std::io::{self, Write};

use super::profile::{Execution, Profile, Site};

/// The version of the format that [`Profile::to_json`] writes.
pub const VERSION: u32 = 1;

impl Profile {
    /// Writes the loops as JSON, for `ferromp-lab replay` and for programs of one's own. `src/profile/FORMAT.md` describes
    /// it; [`VERSION`] is its version.
    ///
    /// ```
    /// use ferromp::prelude::*;
    /// use ferromp::profile::Profile;
    /// let ((), profile) = Profile::record(|| parallel_for(0..10).for_each(|_| ()));
    /// let mut text = Vec::new();
    /// profile.to_json(&mut text)?;
    /// assert!(text.starts_with(b"{\"format\":\"ferromp-profile\",\"version\":1,"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// What `out` answers.
    pub fn to_json(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(
            out,
            "{{\"format\":\"ferromp-profile\",\"version\":{VERSION},\"processors\":{},\"duration_ns\":{},\"dropped\":{},",
            self.processors, self.duration_ns, self.dropped
        )?;
        write!(out, "\"sites\":[")?;
        for (at, site) in self.sites.iter().enumerate() {
            write!(out, "{}", separator(at))?;
            write_site(&mut out, site)?;
        }
        writeln!(out, "]}}")?;
        out.flush()
    }
}

fn write_site(out: &mut impl Write, site: &Site) -> io::Result<()> {
    write!(
        out,
        "{{\"file\":{},\"line\":{},\"column\":{},\"kind\":\"{}\",\"executions\":[",
        Text(&site.file),
        site.line,
        site.column,
        site.kind.name()
    )?;
    for (at, execution) in site.executions.iter().enumerate() {
        write!(out, "{}", separator(at))?;
        write_execution(out, execution)?;
    }
    write!(out, "]}}")
}

fn write_execution(out: &mut impl Write, execution: &Execution) -> io::Result<()> {
    write!(
        out,
        "{{\"len\":{},\"threads\":{},\"schedule\":{},\"begin_ns\":{},\"end_ns\":{},\"complete\":{},\"chunks\":[",
        execution.len,
        execution.threads,
        Text(&execution.schedule),
        execution.begin_ns,
        execution.end_ns,
        execution.complete
    )?;
    for (at, chunk) in execution.chunks.iter().enumerate() {
        write!(
            out,
            "{}{{\"member\":{},\"first\":{},\"len\":{},\"begin_ns\":{},\"end_ns\":{}}}",
            separator(at),
            chunk.member,
            chunk.first,
            chunk.len,
            chunk.begin_ns,
            chunk.end_ns
        )?;
    }
    write!(out, "],\"waits\":[")?;
    for (at, wait) in execution.waits.iter().enumerate() {
        write!(
            out,
            "{}{{\"member\":{},\"begin_ns\":{},\"end_ns\":{}}}",
            separator(at),
            wait.member,
            wait.begin_ns,
            wait.end_ns
        )?;
    }
    write!(out, "]}}")
}

/// What stands before element `at`.
pub(super) fn separator(at: usize) -> &'static str {
    if at == 0 { "\n" } else { ",\n" }
}

/// A string in quotes.
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
                c => write!(f, "{c}")?,
            }
        }
        f.write_str("\"")
    }
}
