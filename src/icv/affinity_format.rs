//! `OMP_AFFINITY_FORMAT` (OpenMP 5.2, section 21.2.5): one line about where a thread is bound.
//!
//! ```text
//! field = "%" [["0"] "." size | size] type        type = letter | "{" name "}"
//! ```
//! A size is the least width of a field. Fields are left-justified, with a dot right-justified, and with a zero before
//! the dot numbers are filled with zeros. `%%` is a percent sign.

use crate::sys::CpuSet;
use std::fmt::{self, Write};

/// What `affinity-format-var` is unless someone sets it.
pub(super) const DEFAULT_AFFINITY_FORMAT: &str =
    "host %H pid %P tid %i level %L thread %n of %N bound to CPUs %A";

/// No field is wider, whatever the size in the format: a mistyped one is then no attack on the memory.
const WIDEST: usize = 1024;

/// A thread's numbers in the regions around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ThreadNumbers {
    /// `omp_get_team_num()`.
    pub(crate) team_num: u32,
    /// `omp_get_num_teams()`.
    pub(crate) num_teams: u32,
    /// `omp_get_level()`.
    pub(crate) nesting_level: u32,
    /// `omp_get_thread_num()`.
    pub(crate) thread_num: u32,
    /// `omp_get_num_threads()`.
    pub(crate) num_threads: u32,
    /// `omp_get_ancestor_thread_num(omp_get_level() - 1)`: -1 outside of all regions.
    pub(crate) ancestor_tnum: i32,
}

/// What can be said about a thread.
#[derive(Clone, Debug)]
pub(super) struct AffinityInfo<'a> {
    pub(super) numbers: ThreadNumbers,
    /// CPUs on which the thread may run.
    pub(super) affinity: &'a CpuSet,
    /// Name of the machine.
    pub(super) host: &'a str,
    /// Number of the process.
    pub(super) process_id: u32,
    /// The operating system's number of the thread.
    pub(super) native_thread_id: u64,
}

/// The value of a field: only numbers can be filled with zeros.
enum Value {
    Number(i128),
    Text(String),
}

impl AffinityInfo<'_> {
    /// A field by its letter or its name; `None` if there is no such field.
    fn field(&self, name: &str) -> Option<Value> {
        let number = |number: i128| Some(Value::Number(number));
        match name {
            "t" | "team_num" => number(self.numbers.team_num.into()),
            "T" | "num_teams" => number(self.numbers.num_teams.into()),
            "L" | "nesting_level" => number(self.numbers.nesting_level.into()),
            "n" | "thread_num" => number(self.numbers.thread_num.into()),
            "N" | "num_threads" => number(self.numbers.num_threads.into()),
            "a" | "ancestor_tnum" => number(self.numbers.ancestor_tnum.into()),
            "A" | "thread_affinity" => Some(Value::Text(self.affinity.to_string())),
            "H" | "host" => Some(Value::Text(self.host.to_owned())),
            "P" | "process_id" => number(self.process_id.into()),
            "i" | "native_thread_id" => number(self.native_thread_id.into()),
            _ => None,
        }
    }
}

/// `format` with its fields filled in. What is no field is text; a field that does not exist is `undefined`.
pub(super) fn format_affinity(format: &str, info: &AffinityInfo<'_>) -> String {
    let mut line = String::new();
    let mut rest = format;
    while let Some((text, field)) = rest.split_once('%') {
        line.push_str(text);
        rest = match Field::split(field) {
            Some((field, behind)) => {
                // Writing to a string cannot fail.
                let _ = field.write(&mut line, info);
                behind
            }
            // A percent sign that begins no field stands for itself; so does the first of two.
            None => {
                line.push('%');
                field.strip_prefix('%').unwrap_or(field)
            }
        };
    }
    line.push_str(rest);
    line
}

/// A field specifier.
struct Field<'f> {
    zeros: bool,
    right: bool,
    width: usize,
    name: &'f str,
}

impl<'f> Field<'f> {
    /// The field whose specifier, without its percent sign, `text` begins with, and the text behind it.
    fn split(text: &'f str) -> Option<(Self, &'f str)> {
        let zeros = text.starts_with("0.");
        let text = if zeros { &text[1..] } else { text };
        let right = text.starts_with('.');
        let text = if right { &text[1..] } else { text };
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (size, text) = text.split_at(digits);
        // Digits that are no number are more than any.
        let width = if size.is_empty() { 0 } else { size.parse().unwrap_or(WIDEST).min(WIDEST) };
        let (name, behind) = match text.strip_prefix('{') {
            Some(text) => text.split_once('}')?,
            None => text.split_at(text.chars().next().filter(char::is_ascii_alphabetic)?.len_utf8()),
        };
        Some((Self { zeros, right, width, name }, behind))
    }

    fn write(&self, line: &mut String, info: &AffinityInfo<'_>) -> fmt::Result {
        let width = self.width;
        let text = match info.field(self.name) {
            // The sign counts for the width and stays in front.
            Some(Value::Number(number)) if self.zeros => return write!(line, "{number:0width$}"),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Text(text)) => text,
            None => "undefined".to_owned(),
        };
        if self.right { write!(line, "{text:>width$}") } else { write!(line, "{text:<width$}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn format(format: &str) -> String {
        let affinity = CpuSet::parse_list("0-1,16-17").unwrap();
        let numbers = ThreadNumbers {
            team_num: 2,
            num_teams: 3,
            nesting_level: 1,
            thread_num: 5,
            num_threads: 8,
            ancestor_tnum: -1,
        };
        let info = AffinityInfo {
            numbers,
            affinity: &affinity,
            host: "nid003",
            process_id: 4711,
            native_thread_id: 4712,
        };
        format_affinity(format, &info)
    }

    #[test]
    fn the_specifications_example() {
        assert_eq!(
            format("Thread Affinity: %0.3L %.8n %.15{thread_affinity} %.12H"),
            "Thread Affinity: 001        5       0-1,16-17       nid003"
        );
    }

    #[test]
    fn letters_and_names_mean_the_same() {
        assert_eq!(format("%t %T %L %n %N %a %A %H %P %i"), "2 3 1 5 8 -1 0-1,16-17 nid003 4711 4712");
        let names = "%{team_num} %{num_teams} %{nesting_level} %{thread_num} %{num_threads} %{ancestor_tnum} \
                     %{thread_affinity} %{host} %{process_id} %{native_thread_id}";
        assert_eq!(format(names), format("%t %T %L %n %N %a %A %H %P %i"));
    }

    #[test]
    fn width_and_justification() {
        assert_eq!(format("[%4n|%.4n|%0.4n]"), "[5   |   5|0005]");
        assert_eq!(format("[%0.8H|%8H]"), "[  nid003|nid003  ]");
        assert_eq!(format("[%0.4a|%.4a|%1P]"), "[-001|  -1|4711]");
        assert_eq!(format("%99999999999999999999n").len(), WIDEST);
    }

    #[test]
    fn text_that_is_no_field_stays_as_it_is() {
        for text in ["", "plain", "50 %", "%", "%.", "%0.4", "% n", "%{host", "%ü", "%.8ü"] {
            assert_eq!(format(text), text, "{text:?}");
        }
        assert_eq!(format("100%% of %%n"), "100% of %n");
        assert_eq!(format("%z %{tid} %0.4x %{}"), "undefined undefined undefined undefined");
    }

    proptest! {
        #[test]
        fn any_text_is_a_format(text in "[%.0-9a-zA-Z{}_ü ]{0,20}") {
            let line = format(&text);
            prop_assert!(text.contains('%') || line == text);
        }
    }
}
