//! What a user did wrong, and how to mend it.

use std::fmt;

/// An error that names its fix.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    what: String,
    fix: Option<String>,
}

impl Complaint {
    pub fn new(what: impl Into<String>) -> Self {
        Complaint { what: what.into(), fix: None }
    }

    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.fix.iter().try_for_each(|fix| write!(f, "\n  {fix}"))
    }
}

/// "did you mean `…`? " if one of the names is like the one given.
pub fn nearest<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let given = given.to_lowercase();
    let likeness = |name: &&str| strsim::normalized_damerau_levenshtein(&given, name);
    let best = names.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    best.filter(|name| likeness(name) >= 0.5)
        .map(|name| format!("did you mean `{name}`? "))
        .unwrap_or_default()
}
