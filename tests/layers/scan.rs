//! Finds the paths in Rust source, as far as the layers need it: by looking at text, not by parsing.

/// The first names of all paths from the root of the crate in `source`, a module at `depth`, with their lines.
pub(crate) fn roots(source: &str, depth: usize) -> impl Iterator<Item = (usize, String)> {
    let code = without_comments_and_strings(source);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let starts_a_path = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        if starts_a_path {
            names_behind(&code[at + "crate::".len()..]).for_each(|name| found.push((at, name)));
        }
    }
    // As many `super`s as the file is deep, or one more within a module of the file.
    for (at, _) in code.match_indices("super::").filter(|(at, _)| !code[..*at].ends_with("super::")) {
        let rest = code[at..].trim_start_matches("super::");
        let supers = (code.len() - at - rest.len()) / "super::".len();
        if (depth..=depth + 1).contains(&supers) {
            names_behind(rest)
                .filter(|name| crate::layer(name).is_some())
                .for_each(|name| found.push((at, name)));
        }
    }
    found.into_iter().map(move |(at, name)| (code[..at].matches('\n').count() + 1, name))
}

/// The names that a path goes on with: one, or those of a group in braces.
pub(crate) fn names_behind(rest: &str) -> impl Iterator<Item = String> {
    let name =
        |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut names = Vec::new();
    match rest.strip_prefix('{') {
        None => names.push(name(rest)),
        Some(group) => {
            let mut open = 1;
            let mut start = 0;
            for (at, c) in group.char_indices() {
                open += i32::from(c == '{') - i32::from(c == '}');
                if open == 0 || open == 1 && c == ',' {
                    names.push(name(group[start..at].trim_start()));
                    start = at + 1;
                }
                if open == 0 {
                    break;
                }
            }
        }
    }
    names.into_iter().filter(|name| !name.is_empty() && name != "self")
}

/// The code with blanks in place of comments and of what strings hold; lines stay where they are.
fn without_comments_and_strings(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let hidden = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if c == '"' {
            let escaped = |at: usize| rest[..at].bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 1;
            let end = rest.match_indices('"').skip(1).find(|&(at, _)| !escaped(at));
            end.map_or(rest.len(), |(at, _)| at + 1)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find('\'').map_or(1, |end| if end == 1 { 3 } else { end + 2 })
        } else {
            0
        };
        if hidden == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            code.extend(rest[..hidden].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[hidden..];
        }
    }
    code
}

#[test]
fn the_scanner_finds_imports() {
    let source = "\
        use crate::team::{Team, slot}; // crate::not_this::one\n\
        /* nor crate::this */ use crate::{prim::{self, Ordering}, icv};\n\
        pub(crate) fn f() -> crate::Error { crate::sys::g::<crate::wait::Bell>(\"// crate::neither\") }\n\
        mod tests { use super::super::super::space; }\n\
        use super::super::team::Team; use super::team;\n";
    let found: Vec<(usize, String)> = roots(source, 2).collect();
    let expected = [
        (1, "team"),
        (2, "prim"),
        (2, "icv"),
        (3, "Error"),
        (3, "sys"),
        (3, "wait"),
        (4, "space"),
        (5, "team"),
    ];
    assert_eq!(found, expected.map(|(line, name)| (line, name.to_owned())));
}
