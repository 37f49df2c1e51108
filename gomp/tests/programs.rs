//! Programs in C, C++ and Fortran, compiled here, run on our library and on gcc's.
//!
//! Every file in `programs/` is one. It checks itself and ends with status 0 on ours; where it does so on gcc's, it must print
//! the same there. Those that begin with `own_` need what gcc's library has not. A comment `env NAME=value` in one of its first lines sets a
//! variable. Without the compiler of a language its programs are left out, and that is said.

mod common;

use common::{LIMIT, compile, ours, run, sources};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

const THREADS: [u32; 5] = [1, 2, 3, 4, 8];

/// How long a program may run on gcc's library, where some hang.
const THEIR_LIMIT: Duration = Duration::from_secs(20);

/// A program: where its source is, and what the compiler makes of it.
struct Program {
    source: PathBuf,
    name: String,
    environment: Vec<(String, String)>,
}

impl Program {
    fn new(source: PathBuf) -> Self {
        let text = fs::read_to_string(&source).unwrap();
        let settings = text.lines().take(10).filter_map(|line| {
            let words = line.trim_start_matches(['/', '*', '!', ' ']).trim_end_matches(['/', '*', ' ']);
            words.strip_prefix("env ")?.split_once('=')
        });
        let environment = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let name = source.file_name().unwrap().to_string_lossy().into_owned();
        Self { source, name, environment }
    }

    /// Whether gcc's library cannot run it.
    fn is_our_own(&self) -> bool {
        self.name.starts_with("own_")
    }

    fn compiler(&self) -> Option<&'static str> {
        match self.source.extension()?.to_str()? {
            "c" => Some("gcc"),
            "cpp" => Some("g++"),
            "f90" => Some("gfortran"),
            _ => None,
        }
    }

    /// The compiled program; `None` if there is no compiler for it.
    fn compile(&self) -> Option<PathBuf> {
        compile(self.compiler()?, &self.name, &self.source, "program", &[])
    }

    /// Runs the program, on our library or on the system's.
    fn run(&self, executable: &Path, threads: u32, library: Option<&Path>) -> Option<Output> {
        let mut command = Command::new(executable);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        match library {
            Some(folder) => command.env("LD_LIBRARY_PATH", folder),
            // They leave out what they know it to do wrong.
            None => command.env_remove("LD_LIBRARY_PATH").env("ON_LIBGOMP", "1"),
        };
        if !self.environment.iter().any(|(name, _)| name == "OMP_NUM_THREADS") {
            command.env("OMP_NUM_THREADS", threads.to_string());
        }
        run(&mut command, if library.is_some() { LIMIT } else { THEIR_LIMIT })
    }
}

/// What a run has printed, or what is wrong with it.
fn printed(run: Option<Output>) -> Result<String, String> {
    let Some(Output { status, stdout, stderr }) = run else { return Err(format!("no end after {LIMIT:?}")) };
    let [output, errors] = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let said = || errors.lines().take(10).collect::<Vec<_>>().join("\n");
    if status.success() { Ok(output) } else { Err(format!("{status}: {}", said())) }
}

/// The first lines that differ.
fn difference(ours: &str, theirs: &str) -> Option<String> {
    let end = std::iter::once("(the end)");
    let mut pairs = ours.lines().chain(end.clone()).zip(theirs.lines().chain(end));
    let (ours, theirs) = pairs.find(|(ours, theirs)| ours != theirs)?;
    Some(format!("prints '{ours}', and on gcc's library '{theirs}'"))
}

/// What is wrong with a program at so many threads.
fn fault(program: &Program, executable: &Path, threads: u32) -> Option<String> {
    let at = format!("{} at {threads} threads", program.name);
    let ours = match printed(program.run(executable, threads, Some(ours()))) {
        Ok(ours) => ours,
        Err(fault) => return Some(format!("{at}: {fault}")),
    };
    if program.is_our_own() {
        return None;
    }
    match printed(program.run(executable, threads, None)) {
        Ok(theirs) => difference(&ours, &theirs).map(|lines| format!("{at} {lines}")),
        Err(fault) => {
            // Nothing to compare with: gcc's library is not there, or has a fault of its own.
            eprintln!("{at} on gcc's library: {fault}");
            None
        }
    }
}

/// All that is wrong with a program.
fn faults(program: &Program) -> Vec<String> {
    let executable = program.compile().into_iter();
    executable
        .flat_map(|executable| THREADS.map(|threads| fault(program, &executable, threads)))
        .flatten()
        .collect()
}

/// Runs the programs whose names begin with `letters`.
fn run_all(letters: impl Fn(char) -> bool) {
    let entries = fs::read_dir(sources()).unwrap().map(|entry| entry.unwrap().path());
    let mut programs: Vec<Program> = entries.map(Program::new).collect();
    programs.retain(|program| program.compiler().is_some() && program.name.starts_with(&letters));
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    let faults: Vec<String> = programs.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

// Two halves, so that they run at the same time and a name can be asked for: all that begins with a letter up to `l`.

#[test]
fn programs_a_to_l() {
    run_all(|letter| letter <= 'l');
}

#[test]
fn programs_m_to_z() {
    run_all(|letter| letter > 'l');
}
