//! Reading variables from an environment, with a warning for each that cannot be understood.

use super::variables::Variable;
use std::fmt::Display;

/// An environment as seen by a lookup function, and what was wrong with it so far.
pub(super) struct Reader<'e> {
    lookup: &'e dyn Fn(&str) -> Option<String>,
    warnings: Vec<String>,
}

impl<'e> Reader<'e> {
    pub(super) fn new(lookup: &'e dyn Fn(&str) -> Option<String>) -> Self {
        Self { lookup, warnings: Vec::new() }
    }

    /// The variable's value; `None` if it is not set, or set to what it may not be, which is noted.
    pub(super) fn read<T, E: Display>(&mut self, variable: Variable<T, E>) -> Option<T> {
        let Variable { name, grammar, parse } = variable;
        let value = (self.lookup)(name)?;
        let parsed = parse(&value);
        parsed
            .map_err(|error| {
                let value = value.escape_debug();
                self.warnings.push(format!(
                    "ferromp: warning: {name}='{value}' is ignored: {error}; it may be {grammar}"
                ));
            })
            .ok()
    }

    /// A line for each value that was not understood, in the order of reading.
    pub(super) fn into_warnings(self) -> Vec<String> {
        self.warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: Variable<u32, std::num::ParseIntError> =
        Variable { name: "ANSWER", grammar: "a number", parse: str::parse };

    #[test]
    fn a_warning_gives_variable_value_and_grammar_on_one_line() {
        let lookup = |_: &str| Some("x\ny".to_owned());
        let mut reader = Reader::new(&lookup);
        assert_eq!(reader.read(ANSWER), None);
        let [warning] = &reader.into_warnings()[..] else { panic!("one warning") };
        assert!(warning.contains(r"ANSWER='x\ny'"), "{warning}");
        assert!(warning.contains("it may be a number"), "{warning}");
        assert_eq!(warning.lines().count(), 1);
    }

    #[test]
    fn good_and_missing_values_are_silent() {
        let lookup = |name: &str| (name == "ANSWER").then(|| "42".to_owned());
        let mut reader = Reader::new(&lookup);
        assert_eq!(reader.read(ANSWER), Some(42));
        assert_eq!(reader.read(Variable { name: "OTHER", ..ANSWER }), None);
        assert!(reader.into_warnings().is_empty());
    }
}
