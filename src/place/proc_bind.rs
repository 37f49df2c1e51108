//! The policies by which members of a team are bound to places.

use crate::syntax::{Cursor, SyntaxError};
use std::fmt;

/// How the members of a team are bound to places: OpenMP's `proc_bind` clause, the variable `OMP_PROC_BIND` and
/// `omp_proc_bind_t` (OpenMP 5.2, sections 10.1.3 and 21.1.7).
///
/// ```
/// use ferromp::ProcBind;
/// assert_eq!(ProcBind::Spread.to_string(), "SPREAD");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProcBind {
    /// Threads are not bound, and `proc_bind` clauses have no effect.
    #[default]
    False,
    /// Threads are bound; the policy is the runtime's choice, which is that of [`Close`](Self::Close).
    True,
    /// Every member is bound to the place of the primary thread. (Called `master` before OpenMP 5.1.)
    Primary,
    /// Members are bound to successive places, beginning with the primary thread's.
    Close,
    /// Members are spread as evenly as possible over the places, and each has a part of the places for its own
    /// nested regions.
    Spread,
}

impl ProcBind {
    /// What an item of a list in `OMP_PROC_BIND` may be.
    const POLICY: &str = "primary, master, close or spread";

    /// The value of `OMP_PROC_BIND`: `true`, `false`, or a policy for each nesting level.
    pub(crate) fn parse_list(cursor: &mut Cursor<'_>) -> Result<Vec<Self>, SyntaxError> {
        let mut ahead = cursor.clone();
        let alone = match ahead.word().to_ascii_lowercase().as_str() {
            "true" => Self::True,
            "false" => Self::False,
            _ => return crate::syntax::list(cursor, Self::parse_policy),
        };
        *cursor = ahead;
        Ok(vec![alone])
    }

    fn parse_policy(cursor: &mut Cursor<'_>) -> Result<Self, SyntaxError> {
        cursor.choice(Self::POLICY, |word| match word {
            "primary" | "master" => Some(Self::Primary),
            "close" => Some(Self::Close),
            "spread" => Some(Self::Spread),
            _ => None,
        })
    }
}

/// As `OMP_DISPLAY_ENV` shows it: the value in capitals.
impl fmt::Display for ProcBind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::False => "FALSE",
            Self::True => "TRUE",
            Self::Primary => "PRIMARY",
            Self::Close => "CLOSE",
            Self::Spread => "SPREAD",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::whole;

    fn parse(text: &str) -> Result<Vec<ProcBind>, SyntaxError> {
        whole(text, "','", ProcBind::parse_list)
    }

    #[test]
    fn a_boolean_or_a_policy_for_each_level() {
        use ProcBind::*;
        assert_eq!(parse(" TRUE "), Ok(vec![True]));
        assert_eq!(parse("false"), Ok(vec![False]));
        assert_eq!(parse("spread, Close ,primary,MASTER"), Ok(vec![Spread, Close, Primary, Primary]));
    }

    #[test]
    fn booleans_do_not_belong_in_a_list() {
        for (text, at) in
            [("close,true", 6), ("true,close", 4), ("", 0), ("near", 0), ("close,", 6), ("close spread", 6)]
        {
            assert_eq!(parse(text).unwrap_err().at(), at, "{text:?}");
        }
    }
}
