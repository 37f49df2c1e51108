//! What clauses may say.

use syn::{Error, Expr, Ident};

use crate::errors::Errors;
use crate::model::{Arg, Clause, ClauseName, Construct, Directive, ScheduleKind, schedule_word};

/// The words and modifiers of every clause.
pub(super) fn check(directive: &Directive, errors: &Errors) {
    for clause in &directive.clauses {
        let wrong = match &clause.arg {
            Arg::Word(word) => self::word(clause, word),
            Arg::Expr(expr) => expr.modifier.as_ref().and_then(|it| modifier(clause, it, directive)),
            Arg::Vars(vars) => vars.modifier.as_ref().and_then(|it| list_modifier(clause, it)),
            Arg::Schedule { kind, numbers, .. } => schedule(kind, numbers),
            _ => None,
        };
        errors.extend(wrong);
    }
}

fn word(clause: &Clause, word: &Ident) -> Option<Error> {
    let text = word.to_string();
    let known: &[&str] = match clause.name {
        ClauseName::Default => &["shared", "none"],
        ClauseName::ProcBind => &["primary", "close", "spread"],
        ClauseName::Order => &["concurrent"],
        ClauseName::Bind => &["parallel", "thread", "teams"],
        _ => return None,
    };
    if known.contains(&&*text) || (clause.name == ClauseName::ProcBind && text == "master") {
        return None;
    }
    let message = match (clause.name, &*text) {
        (ClauseName::Default, "private" | "firstprivate") => {
            format!("name the variables: `{text}(x, y)`; what a block declares itself is private anyway")
        }
        (name, _) => format!("`{name}` takes `{}`", known.join("` or `")),
    };
    Some(Error::new(word.span(), message))
}

fn modifier(clause: &Clause, modifier: &Ident, directive: &Directive) -> Option<Error> {
    let text = modifier.to_string();
    let message = match clause.name {
        ClauseName::If if Construct::of(&text).is_some_and(|construct| directive.has(construct)) => {
            return None;
        }
        ClauseName::If => format!("`{text}` is no part of `{}`", directive.name()),
        ClauseName::NumThreads | ClauseName::Grainsize | ClauseName::NumTasks if text == "strict" => {
            return None;
        }
        ClauseName::NumThreads | ClauseName::Grainsize | ClauseName::NumTasks => {
            format!("`{}` has the modifier `strict` and no other", clause.name)
        }
        name => format!("`{name}` has no modifier"),
    };
    Some(Error::new(modifier.span(), message))
}

fn list_modifier(clause: &Clause, modifier: &Ident) -> Option<Error> {
    let message = match clause.name {
        ClauseName::Lastprivate if modifier == "conditional" => return None,
        ClauseName::Lastprivate => "`lastprivate` has the modifier `conditional` and no other".into(),
        name => format!("`{name}` has no modifier"),
    };
    Some(Error::new(modifier.span(), message))
}

/// Numbers stand only where they have a meaning.
fn schedule(kind: &Expr, numbers: &[Expr]) -> Option<Error> {
    let word = schedule_word(kind);
    let Some(known) = word.as_deref().and_then(ScheduleKind::named) else {
        let message =
            "the chunk size of a schedule of ferromp's own is part of it: `schedule(Schedule::Guided(16))`";
        return numbers.first().map(|number| Error::new_spanned(number, message));
    };
    let first_too_many = numbers.get(known.most())?;
    let message = match (known.word, known.most()) {
        (word, 0) => format!("`schedule({word})` has no chunk size"),
        (word, 1) => format!("`schedule({word}, …)` takes one number"),
        (word, most) => format!("`schedule({word}, …)` takes {most} numbers at most"),
    };
    Some(Error::new_spanned(first_too_many, message))
}
