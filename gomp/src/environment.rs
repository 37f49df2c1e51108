//! The variables that gcc's runtime knows and ferromp does not, and its defaults where they differ.
//!
//! | variable | here |
//! |---|---|
//! | `OMP_ALLOCATOR` | `def-allocator-var` |
//! | `OMP_DEFAULT_DEVICE` | `default-device-var` |
//! | `OMP_TARGET_OFFLOAD` | `mandatory`: constructs for devices that are not there end the process |
//! | `GOMP_CPU_AFFINITY` | the value of `OMP_PLACES`, and `true` for `OMP_PROC_BIND`, if these are not set |
//! | `GOMP_STACKSIZE` | the value of `OMP_STACKSIZE`, if that is not set |
//! | `GOMP_SPINCOUNT` | `infinity` is `active` for `OMP_WAIT_POLICY`, 0 is `passive`, if that is not set |
//!
//! Without `OMP_STACKSIZE` threads get as much stack as the system gives to those of the program, and without
//! `OMP_AFFINITY_FORMAT` they show themselves as they do under gcc's runtime.

use crate::{affinity_list, alloc, message, place};
use ferromp::__raw::{self, Host, HostVariables};
use std::env;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Reads the environment, and shows it if it says so. Called when the library is loaded; where there is none, in a Rust
/// program that contains this crate, the first construct reads what ferromp knows.
pub(crate) fn read() {
    let variables = HostVariables {
        allocator: allocator().unwrap_or(1),
        default_device: default_device().unwrap_or(0),
        team_num: 0,
        num_teams: 1,
    };
    if value("OMP_PLACES").is_none() {
        PLACES.get_or_init(cpu_affinity);
    }
    // Relaxed: other threads begin later.
    MANDATORY.store(target_offload() == Some(Offload::Mandatory), Ordering::Relaxed);
    __raw::settle_host(Host { lookup, shown, variables, place: place::name });
    __raw::read_environment();
}

/// The places that `GOMP_CPU_AFFINITY` names, if it counts.
static PLACES: OnceLock<Option<String>> = OnceLock::new();

static MANDATORY: AtomicBool = AtomicBool::new(false);

/// Whether the host may not run what is meant for another device.
pub(crate) fn is_offload_mandatory() -> bool {
    MANDATORY.load(Ordering::Relaxed)
}

/// `OMP_TARGET_OFFLOAD`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Offload {
    Default,
    Mandatory,
    Disabled,
}

/// A variable's value; a value that is not Unicode becomes one that no grammar takes.
fn value(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// A variable's value, read by `parse`; one that it does not take is warned about.
fn parsed<T>(name: &str, grammar: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    let text = value(name)?;
    let value = parse(text.trim());
    if value.is_none() {
        let text = text.escape_debug();
        message::warn(&format!(
            "Invalid value for environment variable {name}: '{text}'; it may be {grammar}"
        ));
    }
    value
}

fn allocator() -> Option<usize> {
    parsed("OMP_ALLOCATOR", alloc::GRAMMAR, alloc::parse)
}

/// `GOMP_CPU_AFFINITY` as places.
fn cpu_affinity() -> Option<String> {
    parsed("GOMP_CPU_AFFINITY", "a list of CPUs as in 0 3 1-2 4-15:2", affinity_list::places)
}

fn default_device() -> Option<i32> {
    let number = |text: &str| text.parse().ok().filter(|&number| number >= 0);
    parsed("OMP_DEFAULT_DEVICE", "a non-negative integer", number)
}

fn target_offload() -> Option<Offload> {
    parsed("OMP_TARGET_OFFLOAD", "default, mandatory or disabled", |text| {
        match text.to_ascii_lowercase().as_str() {
            "default" => Some(Offload::Default),
            "mandatory" => Some(Offload::Mandatory),
            "disabled" => Some(Offload::Disabled),
            _ => None,
        }
    })
}

/// The value of `OMP_WAIT_POLICY` that is next to a number of spins.
fn wait_policy() -> Option<String> {
    let policy =
        parsed("GOMP_SPINCOUNT", "a count of spins, with k, M, G or T behind it, or infinity", spins)?;
    policy.map(str::to_owned)
}

/// What so many spins come to: `None` inside for the default, ferromp's own measure of patience.
fn spins(text: &str) -> Option<Option<&'static str>> {
    let text = text.to_ascii_lowercase();
    if matches!(text.as_str(), "infinity" | "infinite") {
        return Some(Some("active"));
    }
    let number = text.trim_end_matches(['k', 'm', 'g', 't']).trim_end();
    let count: u64 = number.parse().ok()?;
    let suffix = text.len() - number.len();
    // More than one suffix is none.
    (suffix <= 1 || text[number.len()..].trim_start().len() == 1).then_some((count == 0).then_some("passive"))
}

/// What ferromp reads for its variables.
fn lookup(name: &str) -> Option<String> {
    let set = value(name);
    if set.is_some() {
        return set;
    }
    let places = || PLACES.get().cloned().flatten();
    match name {
        "OMP_PLACES" => places(),
        "OMP_PROC_BIND" => places().map(|_| "true".to_owned()),
        "OMP_STACKSIZE" => value("GOMP_STACKSIZE").or_else(|| Some(format!("{}B", stack_size()?))),
        "OMP_WAIT_POLICY" => wait_policy(),
        "OMP_AFFINITY_FORMAT" => Some("level %L thread %i affinity %A".to_owned()),
        _ => None,
    }
}

/// Bytes of stack that the system gives to threads which do not ask for any number.
fn stack_size() -> Option<usize> {
    let mut attributes = std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
    let mut size = 0;
    // SAFETY: the attributes are initialised by the first call, if it succeeds, and destroyed by the last.
    unsafe {
        if libc::pthread_attr_init(attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let got = libc::pthread_attr_getstacksize(attributes.as_ptr(), &raw mut size);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        (got == 0 && size > 0).then_some(size)
    }
}

/// What `OMP_DISPLAY_ENV` adds to ferromp's variables.
fn shown() -> Vec<(&'static str, String)> {
    // Warned about when they were read.
    let quiet = |name: &str| value(name).unwrap_or_default();
    let allocator = alloc::shown(&quiet("OMP_ALLOCATOR"));
    let offload = match quiet("OMP_TARGET_OFFLOAD").trim().to_ascii_uppercase().as_str() {
        known @ ("MANDATORY" | "DISABLED") => known.to_owned(),
        _ => "DEFAULT".to_owned(),
    };
    let device =
        quiet("OMP_DEFAULT_DEVICE").trim().parse().ok().filter(|&number: &i32| number >= 0).unwrap_or(0);
    let spins = value("GOMP_SPINCOUNT").unwrap_or_else(|| "DEFAULT".to_owned());
    vec![
        ("OMP_ALLOCATOR", allocator),
        ("OMP_DEFAULT_DEVICE", device.to_string()),
        ("OMP_TARGET_OFFLOAD", offload),
        ("GOMP_CPU_AFFINITY", quiet("GOMP_CPU_AFFINITY")),
        ("GOMP_SPINCOUNT", spins.replace(char::is_control, " ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_spins() {
        for (text, policy) in [
            ("infinity", Some(Some("active"))),
            ("INFINITE", Some(Some("active"))),
            ("0", Some(Some("passive"))),
            ("1000", Some(None)),
            ("30 k", Some(None)),
            ("5M", Some(None)),
            ("5kk", None),
            ("k", None),
            ("-1", None),
            ("many", None),
        ] {
            assert_eq!(spins(text), policy, "{text}");
        }
    }

    #[test]
    fn the_system_says_how_much_stack_threads_have() {
        assert!(stack_size().is_some_and(|size| size >= 16 << 10));
    }
}
