//! What `OMP_DISPLAY_ENV` and `omp_display_env` show (OpenMP 5.2, sections 18.15 and 21.7).

use super::{DEFAULT_AFFINITY_FORMAT, Environment, WaitPolicy};
use crate::place::Places;
use crate::sys::CpuSet;
use std::fmt::Display;

/// The version of OpenMP whose words are used: 5.2.
const VERSION: &str = "202111";

/// What the machine says, for variables of which the environment says nothing.
pub(super) struct Machine<'a> {
    pub(super) width: usize,
    pub(super) places: &'a Places,
    pub(super) cpus: &'a CpuSet,
    pub(super) quota: Option<usize>,
    /// Variables that a host adds, and their values.
    pub(super) host: Vec<(&'static str, String)>,
}

/// The text, in the specification's format, every line of which ends with a line feed. It says whose runtime this is and
/// which version. With `verbose` comes what is no variable but decides about defaults: the CPUs of the process and its
/// quota.
pub(super) fn display(environment: &Environment, machine: &Machine<'_>, verbose: bool) -> String {
    let num_threads = match &environment.num_threads[..] {
        [] => machine.width.to_string(),
        list => joined(list),
    };
    let variables = [
        (
            "OMP_AFFINITY_FORMAT",
            text(environment.affinity_format.as_deref().unwrap_or(DEFAULT_AFFINITY_FORMAT)),
        ),
        ("OMP_CANCELLATION", boolean(environment.cancellation)),
        ("OMP_DISPLAY_AFFINITY", boolean(environment.display_affinity)),
        ("OMP_DYNAMIC", boolean(environment.dynamic)),
        ("OMP_MAX_ACTIVE_LEVELS", environment.max_active_levels.to_string()),
        ("OMP_MAX_TASK_PRIORITY", environment.max_task_priority.to_string()),
        ("OMP_NUM_TEAMS", environment.num_teams.to_string()),
        ("OMP_NUM_THREADS", num_threads),
        ("OMP_PLACES", machine.places.to_string()),
        ("OMP_PROC_BIND", joined(&environment.proc_bind)),
        ("OMP_SCHEDULE", environment.schedule.to_string().to_uppercase()),
        ("OMP_STACKSIZE", size(environment.stack_size)),
        ("OMP_TEAMS_THREAD_LIMIT", environment.teams_thread_limit.to_string()),
        ("OMP_THREAD_LIMIT", environment.thread_limit.to_string()),
        ("OMP_WAIT_POLICY", environment.wait_policy.unwrap_or(WaitPolicy::Passive).to_string()),
    ];
    let runtime = env!("CARGO_PKG_VERSION");
    let mut shown = format!(
        "OPENMP DISPLAY ENVIRONMENT BEGIN\n  _OPENMP = '{VERSION}'\n  [host] _FERROMP = '{runtime}'\n"
    );
    let variables = variables.iter().map(|(name, value)| (name, value));
    for (name, value) in variables.chain(machine.host.iter().map(|(name, value)| (name, value))) {
        shown.push_str(&format!("  [host] {name} = '{value}'\n"));
    }
    if verbose {
        let quota = machine.quota.map_or_else(|| "none".to_owned(), |cpus| cpus.to_string());
        shown.push_str(&format!(
            "  [host] _FERROMP_CPUS = '{}'\n  [host] _FERROMP_CPU_QUOTA = '{quota}'\n",
            machine.cpus,
        ));
    }
    shown.push_str("OPENMP DISPLAY ENVIRONMENT END\n");
    shown
}

fn boolean(value: bool) -> String {
    if value { "TRUE" } else { "FALSE" }.to_owned()
}

/// Free text without line ends, which would break the format.
fn text(value: &str) -> String {
    value.replace(char::is_control, " ")
}

fn joined(list: &[impl Display]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Bytes in the largest unit that divides them.
fn size(bytes: usize) -> String {
    let units = [(30, "G"), (20, "M"), (10, "K")];
    let unit = units.iter().find(|(shift, _)| bytes.trailing_zeros() >= *shift);
    unit.map_or_else(|| format!("{bytes}B"), |(shift, unit)| format!("{}{unit}", bytes >> shift))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::icv::environment::tests::environment_of;
    use crate::place::PlaceSpec;
    use crate::sys::scratch::Scratch;
    use crate::sys::topology::Topology;

    fn shown(variables: &[(&str, &str)]) -> String {
        shown_with(variables, false)
    }

    fn shown_with(variables: &[(&str, &str)], verbose: bool) -> String {
        let available: CpuSet = (0..8).collect();
        let topology = Topology::read(Scratch::with(&[]).root(), &available);
        let environment = environment_of(variables);
        let spec = environment.places.clone().unwrap_or(PlaceSpec::parse("{0:4}:2:4").unwrap());
        let places = Places::resolve(&spec, &topology, &available);
        let machine =
            Machine { width: 8, places: &places, cpus: &available, quota: Some(8), host: Vec::new() };
        display(&environment, &machine, verbose)
    }

    #[test]
    fn defaults() {
        let expected = "\
OPENMP DISPLAY ENVIRONMENT BEGIN
  _OPENMP = '202111'
  [host] _FERROMP = 'VERSION'
  [host] OMP_AFFINITY_FORMAT = 'host %H pid %P tid %i level %L thread %n of %N bound to CPUs %A'
  [host] OMP_CANCELLATION = 'FALSE'
  [host] OMP_DISPLAY_AFFINITY = 'FALSE'
  [host] OMP_DYNAMIC = 'FALSE'
  [host] OMP_MAX_ACTIVE_LEVELS = '1'
  [host] OMP_MAX_TASK_PRIORITY = '0'
  [host] OMP_NUM_TEAMS = '0'
  [host] OMP_NUM_THREADS = '8'
  [host] OMP_PLACES = '{0:4},{4:4}'
  [host] OMP_PROC_BIND = 'FALSE'
  [host] OMP_SCHEDULE = 'DYNAMIC'
  [host] OMP_STACKSIZE = '4M'
  [host] OMP_TEAMS_THREAD_LIMIT = '0'
  [host] OMP_THREAD_LIMIT = '2147483647'
  [host] OMP_WAIT_POLICY = 'PASSIVE'
OPENMP DISPLAY ENVIRONMENT END
";
        assert_eq!(shown(&[]), expected.replace("VERSION", env!("CARGO_PKG_VERSION")));
    }

    /// What is shown for a variable is a value of it that means the same.
    #[test]
    fn values_are_shown_as_they_may_be_written() {
        let variables = [
            ("OMP_NUM_THREADS", "4,3,2"),
            ("OMP_PROC_BIND", "SPREAD,CLOSE"),
            ("OMP_PLACES", "{0:2},{2:2,7}"),
            ("OMP_STACKSIZE", "123K"),
            ("OMP_SCHEDULE", "GUIDED,4"),
            ("OMP_WAIT_POLICY", "ACTIVE"),
            ("OMP_AFFINITY_FORMAT", "%n is on %A"),
            ("OMP_DYNAMIC", "TRUE"),
        ];
        let shown = shown(&variables);
        for (name, value) in variables {
            assert!(shown.contains(&format!("\n  [host] {name} = '{value}'\n")), "{name}: {shown}");
        }
    }

    #[test]
    fn verbose_adds_lines_before_the_end() {
        let (brief, verbose) = (shown(&[]), shown_with(&[], true));
        let end = "OPENMP DISPLAY ENVIRONMENT END\n";
        let added =
            verbose.strip_prefix(brief.strip_suffix(end).unwrap()).and_then(|rest| rest.strip_suffix(end));
        assert_eq!(added, Some("  [host] _FERROMP_CPUS = '0-7'\n  [host] _FERROMP_CPU_QUOTA = '8'\n"));
    }

    #[test]
    fn sizes_have_the_largest_fitting_unit() {
        let sizes = [(1 << 30, "1G"), (3 << 20, "3M"), (5 << 10, "5K"), (1 << 32, "4G"), (1000, "1000B")];
        for (bytes, text) in sizes {
            assert_eq!(size(bytes), text);
        }
    }
}
