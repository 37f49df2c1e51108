//! The command line.

use crate::arguments::Arguments;
use clap::Parser;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// Runs compiled OpenMP programs on two OpenMP libraries and says where they differ.
///
/// Ends with 0 if every program that passes on the library to compare with passes on ours, with 1 if not, and with 2 if
/// it could not do its work. A program passes if all its runs end with status 0 in time.
#[derive(Debug, Parser)]
#[command(name = "gomp-runner")]
pub(crate) struct Options {
    /// Folders with programs; every file in them that may be executed is one
    #[arg(required = true)]
    pub(crate) folders: Vec<PathBuf>,

    /// Folder with our libgomp.so.1
    #[arg(long, default_value = "target/gomp")]
    ours: PathBuf,

    /// Folder with the libgomp.so.1 to compare with [default: the system's]
    #[arg(long)]
    theirs: Option<PathBuf>,

    /// Run on our library only
    #[arg(long, conflicts_with = "theirs")]
    alone: bool,

    /// Numbers of threads (OMP_NUM_THREADS)
    #[arg(long, value_delimiter = ',', default_values_t = [2, 4, 8])]
    pub(crate) threads: Vec<u32>,

    /// Seconds after which a run has failed
    #[arg(long, default_value_t = 60.0, value_parser = seconds)]
    timeout: f64,

    /// Runs of each program on each library at each number of threads
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) repeat: u32,

    /// Compare what programs write to standard output, too
    #[arg(long)]
    pub(crate) output: bool,

    /// Show the time of each program's fastest run
    #[arg(long)]
    pub(crate) times: bool,

    /// Only programs with one of these texts in their names
    #[arg(long)]
    pub(crate) only: Vec<String>,

    /// File with arguments: on each line the beginning of a program's name, and the arguments for such programs
    #[arg(long)]
    arguments: Option<PathBuf>,

    /// Folder in which the programs run [default: an empty one for each run]
    #[arg(long)]
    pub(crate) working_folder: Option<PathBuf>,

    /// Say what each run does while it does it
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// A library: what it is called in reports, and the folder that holds it; `None`: where the system finds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Library {
    pub(crate) name: &'static str,
    pub(crate) folder: Option<PathBuf>,
}

impl Options {
    /// Our library, and the one to compare with.
    pub(crate) fn libraries(&self) -> Result<Vec<Library>, String> {
        let mut libraries = vec![Library { name: "ours", folder: Some(with_library(&self.ours)?) }];
        if !self.alone {
            let folder = self.theirs.as_deref().map(with_library).transpose()?;
            libraries.push(Library { name: "theirs", folder });
        }
        Ok(libraries)
    }

    pub(crate) fn arguments(&self) -> Result<Arguments, String> {
        let Some(path) = &self.arguments else { return Ok(Arguments::default()) };
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Arguments::parse(&text))
    }

    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs_f64(self.timeout)
    }
}

/// The whole path of a folder with a `libgomp.so.1`: programs run elsewhere.
fn with_library(folder: impl AsRef<std::path::Path>) -> Result<PathBuf, String> {
    let folder = folder.as_ref();
    if !folder.join("libgomp.so.1").exists() {
        return Err(format!("there is no libgomp.so.1 in {}", folder.display()));
    }
    folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.001..=1e6).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("not between 0.001 and a million".to_owned())
    }
}
