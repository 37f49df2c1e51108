//! The variables of this process: read from its environment once, at first use.

use super::affinity_format::{AffinityInfo, ThreadNumbers, format_affinity};
use super::display::{self, Machine};
use super::{DEFAULT_AFFINITY_FORMAT, DisplayEnv, Environment, host};
use crate::place::Places;
use crate::sys::once::Settled;
use crate::sys::topology::Topology;
use crate::sys::{self, affinity, thread_id, width};
use parking_lot::Mutex;
use std::path::Path;

/// What the process's environment says. Read at the first call, which prints a warning for each value that cannot be
/// understood, and all values if `OMP_DISPLAY_ENV` asks for them. Changes of the environment after that have no
/// effect, as OpenMP has it.
pub(crate) fn environment() -> &'static Environment {
    static ENVIRONMENT: Settled<Environment> = Settled::new();
    let read = || {
        // Before anything is bound.
        width::initial_mask();
        host::read()
    };
    ENVIRONMENT.get_or_announce(read, |environment, warnings| {
        warnings.iter().for_each(|warning| eprintln!("{warning}"));
        if environment.display_env != DisplayEnv::False {
            let (places, _) = place_list(environment);
            let verbose = environment.display_env == DisplayEnv::Verbose;
            eprint!("{}", shown(environment, &places, verbose));
        }
    })
}

/// The places of this process, in whose list each thread's partition lies. Looked up at the first call, which prints a
/// warning if `OMP_PLACES` names no CPU that the process may use. Empty only if it may use none.
pub(crate) fn places() -> &'static Places {
    static PLACES: Settled<Places> = Settled::new();
    PLACES.get_or_announce(
        || place_list(environment()),
        |_, found| {
            if !found {
                let available = width::initial_mask();
                eprintln!(
                    "ferromp: warning: OMP_PLACES is ignored: it names none of the available CPUs {available}"
                );
            }
        },
    )
}

/// The places of `environment` on this machine, and whether they are what it asks for.
fn place_list(environment: &Environment) -> (Places, bool) {
    let available = width::initial_mask();
    let topology = Topology::read(Path::new("/"), available);
    let wanted = environment.places.as_ref().map(|spec| Places::resolve(spec, &topology, available));
    let found = wanted.as_ref().is_none_or(|places| places.len() > 0);
    let places = wanted.filter(|_| found).unwrap_or_else(|| Places::by_default(&topology));
    (places, found)
}

/// What `omp_display_env` shows.
pub(crate) fn display(verbose: bool) -> String {
    shown(environment(), places(), verbose)
}

fn shown(environment: &Environment, places: &Places, verbose: bool) -> String {
    let machine = Machine {
        width: width::default_width(),
        places,
        cpus: width::initial_mask(),
        quota: width::initial_quota(),
        host: (host::host().shown)(),
    };
    display::display(environment, &machine, verbose)
}

/// `affinity-format-var` as the program has set it; `None` as long as the environment's holds.
static AFFINITY_FORMAT: Mutex<Option<String>> = Mutex::new(None);

/// `affinity-format-var`.
pub(crate) fn affinity_format() -> String {
    let set = AFFINITY_FORMAT.lock().clone();
    let from_environment = || environment().affinity_format.clone();
    set.or_else(from_environment).unwrap_or_else(|| DEFAULT_AFFINITY_FORMAT.to_owned())
}

/// Sets `affinity-format-var` for all threads of the process.
pub(crate) fn set_affinity_format(format: &str) {
    let format = format.to_owned();
    *AFFINITY_FORMAT.lock() = Some(format);
}

/// What `omp_capture_affinity` gives the calling thread, whose numbers are `numbers`: `format` with its fields filled in,
/// or `affinity-format-var` if `format` is empty.
pub(crate) fn capture_affinity(format: &str, numbers: ThreadNumbers) -> String {
    let info = AffinityInfo {
        numbers,
        // Where the kernel keeps masks to itself a thread may run on all CPUs, for all that is known.
        affinity: &affinity::current_mask().unwrap_or_else(|_| width::initial_mask().clone()),
        host: &sys::host::hostname(),
        process_id: std::process::id(),
        native_thread_id: thread_id::thread_id(),
    };
    if format.is_empty() {
        format_affinity(&affinity_format(), &info)
    } else {
        format_affinity(format, &info)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captured_affinity_is_that_of_the_calling_thread() {
        let numbers = ThreadNumbers {
            team_num: 0,
            num_teams: 1,
            nesting_level: 1,
            thread_num: 3,
            num_threads: 4,
            ancestor_tnum: 0,
        };
        let mask = affinity::current_mask().unwrap();
        let expected = format!("3/4 {} {mask} {}", std::process::id(), thread_id::thread_id());
        assert_eq!(capture_affinity("%n/%N %P %A %i", numbers), expected);
        assert_eq!(capture_affinity("", numbers), capture_affinity(&affinity_format(), numbers));
    }
}
