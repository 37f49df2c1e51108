//! Running programs.

use crate::options::{Library, Options};
use crate::outcome::{End, Outcome};
use crate::program::Program;
use crate::tally::Tally;
use std::fs::{self, File};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

/// Runs a program as often as asked on each library, in turns.
pub(crate) fn all(
    program: &Program,
    arguments: &[String],
    threads: u32,
    libraries: &[Library],
    options: &Options,
) -> Result<Tally, String> {
    let mut tally = Tally::new(libraries.len());
    for _ in 0..options.repeat {
        for (index, library) in libraries.iter().enumerate() {
            let outcome = one(program, arguments, threads, library, options)
                .map_err(|error| format!("{}: {error}", program.path.display()))?;
            if options.verbose {
                let seconds = outcome.time.as_secs_f64();
                eprintln!("{} {threads} {}: {} {seconds:.3} s", program.name, library.name, outcome.end);
            }
            tally.add(index, outcome);
        }
    }
    Ok(tally)
}

fn one(
    program: &Program,
    arguments: &[String],
    threads: u32,
    library: &Library,
    options: &Options,
) -> std::io::Result<Outcome> {
    let scratch = Scratch::new()?;
    let (output, errors) = (scratch.0.join("stdout"), scratch.0.join("stderr"));
    let folder = match &options.working_folder {
        Some(folder) => folder.clone(),
        None => scratch.empty_folder()?,
    };
    let mut command = Command::new(&program.path);
    command.args(arguments).current_dir(folder).env("OMP_NUM_THREADS", threads.to_string());
    match &library.folder {
        Some(folder) => command.env("LD_LIBRARY_PATH", folder),
        None => command.env_remove("LD_LIBRARY_PATH"),
    };
    command.stdin(Stdio::null()).stdout(File::create(&output)?).stderr(File::create(&errors)?);
    // A group of its own: whatever it starts ends with it.
    let start = Instant::now();
    let mut child = command.process_group(0).spawn()?;
    let end = wait(&mut child, start + options.timeout())?;
    let time = start.elapsed();
    Ok(Outcome { end, time, output: fs::read(output)?, last_words: last_line(&errors)? })
}

/// Waits until the program ends, and ends it when its time is up.
fn wait(child: &mut Child, deadline: Instant) -> std::io::Result<End> {
    let mut nap = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(match status.signal() {
                Some(signal) => End::Signal(signal),
                None => End::Status(status.code().unwrap_or(-1)),
            });
        }
        if Instant::now() >= deadline {
            // SAFETY: the child has not been waited for, so its number, which is its group's, is still its own.
            unsafe { libc::kill(-child.id().cast_signed(), libc::SIGKILL) };
            child.wait()?;
            return Ok(End::Timeout);
        }
        thread::sleep(nap);
        nap = (nap * 2).min(Duration::from_millis(10));
    }
}

fn last_line(path: &Path) -> std::io::Result<String> {
    let text = fs::read(path)?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().chars().take(200).collect())
}

/// A folder for one run, which is removed afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> std::io::Result<Self> {
        let folder = env::temp_dir().join(format!("gomp-runner-{}", std::process::id()));
        // Left behind by a run that was interrupted, or by a process that had our number.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn empty_folder(&self) -> std::io::Result<PathBuf> {
        let folder = self.0.join("folder");
        fs::create_dir(&folder)?;
        Ok(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A program may have made something in it that cannot be removed; then it stays.
        let _ = fs::remove_dir_all(&self.0);
    }
}
