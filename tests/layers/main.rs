//! The rooms of `src/` import only rooms below them. DEVELOPMENT.md draws the map; this test holds it.
//!
//! A room is a folder or a file directly in `src/`. What counts as an import is any path from the root of
//! the crate in code (not in comments, whose links may point anywhere).

mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use scan::{names_behind, roots};

/// From the bottom to the top. Rooms of one layer may import each other, but not in a circle.
const LAYERS: [&[&str]; 8] = [
    &["prim", "error", "syntax"],
    &["sys", "hook"],
    &["schedule", "space", "icv", "place"],
    &["barrier", "doacross", "wait", "reduce", "taskpool", "simulate"],
    &["team"],
    &["worksharing", "sync", "task", "local"],
    &["parallel", "profile"],
    &[
        "lib",
        "observe",
        "prelude",
        "bridge",
        "compare",
        "omp",
        "annotations",
        "from_openmp",
        "__private",
        "__raw",
    ],
];

/// One import: from a room, in a file and line, of a room.
#[derive(Debug)]
struct Import {
    from: String,
    to: String,
    at: String,
}

fn layer(room: &str) -> Option<usize> {
    LAYERS.iter().position(|rooms| rooms.contains(&room))
}

#[test]
fn every_room_has_a_layer() {
    let rooms: BTreeSet<String> = source_files().iter().map(|(room, _)| room.clone()).collect();
    assert!(rooms.contains("lib") && rooms.contains("team"), "{rooms:?}");
    let strangers: Vec<&String> = rooms.iter().filter(|room| layer(room).is_none()).collect();
    assert!(
        strangers.is_empty(),
        "give these rooms a layer in tests/layers/main.rs and DEVELOPMENT.md: {strangers:?}"
    );
}

#[test]
fn imports_point_downwards() {
    let imports = all_imports();
    assert!(
        imports.len() > 100,
        "only {} imports found: does the scanner still read the code?",
        imports.len()
    );
    let upwards = |import: &&Import| layer(&import.to) > layer(&import.from);
    let wrong: Vec<String> = imports.iter().filter(upwards).map(describe).collect();
    assert!(wrong.is_empty(), "rooms import rooms above them:\n{}", wrong.join("\n"));
}

#[test]
fn rooms_of_one_layer_import_no_circle() {
    let imports = all_imports();
    let sideways = |i: &&Import| layer(&i.to) == layer(&i.from) && i.to != i.from;
    let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in imports.iter().filter(sideways) {
        beside.entry(&import.from).or_default().insert(&import.to);
    }
    // Take away rooms that import nothing that is left, until there is none: what remains is in a circle or
    // leads to one.
    loop {
        let left: BTreeSet<&str> = beside.keys().copied().collect();
        beside.retain(|_, imported| imported.iter().any(|room| left.contains(room)));
        if beside.len() == left.len() {
            break;
        }
    }
    let remains = |i: &&Import| beside.contains_key(&*i.from) && beside.contains_key(&*i.to);
    let circle: Vec<String> = imports.iter().filter(sideways).filter(remains).map(describe).collect();
    assert!(circle.is_empty(), "rooms import each other in a circle:\n{}", circle.join("\n"));
}

fn describe(import: &Import) -> String {
    format!("  {}: {} imports {}", import.at, import.from, import.to)
}

fn all_imports() -> Vec<Import> {
    let files = source_files();
    let macros = exported_macros(&files);
    let mut imports = Vec::new();
    for (room, path) in files {
        let source = fs::read_to_string(&path).unwrap();
        for (line, name) in roots(&source, depth(&path)) {
            // What is neither a room nor a macro of one is an item of lib.rs, which is above all.
            let room_of = |name: String| macros.get(&name).cloned().unwrap_or_else(|| "lib".to_owned());
            let to = if layer(&name).is_some() { name } else { room_of(name) };
            imports.push(Import { from: room.clone(), to, at: format!("{}:{line}", path.display()) });
        }
    }
    imports
}

/// The rooms of the macros that `#[macro_export]` puts at the root of the crate.
fn exported_macros(files: &[(String, PathBuf)]) -> BTreeMap<String, String> {
    let mut macros = BTreeMap::new();
    for (room, path) in files {
        let source = fs::read_to_string(path).unwrap();
        for exported in source.split("#[macro_export]").skip(1) {
            let definition = exported.trim_start().strip_prefix("macro_rules! ").unwrap_or_default();
            names_behind(definition).for_each(|name| drop(macros.insert(name, room.clone())));
        }
    }
    macros
}

/// Every Rust file of `src/` and its room.
fn source_files() -> Vec<(String, PathBuf)> {
    fn visit(folder: &Path, room: Option<&str>, files: &mut Vec<(String, PathBuf)>) {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let room = room.unwrap_or(&stem);
            if path.is_dir() {
                visit(&path, Some(room), files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push((room.to_owned(), path));
            }
        }
    }
    let mut files = Vec::new();
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), None, &mut files);
    files
}

/// How many modules below the root the module of a file is.
fn depth(path: &Path) -> usize {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let module = path.strip_prefix(src).unwrap().with_extension("");
    let names = module.iter().filter(|name| *name != "mod" && *name != "lib");
    names.count()
}
