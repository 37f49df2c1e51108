//! Answers to what is not here: words of OpenMP for other machines, and slips of the pen.

use proc_macro2::Ident;

use crate::model::{ClauseName, Directive};

/// Why this word is no directive.
pub(super) fn directive(word: &Ident) -> String {
    match word.to_string().as_str() {
        "do" => "`do` is Fortran's: the directive is `for`".into(),
        "omp" => "leave out `omp`: the attribute says so already".into(),
        "pragma" => "leave out `pragma omp`: the attribute says so already".into(),
        "target" => "`target` is for other devices; ferromp runs on the host, where `parallel for` shares out the loop, \
                     and data need no `map`"
            .into(),
        "declare" => "`declare` has no annotation: a reduction is a value, `let longer = reduction(identity, combine);`, \
                      named by `reduction(longer: x)`; functions need no `declare simd` or `declare target`"
            .into(),
        "metadirective" | "requires" | "interop" | "dispatch" | "groupprivate" => {
            format!("`{word}` concerns other devices or variants of code; ferromp runs on the host")
        }
        "teams" | "distribute" => format!(
            "`{word}` is not here: there is one team, and `parallel for` shares out the same loop on the host"
        ),
        "depobj" => "`depobj` has no annotation: put accesses in a `Vec`, and give them to `Team::task_with`".into(),
        "taskgraph" => "`taskgraph` has no annotation: record it by the call `TaskGraph::record`".into(),
        "error" => "`error` has no annotation: it is `compile_error!` or `panic!`".into(),
        "nothing" => "`nothing` does nothing: leave it out".into(),
        "assume" | "assumes" => {
            format!("`{word}` has no annotation: what holds is said by `assert!`, or `std::hint::assert_unchecked`")
        }
        "stripe" | "split" | "flatten" => {
            format!("`{word}` is not here: of the transforms there are `tile`, `unroll`, `interchange`, `reverse`, `fuse`")
        }
        "end" => "`end` is Fortran's: a directive ends with its statement".into(),
        "threadprivate" => {
            "`threadprivate` has no annotation: declare the variable in `std::thread_local!`".into()
        }
        "allocate" | "allocators" => format!("`{word}` has no annotation: memory is what the type allocates"),
        "workshare" => "`workshare` is Fortran's: use `for` on the loop that it stands for".into(),
        word if ClauseName::of(word).is_some() => {
            format!("`{word}` is a clause, not a directive: which directive does it belong to?")
        }
        word => match nearest(word, crate::model::Construct::words()) {
            Some(near) => format!("`{word}` is no directive; did you mean `{near}`?"),
            None => format!("`{word}` is no directive of OpenMP"),
        },
    }
}

/// Why this word is no clause of `directive`.
pub(super) fn clause(word: &Ident, directive: &Directive) -> String {
    match word.to_string().as_str() {
        "map" | "device" | "is_device_ptr" | "has_device_addr" | "use_device_ptr" | "defaultmap" => {
            format!("`{word}` concerns other devices; ferromp runs on the host")
        }
        "allocate" | "allocator" | "uses_allocators" => {
            format!("`{word}` is not supported: memory is what the type of the variable allocates")
        }
        "num_teams" | "thread_limit" | "dist_schedule" => {
            format!("`{word}` is a clause of `teams`, which is not here")
        }
        "do" => "`do` is Fortran's: the directive is `for`".into(),
        "workshare" => "`workshare` is Fortran's: use `for` on the loop that it stands for".into(),
        "teams" | "distribute" | "target" => {
            format!("`{word}` is not here: on the host `parallel for` shares out the loop")
        }
        other if crate::model::Construct::of(other).is_some() => {
            format!("`{other}` does not combine with `{}`: write an attribute for each", directive.name())
        }
        "name" => "the name of a critical section stands right behind the directive: `critical(name)`".into(),
        other => match nearest(other, ClauseName::words()) {
            Some(near) => format!("`{other}` is no clause; did you mean `{near}`?"),
            None => format!("`{other}` is no clause of `{}`", directive.name()),
        },
    }
}

/// The word that takes the fewest changes of a letter, if these are two at most.
fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let near = words.map(|known| (distance(word, known), known)).min()?;
    (near.0 <= 2 && near.0 < word.len()).then_some(near.1)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
