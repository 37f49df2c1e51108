//! What messages say of the place of a construct. Its line in this crate tells a user nothing; its name does, and the function
//! of the program that has come to it.

use std::backtrace::Backtrace;
use std::panic::Location;

/// What to call a place in this crate, and in which function of the program it stands if the calling thread is `here`.
pub(crate) fn name(place: &Location<'static>, here: bool) -> Option<String> {
    let construct = construct(place.file())?;
    let caller = if here { caller(&Backtrace::force_capture().to_string()) } else { None };
    Some(match caller {
        Some(caller) => format!("`omp {construct}` in {caller}"),
        None => format!("`omp {construct}`"),
    })
}

/// The construct that a file of this crate implements; `None` for other files.
fn construct(file: &str) -> Option<&'static str> {
    let here = file!();
    let inside = file.strip_prefix(here.strip_suffix("place.rs")?)?;
    Some(match inside {
        "critical.rs" => "critical",
        "ordered.rs" => "ordered",
        "sections.rs" => "sections",
        "single.rs" => "single",
        "sync.rs" => "barrier",
        "reductions.rs" => "scope",
        _ if inside.starts_with("loops/") => "for",
        _ if inside.starts_with("parallel/") => "parallel",
        _ if inside.starts_with("task/") => "task",
        _ if inside.starts_with("target/") => "target",
        _ => return None,
    })
}

/// The function that has called this library, and its file and line if the program says them (`-g`), from the text of a
/// backtrace: a line for each function, innermost first, and often one with `at` and a place below it.
fn caller(trace: &str) -> Option<String> {
    let mut lines = trace.lines().map(str::trim);
    lines.find(|line| function(line).is_some_and(|name| name.starts_with("GOMP_")))?;
    let caller = lines.find_map(function)?;
    let known = !caller.starts_with('<');
    let place = lines.next().and_then(|line| line.strip_prefix("at "));
    // Without the column, which gcc's programs do not need, as one line hardly has two constructs.
    let place =
        place.map(|place| place.trim_start_matches("./").rsplit_once(':').map_or(place, |(line, _)| line));
    known.then(|| place.map_or(caller.to_owned(), |place| format!("{caller} ({place})")))
}

/// The name in a line `12: name`.
fn function(line: &str) -> Option<&str> {
    let (number, name) = line.split_once(": ")?;
    number.parse::<u32>().is_ok().then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constructs_are_known_by_their_files() {
        let here = Location::caller().file();
        let beside = |name: &str| here.replace("place.rs", name);
        assert_eq!(construct(&beside("single.rs")), Some("single"));
        assert_eq!(construct(&beside("loops/general.rs")), Some("for"));
        assert_eq!(construct(here), None);
        assert_eq!(construct("src/single.rs"), None);
        assert_eq!(name(Location::caller(), true), None);
    }

    #[test]
    fn the_function_after_the_entry_point() {
        let trace = "   0: std::backtrace::Backtrace::force_capture\n             at /rustc/std/src/backtrace.rs:1:2\n   \
                     1: ferromp_gomp::sync::GOMP_barrier::{closure}\n   2: GOMP_barrier\n             at ./sync.rs:9:13\n   \
                     3: work\n             at ./dir/program.c:12:5\n   4: GOMP_parallel\n   5: main\n";
        assert_eq!(caller(trace).as_deref(), Some("work (dir/program.c:12)"));
        assert_eq!(caller("  1: GOMP_barrier\n  2: main\n  3: start\n").as_deref(), Some("main"));
        assert_eq!(caller("  1: GOMP_barrier\n  2: <unknown>\n"), None);
        assert_eq!(caller("  1: work\n  2: main\n"), None);
        assert_eq!(caller("disabled backtrace"), None);
    }
}
