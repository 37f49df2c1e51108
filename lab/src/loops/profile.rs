//! Profiles: what a recorded program writes. The format is described beside its writer, in `src/profile/FORMAT.md`.

use super::Loop;
use crate::complaint::Complaint;
use ferromp::simulate::Workload;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The newest version that is understood.
const VERSION: u64 = 1;

/// More seconds than this a loop of the simulator cannot have.
pub(super) const LONGEST: f64 = 200.0 * 86400.0;

/// Iterations that fit in memory with their costs.
const MOST_ITERATIONS: u64 = 1 << 31;

#[derive(Deserialize)]
struct Profile {
    format: String,
    version: u64,
    #[serde(default)]
    sites: Vec<Site>,
}

#[derive(Deserialize)]
struct Site {
    file: String,
    line: u64,
    #[serde(default)]
    kind: String,
    executions: Vec<Execution>,
}

#[derive(Deserialize)]
struct Execution {
    len: u64,
    threads: usize,
    #[serde(default)]
    schedule: String,
    #[serde(default = "yes")]
    complete: bool,
    chunks: Vec<Chunk>,
}

#[derive(Deserialize)]
struct Chunk {
    first: u64,
    len: u64,
    begin_ns: u64,
    end_ns: u64,
}

fn yes() -> bool {
    true
}

/// The loops of a profile, each with what its iterations took on average over its executions.
pub(super) fn loops(name: &str, text: &str) -> Result<Vec<Loop>, Complaint> {
    let record = "record one with the feature `profile` of ferromp, and write it with `Profile::to_json`";
    let profile: Profile = serde_json::from_str(text)
        .map_err(|error| Complaint::new(format!("{name} is not a profile: {error}")).fix(record))?;
    if profile.format != "ferromp-profile" {
        return Err(Complaint::new(format!("{name} is not a profile: its format is `{}`", profile.format))
            .fix(record));
    }
    if profile.version > VERSION {
        return Err(Complaint::new(format!("{name} has version {} of the format", profile.version))
            .fix(format!("this program knows versions up to {VERSION}: update it")));
    }
    let mut loops = Vec::new();
    for site in &profile.sites {
        site.check(name)?;
        loops.extend(site.costs());
    }
    if loops.is_empty() {
        return Err(Complaint::new(format!(
            "{name} has no loop that was recorded from its first iteration to its last"
        ))
        .fix(
            "record a run in which the loop is neither left early nor too long for the recorder's buffers",
        ));
    }
    Ok(loops)
}

impl Site {
    fn check(&self, name: &str) -> Result<(), Complaint> {
        let at = format!("{name}: the loop at {}:{}", self.file, self.line);
        let fix = "the file has been damaged: record it again";
        for execution in &self.executions {
            if execution.len > MOST_ITERATIONS {
                return Err(Complaint::new(format!("{at} has {} iterations", execution.len))
                    .fix(format!("at most {MOST_ITERATIONS} can be replayed")));
            }
            let inside = |chunk: &&Chunk| {
                let end = chunk.first.checked_add(chunk.len);
                chunk.len == 0 || end.is_none_or(|end| end > execution.len) || chunk.end_ns < chunk.begin_ns
            };
            if let Some(chunk) = execution.chunks.iter().find(inside) {
                return Err(Complaint::new(format!(
                    "{at} has a chunk of {} iterations from {} on, {} to {} ns, \
                     in a loop of {}",
                    chunk.len, chunk.first, chunk.begin_ns, chunk.end_ns, execution.len
                ))
                .fix(fix));
            }
            let total: f64 = execution.chunks.iter().map(Chunk::seconds).sum();
            if total > LONGEST {
                return Err(Complaint::new(format!("{at} takes {total} seconds")).fix(fix));
            }
            if execution.threads == 0 {
                return Err(Complaint::new(format!("{at} ran on 0 threads")).fix(fix));
            }
        }
        Ok(())
    }

    /// The mean over the executions of the usual length; `None` if none is complete.
    fn costs(&self) -> Option<Loop> {
        let complete =
            || self.executions.iter().filter(|execution| execution.complete && !execution.chunks.is_empty());
        let mut lengths: BTreeMap<u64, usize> = BTreeMap::new();
        complete().for_each(|execution| *lengths.entry(execution.len).or_insert(0) += 1);
        let (&len, _) = lengths.iter().max_by_key(|(_, count)| **count)?;
        let usual: Vec<&Execution> = complete().filter(|execution| execution.len == len).collect();
        let mut sums = vec![0.0; len as usize];
        for execution in &usual {
            for chunk in &execution.chunks {
                let each = chunk.seconds() / chunk.len as f64;
                let range = chunk.first as usize..(chunk.first + chunk.len) as usize;
                sums[range].iter_mut().for_each(|sum| *sum += each);
            }
        }
        let count = usual.len() as f64;
        let last = usual.last()?;
        let kind = if self.kind.is_empty() { "loop" } else { &self.kind };
        Some(Loop {
            name: format!("{}:{}", self.file, self.line),
            about: format!(
                "{kind}, recorded {} times, last on {} threads under {}",
                usual.len(),
                last.threads,
                last.schedule
            ),
            costs: Workload::from_seconds(sums.into_iter().map(|sum| sum / count)),
            recorded: Some((last.threads, last.schedule.clone())),
        })
    }
}

impl Chunk {
    fn seconds(&self) -> f64 {
        (self.end_ns - self.begin_ns.min(self.end_ns)) as f64 * 1e-9
    }
}
