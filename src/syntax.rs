//! Reading of the small languages in which OpenMP's environment variables are written.
//!
//! A [`Cursor`] walks over a value; what it cannot read it reports as a [`SyntaxError`], which knows the position
//! and what would have been right there. OpenMP's values are case-insensitive and may have white space around
//! every token, so the cursor skips white space before each token and compares words without regard to case.

use std::fmt;

/// Where a text departs from its grammar, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    at: usize,
    expected: String,
}

impl SyntaxError {
    /// An error at byte `at` of the text, where `expected` would have been right.
    pub(crate) fn new(at: usize, expected: impl Into<String>) -> Self {
        Self { at, expected: expected.into() }
    }

    /// Byte offset of the first part of the text that does not fit.
    #[cfg(test)]
    pub(crate) fn at(&self) -> usize {
        self.at
    }
}

impl fmt::Display for SyntaxError {
    /// Positions are given to people, who count from one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at position {}", self.expected, self.at + 1)
    }
}

impl std::error::Error for SyntaxError {}

/// Reads all of `text` with `read`; `rest` names what else could have stood where the text goes on.
pub(crate) fn whole<'t, T>(
    text: &'t str,
    rest: &str,
    read: impl FnOnce(&mut Cursor<'t>) -> Result<T, SyntaxError>,
) -> Result<T, SyntaxError> {
    let mut cursor = Cursor::new(text);
    let value = read(&mut cursor)?;
    cursor.end(rest)?;
    Ok(value)
}

/// One or more of what `item` reads, with commas between.
pub(crate) fn list<'t, T>(
    cursor: &mut Cursor<'t>,
    mut item: impl FnMut(&mut Cursor<'t>) -> Result<T, SyntaxError>,
) -> Result<Vec<T>, SyntaxError> {
    let mut items = vec![item(cursor)?];
    while cursor.take(',') {
        items.push(item(cursor)?);
    }
    Ok(items)
}

/// A position in a text.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// Starts in front of the first token.
    pub(crate) fn new(text: &'t str) -> Self {
        let mut cursor = Self { text, at: 0 };
        cursor.skip_space();
        cursor
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Consumes `length` bytes and the white space behind them.
    fn advance(&mut self, length: usize) -> &'t str {
        let token = &self.rest()[..length];
        self.at += length;
        self.skip_space();
        token
    }

    /// Byte offset of the next token.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next byte that is not white space.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest().bytes().next()
    }

    /// An error at the next token.
    pub(crate) fn error(&self, expected: impl Into<String>) -> SyntaxError {
        SyntaxError::new(self.at, expected)
    }

    /// Consumes `symbol` if it comes next.
    pub(crate) fn take(&mut self, symbol: char) -> bool {
        let found = self.rest().starts_with(symbol);
        if found {
            self.advance(symbol.len_utf8());
        }
        found
    }

    /// Consumes `symbol`, which must come next.
    pub(crate) fn expect(&mut self, symbol: char) -> Result<(), SyntaxError> {
        if self.take(symbol) { Ok(()) } else { Err(self.error(format!("'{symbol}'"))) }
    }

    /// The next word of letters, digits and underscores that starts with a letter, or "" if none comes next.
    pub(crate) fn word(&mut self) -> &'t str {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return "";
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.advance(end)
    }

    /// The next word if `choose` knows it (in lower case); otherwise an error that lists what was expected.
    pub(crate) fn choice<T>(
        &mut self,
        expected: &str,
        choose: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, SyntaxError> {
        let start = self.at;
        choose(&self.word().to_ascii_lowercase()).ok_or_else(|| SyntaxError::new(start, expected))
    }

    /// An optional sign and decimal digits within `low..=high`; `expected` names the kind of number in the error.
    pub(crate) fn integer(&mut self, low: i64, high: i64, expected: &str) -> Result<i64, SyntaxError> {
        let rest = self.rest();
        let sign = usize::from(rest.starts_with(['+', '-']));
        let digits = rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
        let value = rest[..sign + digits].parse::<i64>().ok().filter(|value| (low..=high).contains(value));
        // A number out of the machine's range is digits all the same: the error belongs to its start.
        let value = value.ok_or_else(|| self.error(expected))?;
        self.advance(sign + digits);
        Ok(value)
    }

    /// Nothing but white space may follow.
    pub(crate) fn end(&self, expected: &str) -> Result<(), SyntaxError> {
        if self.rest().is_empty() { Ok(()) } else { Err(self.error(expected)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_may_be_surrounded_by_white_space() {
        let mut cursor = Cursor::new("\t 12 , Close ");
        assert_eq!(cursor.integer(0, 100, "a number"), Ok(12));
        assert!(cursor.take(','));
        assert_eq!(cursor.choice("close", |word| (word == "close").then_some(7)), Ok(7));
        assert_eq!(cursor.end("the end"), Ok(()));
    }

    #[test]
    fn errors_point_at_the_start_of_the_token() {
        let mut cursor = Cursor::new("3, x");
        cursor.integer(0, 9, "a digit").unwrap();
        cursor.expect(',').unwrap();
        let error = cursor.integer(0, 9, "a digit").unwrap_err();
        assert_eq!(error.at(), 3);
        assert_eq!(error.to_string(), "expected a digit at position 4");
    }

    #[test]
    fn integers_keep_their_bounds() {
        for bad in ["", "-", "+", "x", "11", "-1", "99999999999999999999", "- 1"] {
            assert_eq!(Cursor::new(bad).integer(0, 10, "n").unwrap_err().at(), 0, "{bad:?}");
        }
        assert_eq!(Cursor::new("+10").integer(0, 10, "n"), Ok(10));
        assert_eq!(Cursor::new(&i64::MIN.to_string()).integer(i64::MIN, 0, "n"), Ok(i64::MIN));
    }

    #[test]
    fn characters_of_more_than_one_byte_do_no_harm() {
        let mut cursor = Cursor::new("\u{a0}é");
        assert_eq!(cursor.at(), 2);
        assert_eq!(cursor.word(), "");
        assert!(!cursor.take('e'));
        assert!(cursor.take('é'));
        assert_eq!(cursor.peek(), None);
    }
}
