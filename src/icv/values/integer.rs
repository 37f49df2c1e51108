//! Counts and lists of counts.

use crate::icv::MAX_THREADS;
use crate::syntax::{Cursor, SyntaxError, list, whole};

const END: &str = "the end of the value";

/// A positive integer.
pub(in crate::icv) fn positive(text: &str) -> Result<u32, SyntaxError> {
    whole(text, END, |cursor| count(cursor, 1))
}

/// A non-negative integer.
pub(in crate::icv) fn non_negative(text: &str) -> Result<u32, SyntaxError> {
    whole(text, END, |cursor| count(cursor, 0))
}

/// Positive integers with commas between.
pub(in crate::icv) fn positive_list(text: &str) -> Result<Vec<u32>, SyntaxError> {
    whole(text, "','", |cursor| list(cursor, |cursor| count(cursor, 1)))
}

fn count(cursor: &mut Cursor<'_>, least: u32) -> Result<u32, SyntaxError> {
    let expected = if least > 0 { "a positive integer" } else { "a non-negative integer" };
    let expected = format!("{expected} up to {MAX_THREADS}");
    let value = cursor.integer(i64::from(least), i64::from(MAX_THREADS), &expected)?;
    Ok(value as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn limits() {
        assert_eq!(positive(" 1 "), Ok(1));
        assert_eq!(positive("2147483647"), Ok(MAX_THREADS));
        assert_eq!(non_negative("0"), Ok(0));
        assert_eq!(positive_list("4, 3 ,2"), Ok(vec![4, 3, 2]));
    }

    #[test]
    fn errors_say_where() {
        for (text, at) in
            [("0", 0), ("-1", 0), ("2147483648", 0), ("", 0), ("four", 0), ("4 threads", 2), ("1.5", 1)]
        {
            assert_eq!(positive(text).unwrap_err().at(), at, "{text:?}");
        }
        for (text, at) in [("4,", 2), ("4,0", 2), (",4", 0), ("4;2", 1), ("4 2", 2)] {
            assert_eq!(positive_list(text).unwrap_err().at(), at, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn lists_round_trip(counts in prop::collection::vec(1..=MAX_THREADS, 1..6)) {
            let text = counts.iter().map(u32::to_string).collect::<Vec<_>>().join(" , ");
            prop_assert_eq!(positive_list(&text), Ok(counts));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,12}") {
            let _ = (positive(&text), positive_list(&text), non_negative(&text));
        }
    }
}
