//! Loops to simulate, with what their iterations cost: from kernels, from profiles, from lists of numbers.

mod list;
mod profile;

use crate::complaint::Complaint;
use crate::costs;
use crate::interrupt;
use crate::kernels::Named;
use crate::progress::Progress;
use ferromp::simulate::Workload;
use std::path::Path;

/// A loop and what is known of it.
#[derive(Debug)]
pub struct Loop {
    /// A kernel's name, or where the loop stands.
    pub name: String,
    pub about: String,
    pub costs: Workload,
    /// How many threads it was recorded with, and under which schedule.
    pub recorded: Option<(usize, String)>,
}

/// Measures kernels. Interrupted, those that have been measured.
pub fn measured(kernels: &[&Named], scale: f64) -> Vec<Loop> {
    let progress = Progress::new(kernels.len());
    let mut loops = Vec::new();
    for (step, kernel) in kernels.iter().enumerate().take_while(|_| !interrupt::asked()) {
        progress.on(kernel.name);
        let costs = costs::measure(&*kernel.make(scale), 7, 1);
        loops.push(Loop { name: kernel.name.into(), about: kernel.about.into(), costs, recorded: None });
        progress.at(step + 1);
    }
    loops
}

/// The loops of a file: a profile, or a list of the seconds that each iteration takes. The dearest first.
pub fn read(path: &Path) -> Result<Vec<Loop>, Complaint> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Complaint::new(format!("{} cannot be read: {error}", path.display())).fix(
            "name a profile (what `Profile::to_json` writes), or a list of seconds, one for each iteration",
        )
    })?;
    let name = path.display().to_string();
    let mut loops = match text.trim_start().starts_with('{') {
        true => profile::loops(&name, &text)?,
        false => vec![list::loop_of(&name, &text)?],
    };
    loops.sort_by(|a, b| b.costs.total().total_cmp(&a.costs.total()));
    Ok(loops)
}

/// Those loops whose name contains the text; all if there is none.
pub fn at_site(loops: Vec<Loop>, site: Option<&str>) -> Result<Vec<Loop>, Complaint> {
    let Some(site) = site else { return Ok(loops) };
    let names: Vec<String> = loops.iter().map(|loop_| loop_.name.clone()).collect();
    let chosen: Vec<Loop> = loops.into_iter().filter(|loop_| loop_.name.contains(site)).collect();
    if chosen.is_empty() {
        return Err(Complaint::new(format!("the profile has no loop at `{site}`"))
            .fix(format!("it has loops at: {}", names.join(", "))));
    }
    Ok(chosen)
}
