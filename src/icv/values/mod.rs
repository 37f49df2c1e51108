//! The values that variables may have: one file per family of grammars, each a pure function over the text.

mod integer;
mod size;
mod word;

pub(super) use integer::{non_negative, positive, positive_list};
pub(super) use size::size;
pub(crate) use word::{DisplayEnv, WaitPolicy};
pub(super) use word::{boolean, display_env, proc_bind, text, wait_policy};
