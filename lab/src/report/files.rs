//! Files for a report, found to be writable before the work begins.

use super::{Report, csv, html, markdown, svg};
use crate::complaint::Complaint;
use clap::Args;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

/// Where to write the results
#[derive(Args, Clone, Debug, Default)]
pub struct Files {
    /// Write a line for each schedule and loop: comma-separated values
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Write everything, timelines among it, as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write a report with pictures: one file that needs no other
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Write the map of loops and schedules alone, a picture
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Write a table of the best and the usual schedules for each loop: Markdown
    #[arg(long, value_name = "FILE")]
    pub md: Option<PathBuf>,
}

impl Files {
    /// Complains of a file that cannot be written. What stands in it stays until the results are there.
    pub fn check(&self) -> Result<(), Complaint> {
        for path in [&self.csv, &self.json, &self.html, &self.svg, &self.md].into_iter().flatten() {
            let existed = path.exists();
            OpenOptions::new()
                .append(true)
                .create(true)
                .open(path)
                .map_err(|error| unwritable(path, &error))?;
            if !existed {
                let _ = std::fs::remove_file(path);
            }
        }
        Ok(())
    }

    /// Writes the files, and returns their names.
    pub fn write(&self, report: &Report) -> Result<Vec<PathBuf>, Complaint> {
        let mut written = Vec::new();
        let mut write = |path: &Option<PathBuf>, content: &dyn Fn() -> Result<Vec<u8>, Complaint>| {
            let Some(path) = path else { return Ok(()) };
            std::fs::write(path, content()?).map_err(|error| unwritable(path, &error))?;
            written.push(path.clone());
            Ok(())
        };
        let bad =
            |error: &dyn std::fmt::Display| Complaint::new(format!("a result cannot be written: {error}"));
        write(&self.csv, &|| csv::csv(report).map_err(|error| bad(&error)))?;
        write(&self.json, &|| serde_json::to_vec_pretty(report).map_err(|error| bad(&error)))?;
        write(&self.html, &|| Ok(html::html(report).into_bytes()))?;
        write(&self.svg, &|| Ok(svg::standalone(report).into_bytes()))?;
        write(&self.md, &|| Ok(markdown::markdown(report).into_bytes()))?;
        Ok(written)
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Complaint {
    Complaint::new(format!("{} cannot be written: {error}", path.display()))
        .fix("name a file in a folder that exists and that you may write to")
}
