//! Traces in the format of Chrome's `about:tracing`, which Perfetto reads as well.

use std::io::{self, Write};

use super::json::{Text, separator};
use super::profile::Profile;
use super::span::{Span, What};

impl Profile {
    /// Writes what every thread did as a trace, to be opened in <https://ui.perfetto.dev> or `chrome://tracing`: regions,
    /// implicit tasks, constructs, chunks, waits and tasks as nested slices. The format is Chrome's Trace Event Format, an
    /// object with `traceEvents`: complete events (`"ph": "X"`) in microseconds, process 1, a thread for each of ours.
    ///
    /// ```
    /// use ferromp::prelude::*;
    /// use ferromp::profile::Profile;
    /// let ((), profile) = Profile::record(|| parallel_for(0..10).for_each(|_| ()));
    /// let mut trace = Vec::new();
    /// profile.to_chrome_trace(&mut trace)?;
    /// assert!(String::from_utf8_lossy(&trace).contains(r#""ph":"X""#));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// What `out` answers.
    pub fn to_chrome_trace(&self, mut out: impl Write) -> io::Result<()> {
        write!(out, "{{\"displayTimeUnit\":\"ns\",\"traceEvents\":[")?;
        write!(
            out,
            "{}{{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":1,\"tid\":0,\"ts\":0,\"args\":{{\"name\":\"ferromp\"}}}}",
            separator(0)
        )?;
        for (tid, thread) in self.threads.iter().enumerate() {
            write!(
                out,
                "{}{{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":{tid},\"ts\":0,\"args\":{{\"name\":{}}}}}",
                separator(1),
                Text(&thread.name)
            )?;
            for span in &thread.spans {
                write!(out, "{}", separator(1))?;
                write_span(&mut out, tid, span)?;
            }
        }
        writeln!(out, "]}}")?;
        out.flush()
    }
}

fn write_span(out: &mut impl Write, tid: usize, span: &Span) -> io::Result<()> {
    write!(
        out,
        "{{\"name\":{},\"cat\":\"{}\",\"ph\":\"X\",\"pid\":1,\"tid\":{tid},\"ts\":{},\"dur\":{},\"args\":{{",
        Text(&span.name()),
        category(span.what),
        Microseconds(span.begin_ns),
        Microseconds(span.end_ns - span.begin_ns)
    )?;
    match span.what {
        What::Region { requested, size, level, combined } => {
            write!(
                out,
                "\"requested\":{requested},\"size\":{size},\"level\":{level},\"combined\":{combined}"
            )?;
        }
        What::Member { thread_num } => write!(out, "\"thread_num\":{thread_num}")?,
        What::Chunk { first, len } => write!(out, "\"first\":{first},\"len\":{len}")?,
        What::Task { task } => write!(out, "\"task\":{task}")?,
        What::Work { .. } | What::Wait { .. } => {}
    }
    write!(out, "}}}}")
}

fn category(what: What) -> &'static str {
    match what {
        What::Region { .. } => "parallel",
        What::Member { .. } => "implicit task",
        What::Chunk { .. } => "chunk",
        What::Work { .. } => "work",
        What::Wait { .. } => "wait",
        What::Task { .. } => "task",
    }
}

/// Nanoseconds in the format's unit, exactly.
struct Microseconds(u64);

impl std::fmt::Display for Microseconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}
