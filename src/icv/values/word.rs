//! Choices between a few words, and free text.

use crate::place::ProcBind;
use crate::syntax::{SyntaxError, whole};
use std::fmt;

const END: &str = "the end of the value";

/// What waiting threads do (`wait-policy-var`; OpenMP 5.2, section 21.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitPolicy {
    /// They stay on their processors.
    Active,
    /// They leave them to others.
    Passive,
}

/// As `OMP_DISPLAY_ENV` shows it.
impl fmt::Display for WaitPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Active => "ACTIVE",
            Self::Passive => "PASSIVE",
        })
    }
}

/// Whether the variables are shown when the program starts (OpenMP 5.2, section 21.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DisplayEnv {
    /// They are not.
    #[default]
    False,
    /// Those of the specification.
    True,
    /// Those of the specification and our own.
    Verbose,
}

fn word<T: Copy>(text: &str, expected: &str, words: &[(&str, T)]) -> Result<T, SyntaxError> {
    let known = |word: &str| words.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    whole(text, END, |cursor| cursor.choice(expected, known))
}

/// `true` or `false`.
pub(in crate::icv) fn boolean(text: &str) -> Result<bool, SyntaxError> {
    word(text, "true or false", &[("true", true), ("false", false)])
}

/// `active` or `passive`.
pub(in crate::icv) fn wait_policy(text: &str) -> Result<WaitPolicy, SyntaxError> {
    let words = [("active", WaitPolicy::Active), ("passive", WaitPolicy::Passive)];
    word(text, "active or passive", &words)
}

/// `true`, `false` or `verbose`.
pub(in crate::icv) fn display_env(text: &str) -> Result<DisplayEnv, SyntaxError> {
    use DisplayEnv::{False, True, Verbose};
    word(text, "true, false or verbose", &[("true", True), ("false", False), ("verbose", Verbose)])
}

/// `true`, `false` or a list of policies.
pub(in crate::icv) fn proc_bind(text: &str) -> Result<Vec<ProcBind>, SyntaxError> {
    whole(text, "','", ProcBind::parse_list)
}

/// Any text that is not blank, without the white space around it.
pub(in crate::icv) fn text(text: &str) -> Result<String, SyntaxError> {
    let text = text.trim();
    if text.is_empty() { Err(SyntaxError::new(0, "some text")) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_any_case_with_white_space_around() {
        assert_eq!(boolean(" True\t"), Ok(true));
        assert_eq!(boolean("FALSE"), Ok(false));
        assert_eq!(wait_policy("Active"), Ok(WaitPolicy::Active));
        assert_eq!(wait_policy("passive "), Ok(WaitPolicy::Passive));
        assert_eq!(display_env("verbose"), Ok(DisplayEnv::Verbose));
        assert_eq!(display_env("true"), Ok(DisplayEnv::True));
        assert_eq!(text(" %t of %N "), Ok("%t of %N".to_owned()));
    }

    #[test]
    fn anything_else_is_an_error() {
        for (text, at) in [("", 0), ("1", 0), ("yes", 0), ("truex", 0), ("true false", 5), ("true,", 4)] {
            assert_eq!(boolean(text).unwrap_err().at(), at, "{text:?}");
        }
        assert_eq!(wait_policy("lazy").unwrap_err().to_string(), "expected active or passive at position 1");
        assert!(display_env("all").is_err());
        assert!(text("  ").is_err());
        assert!(proc_bind("close,near").is_err());
    }
}
