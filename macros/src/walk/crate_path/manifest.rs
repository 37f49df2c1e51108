//! What a manifest calls ferromp.
//!
//! Only one question is asked of it: which dependency has `package = "ferromp"`. A reader of all of TOML would take
//! longer to compile than the rest of this crate; where this small one fails, `#[omp(crate = path)]` helps.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The name, as an identifier, of the dependency that is ferromp under another name.
pub(super) fn name_of_ferromp() -> Option<String> {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
    let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let name = renamed(&text).or_else(|| inherited(&text, &folder))?;
    Some(name.replace('-', "_"))
}

/// A dependency that the workspace has renamed.
fn inherited(text: &str, folder: &Path) -> Option<String> {
    let root = folder.ancestors().skip(1).find_map(|folder| {
        let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        text.contains("[workspace").then_some(text)
    })?;
    let name = renamed(&root)?;
    let takes = entries(text).any(|(key, value)| key == name && value.contains("workspace"));
    takes.then_some(name)
}

/// The key of the dependency whose package is ferromp and which is not called so.
fn renamed(text: &str) -> Option<String> {
    entries(text).find(|(_, value)| names_package(value)).map(|(key, _)| key)
}

/// Whether a dependency's text says `package = "ferromp"`.
fn names_package(value: &str) -> bool {
    value.split("package").skip(1).any(|rest| {
        let quoted = rest.trim_start().strip_prefix('=').map(str::trim_start);
        quoted.is_some_and(|text| text.starts_with("\"ferromp\"") || text.starts_with("'ferromp'"))
    })
}

/// All dependencies of all tables: the key, and the text behind it.
fn entries(text: &str) -> impl Iterator<Item = (String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    // In `[dependencies]`, each line is an entry; in `[dependencies.name]`, all lines belong to one.
    let (mut in_table, mut of_one) = (false, false);
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with('[') {
            let path = line.trim_matches(['[', ']']);
            in_table = path.ends_with("dependencies");
            of_one = false;
            if let Some((table, name)) = path.rsplit_once('.')
                && table.ends_with("dependencies")
            {
                (in_table, of_one) = (true, true);
                found.push((unquoted(name), String::new()));
            }
            continue;
        }
        if !in_table || line.starts_with('#') {
            continue;
        }
        let is_open =
            found.last().is_some_and(|(_, text)| text.matches('{').count() > text.matches('}').count());
        match line.split_once('=') {
            Some((key, value)) if !of_one && !is_open => {
                // `name.package = "…"` is written as a key of its own.
                let (key, rest) = key.trim().split_once('.').unwrap_or((key.trim(), ""));
                found.push((unquoted(key), format!("{rest} = {value} ")));
            }
            _ => {
                if let Some((_, text)) = found.last_mut() {
                    text.push_str(line);
                    text.push(' ');
                }
            }
        }
    }
    found.into_iter()
}

fn unquoted(name: &str) -> String {
    name.trim().trim_matches(['"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn a_renamed_dependency_is_found_however_it_is_written() {
        for manifest in [
            "[dependencies]\nomp = { package = \"ferromp\", version = \"0.1\" }",
            "[dependencies]\nserde = \"1\"\nomp = { version = \"0.1\", package = 'ferromp' }\n[features]\n",
            "[dev-dependencies]\nomp = { version = \"0.1\",\n  features = [\"x\"],\n  package = \"ferromp\" }",
            "[dependencies.omp]\nversion = \"0.1\"\npackage = \"ferromp\"",
            "[target.'cfg(unix)'.dependencies]\n\"omp\" = { package = \"ferromp\" }",
            "[target.'cfg(unix)'.dependencies.omp]\npackage = \"ferromp\"",
            "[dependencies]\nomp.package = \"ferromp\"\nomp.version = \"0.1\"",
            "[workspace.dependencies]\nomp = { package = \"ferromp\", version = \"0.1\" }",
        ] {
            assert_eq!(renamed(manifest).as_deref(), Some("omp"), "{manifest}");
        }
    }

    #[test]
    fn others_are_not_taken_for_it() {
        for manifest in [
            "[package]\nname = \"ferromp\"",
            "[dependencies]\nferromp = \"0.1\"",
            "[dependencies]\nomp = { package = \"ferromp-macros\", version = \"0.1\" }",
            "# omp = { package = \"ferromp\" }",
            "[dependencies]\n# omp = { package = \"ferromp\" }\nserde = \"1\"",
            "[features]\nomp = [\"package\"]",
        ] {
            assert_eq!(renamed(manifest), None, "{manifest}");
        }
    }
}
