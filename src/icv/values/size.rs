//! Sizes of memory.

use crate::syntax::{SyntaxError, whole};

/// A size in bytes: a positive integer and a unit `B`, `K`, `M` or `G`, kibibytes without one (OpenMP 5.2, 21.2.2).
pub(in crate::icv) fn size(text: &str) -> Result<usize, SyntaxError> {
    const UNIT: &str = "B, K, M or G";
    whole(text, UNIT, |cursor| {
        let start = cursor.at();
        let number = cursor.integer(1, i64::MAX, "a positive integer")?;
        let unit = match cursor.peek() {
            None => 1 << 10,
            Some(_) => cursor.choice(UNIT, |word| match word {
                "b" => Some(1),
                "k" => Some(1 << 10),
                "m" => Some(1 << 20),
                "g" => Some(1 << 30),
                _ => None,
            })?,
        };
        let bytes = usize::try_from(number).ok().and_then(|number| number.checked_mul(unit));
        bytes.ok_or_else(|| SyntaxError::new(start, "a size that memory can have"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specifications_examples() {
        let examples = [
            ("2000500B", 2_000_500),
            ("3000 k ", 3000 << 10),
            ("10M", 10 << 20),
            (" 10 M ", 10 << 20),
            ("20 m ", 20 << 20),
            (" 1G", 1 << 30),
            ("20000", 20000 << 10),
        ];
        for (text, bytes) in examples {
            assert_eq!(size(text), Ok(bytes), "{text:?}");
        }
    }

    #[test]
    fn errors_say_where() {
        let most = format!("{}", i64::MAX);
        let errors = [
            ("", 0),
            ("0", 0),
            ("-1M", 0),
            ("M", 0),
            ("1T", 1),
            ("1 MB", 2),
            ("1M 2", 3),
            ("1.5M", 1),
            (&most, 0),
        ];
        for (text, at) in errors {
            assert_eq!(size(text).unwrap_err().at(), at, "{text:?}");
        }
    }
}
