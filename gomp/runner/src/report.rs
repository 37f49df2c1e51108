//! What is printed in the end.

use crate::options::{Library, Options};
use crate::program::Program;
use crate::tally::{Tally, Verdict};
use std::collections::BTreeMap;

/// Programs that passed and failed on each library, by number of threads.
pub(crate) struct Table<'o> {
    libraries: &'o [Library],
    options: &'o Options,
    /// For each number of threads and library, how many passed and how many failed.
    counts: BTreeMap<u32, Vec<(usize, usize)>>,
    differences: Vec<String>,
    /// What fails on both in the same way: no difference, but it wants to be explained.
    alike: Vec<String>,
    times: Vec<String>,
    worse: usize,
}

impl<'o> Table<'o> {
    pub(crate) fn new(libraries: &'o [Library], options: &'o Options) -> Self {
        let counts =
            options.threads.iter().map(|&threads| (threads, vec![(0, 0); libraries.len()])).collect();
        Self {
            libraries,
            options,
            counts,
            differences: Vec::new(),
            alike: Vec::new(),
            times: Vec::new(),
            worse: 0,
        }
    }

    pub(crate) fn add(&mut self, program: &Program, threads: u32, tally: Tally) {
        let counts = self.counts.entry(threads).or_default();
        for (library, (passed, failed)) in counts.iter_mut().enumerate() {
            *if tally.passed(library) { passed } else { failed } += 1;
        }
        let verdict = tally.verdict(self.options.output);
        let what = match verdict {
            Verdict::Same => None,
            Verdict::FailsAlike => {
                self.alike.push(format!("{} at {threads} threads; {}", program.name, tally.describe(0)));
                None
            }
            Verdict::Worse if self.libraries.len() == 1 => Some("fails"),
            Verdict::Worse => Some("fails on ours only"),
            Verdict::Better => Some("fails on theirs only"),
            Verdict::FailsDifferently => Some("fails differently"),
            Verdict::OutputDiffers => Some("writes something else on ours"),
        };
        self.worse += usize::from(matches!(verdict, Verdict::Worse | Verdict::OutputDiffers));
        if let Some(what) = what {
            let name = &program.name;
            let each = self.libraries.iter().enumerate();
            let ends: Vec<_> =
                each.map(|(index, library)| format!("{}: {}", library.name, tally.describe(index))).collect();
            let line = format!("{name} at {threads} threads {what}; {}", ends.join("; "));
            // At once, too: a long series is interesting before its end.
            eprintln!("{line}");
            self.differences.push(line);
        }
        if self.options.times {
            self.times.push(self.time(program, threads, &tally));
        }
    }

    fn time(&self, program: &Program, threads: u32, tally: &Tally) -> String {
        let seconds = |library| tally.fastest(library).map(|time| time.as_secs_f64());
        let shown = |time: Option<f64>| time.map_or_else(|| "-".to_owned(), |time| format!("{time:.3}"));
        let mut cells = vec![program.name.clone(), threads.to_string(), shown(seconds(0))];
        if self.libraries.len() > 1 {
            let ratio = seconds(0).zip(seconds(1)).map(|(ours, theirs)| ours / theirs);
            cells.extend([
                shown(seconds(1)),
                ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}")),
            ]);
        }
        format!("| {} |", cells.join(" | "))
    }

    pub(crate) fn print(&self) {
        if !self.times.is_empty() {
            let both = self.libraries.len() > 1;
            println!(
                "| program | threads | ours (s) |{}",
                if both { " theirs (s) | ours / theirs |" } else { "" }
            );
            println!("|---|---|---|{}", if both { "---|---|" } else { "" });
            self.times.iter().for_each(|line| println!("{line}"));
            println!();
        }
        if self.differences.is_empty() {
            println!("no differences");
        } else {
            println!("differences:");
            self.differences.iter().for_each(|line| println!("- {line}"));
        }
        if !self.alike.is_empty() {
            println!("fail on both alike:");
            self.alike.iter().for_each(|line| println!("- {line}"));
        }
        let heads =
            self.libraries.iter().map(|library| format!(" {0}: passed | {0}: failed |", library.name));
        println!("\n| threads |{}", heads.collect::<String>());
        println!("|---|{}", "---|---|".repeat(self.libraries.len()));
        for (threads, counts) in &self.counts {
            let cells = counts.iter().map(|(passed, failed)| format!(" {passed} | {failed} |"));
            println!("| {threads} |{}", cells.collect::<String>());
        }
    }

    pub(crate) fn nothing_is_worse(&self) -> bool {
        self.worse == 0
    }
}
