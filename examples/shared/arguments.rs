//! Arguments of the examples: some numbers, each with a default.

use std::fmt::Display;
use std::str::FromStr;

/// The argument at `position` (from 1), or `default` if there are fewer.
pub(crate) fn number<T: FromStr + Display>(position: usize, name: &str, default: T) -> Result<T, String> {
    match std::env::args().nth(position) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| format!("{name}: `{text}` is not a number; {default} is one")),
    }
}
