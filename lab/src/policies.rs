//! Which schedules to try: read from the command line.

use crate::complaint::{Complaint, nearest};
use ferromp::Schedule;

/// The schedules named, or all of them if none is; with chunk sizes, each that has a chunk size once for each.
pub fn choose(names: &[String], chunks: &[u64]) -> Result<Vec<Schedule<'static>>, Complaint> {
    if chunks.contains(&0) {
        return Err(Complaint::new("a chunk of 0 iterations").fix("the least chunk size is 1"));
    }
    let named: Result<Vec<_>, _> = names.iter().map(|name| by_name(name)).collect();
    let schedules = if names.is_empty() { Schedule::all().collect() } else { named? };
    let mut chosen = Vec::new();
    for schedule in schedules {
        let with = |chunk: &u64| format!("{},{chunk}", base(&schedule)).parse().ok();
        let sized: Vec<Schedule<'static>> = match schedule.chunk() {
            Some(_) if !chunks.is_empty() => chunks.iter().filter_map(with).collect(),
            _ => vec![schedule],
        };
        chosen.extend(sized);
    }
    let mut distinct: Vec<Schedule<'static>> = Vec::new();
    for schedule in chosen {
        if !distinct.contains(&schedule) {
            distinct.push(schedule);
        }
    }
    Ok(distinct)
}

/// A schedule as `OMP_SCHEDULE` has it.
pub fn by_name(text: &str) -> Result<Schedule<'static>, Complaint> {
    text.parse().map_err(|error: ferromp::ParseScheduleError| {
        let bases: Vec<String> = bases();
        let given = text.rsplit(':').next().unwrap_or(text).split(',').next().unwrap_or(text).trim();
        if bases.iter().any(|base| base.eq_ignore_ascii_case(given)) {
            return Complaint::new(error.to_string());
        }
        let names = bases.iter().map(String::as_str);
        Complaint::new(format!("there is no policy `{text}`")).fix(format!(
            "{}the policies are: {}",
            nearest(given, names),
            bases.join(", ")
        ))
    })
}

/// The name without parameters, with its modifier.
fn base(schedule: &Schedule<'_>) -> String {
    let text = schedule.to_string();
    text.split(',').next().unwrap_or_default().to_owned()
}

/// The names of all kinds.
fn bases() -> Vec<String> {
    let mut bases: Vec<String> = Schedule::all().map(|schedule| base(&schedule.unmodified())).collect();
    bases.sort();
    bases.dedup();
    bases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunk_sizes_are_for_schedules_that_have_one() {
        let named = ["static", "static,1", "dynamic", "monotonic:dynamic,4", "auto"].map(String::from);
        let chosen = choose(&named, &[2, 8]).unwrap();
        let texts: Vec<String> = chosen.iter().map(Schedule::to_string).collect();
        let expected = [
            "static",
            "static,2",
            "static,8",
            "dynamic,2",
            "dynamic,8",
            "monotonic:dynamic,2",
            "monotonic:dynamic,8",
            "auto",
        ];
        assert_eq!(texts, expected);
        assert!(choose(&[], &[]).unwrap().len() >= Schedule::all().count() - 1);
    }

    #[test]
    fn what_is_not_a_policy_is_explained() {
        let message = |text: &str| by_name(text).unwrap_err().to_string();
        assert!(message("dynamc,4").contains("did you mean `dynamic`?"), "{}", message("dynamc,4"));
        assert!(message("monotonic:gided").contains("did you mean `guided`?"));
        assert!(message("dynamic,0").contains("must be positive"));
        assert!(!message("xyzzy").contains("did you mean"));
        assert!(choose(&[], &[0]).unwrap_err().to_string().contains("the least chunk size is 1"));
    }
}
