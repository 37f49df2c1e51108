//! Finding programs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A program to run.
#[derive(Debug, PartialEq)]
pub(crate) struct Program {
    /// Its path from the folder in which it was found.
    pub(crate) name: String,
    /// Its whole path.
    pub(crate) path: PathBuf,
}

/// All programs in `folders` and the folders in these but hidden ones, by name; only those with one of the texts of `only` in their
/// names, if there are any. A folder may be given as a single program, too.
pub(crate) fn find(folders: &[PathBuf], only: &[String]) -> Result<Vec<Program>, String> {
    let mut programs = Vec::new();
    for folder in folders {
        let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
        let top = if folder.is_dir() { folder.as_path() } else { folder.parent().unwrap_or(&folder) };
        visit(top, &folder, &mut programs)?;
    }
    programs
        .retain(|program| only.is_empty() || only.iter().any(|text| program.name.contains(text.as_str())));
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(programs)
}

fn visit(top: &Path, path: &Path, programs: &mut Vec<Program>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                visit(top, &entry.path(), programs)?;
            }
        }
    } else if is_program(path).map_err(failed)? {
        let name = path.strip_prefix(top).unwrap_or(path).to_string_lossy().into_owned();
        programs.push(Program { name, path: path.to_owned() });
    }
    Ok(())
}

/// Whether the file may be executed and is no library.
fn is_program(path: &Path) -> std::io::Result<bool> {
    let may_be_executed = fs::metadata(path)?.permissions().mode() & 0o111 != 0;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(may_be_executed && !name.ends_with(".so") && !name.contains(".so."))
}
