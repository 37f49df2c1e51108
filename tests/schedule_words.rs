//! The words and numbers that `schedule(...)` takes in an annotation are those of `OMP_SCHEDULE`: a macro cannot ask the
//! runtime, so it has a list of its own.

#[path = "../macros/src/model/schedules.rs"]
#[allow(dead_code)]
mod words;

use ferromp::Schedule;
use words::{Field, ScheduleKind, Shape};

/// All but `runtime`, which stands for what `OMP_SCHEDULE` says.
fn kinds() -> impl Iterator<Item = &'static ScheduleKind> {
    words::KINDS.iter().filter(|kind| kind.word != "runtime")
}

/// What the macro puts where nothing is said.
fn defaults(kind: &ScheduleKind) -> Vec<String> {
    let field = |field: &Field| match field {
        Field::Count(_, default) => default.to_string(),
        Field::Small(_, default) => default.to_string(),
        Field::Ratio(_, default) => default.to_string(),
    };
    match kind.shape {
        Shape::Plain | Shape::OrChunked(_) | Shape::Weights | Shape::Bins => Vec::new(),
        Shape::Chunk => vec!["1".to_owned()],
        Shape::Fields(fields) => fields.iter().map(field).collect(),
    }
}

fn schedule(word: &str, numbers: &[String]) -> Result<Schedule<'static>, ferromp::ParseScheduleError> {
    [&[word.to_owned()], numbers].concat().join(",").parse()
}

#[test]
fn what_is_not_said_is_the_same() {
    for kind in kinds() {
        let numbers = defaults(kind);
        let said = schedule(kind.word, &numbers).expect(kind.word);
        assert_eq!(schedule(kind.word, &[]).expect(kind.word), said, "{} and {numbers:?}", kind.word);
    }
}

#[test]
fn as_many_numbers_may_follow() {
    for kind in kinds() {
        let most = kind.most();
        // Numbers that are right in any place.
        let numbers = vec!["1".to_owned(); most + 1];
        assert!(schedule(kind.word, &numbers[..most]).is_ok(), "{} with {most} numbers", kind.word);
        assert!(schedule(kind.word, &numbers).is_err(), "{} with {}", kind.word, most + 1);
    }
}

#[test]
fn every_schedule_has_its_word() {
    for schedule in Schedule::all() {
        let text = schedule.unmodified().to_string();
        let word = text.split(',').next().unwrap_or_default();
        assert!(ScheduleKind::named(word).is_some(), "{text}");
    }
}
