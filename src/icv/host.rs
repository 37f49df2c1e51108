//! A host: a library on top of this one that knows more variables than it, such as an interface for C.

use std::panic::Location;

use super::Environment;
use crate::sys::once::Settled;

/// Variables of a data environment that matter to a host only. Tasks inherit them like all others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostVariables {
    /// `def-allocator-var`: a handle of the host's.
    pub allocator: usize,
    /// `default-device-var`.
    pub default_device: i32,
    /// Number of the team of initial threads (`league`) around the task.
    pub team_num: u32,
    /// How many such teams there are.
    pub num_teams: u32,
}

impl HostVariables {
    pub(crate) const DEFAULT: Self = Self { allocator: 0, default_device: 0, team_num: 0, num_teams: 1 };
}

/// What a host says about itself, before anybody looks at the environment.
pub struct Host {
    /// Looks a variable up. It may answer with defaults of its own for variables that are not set.
    pub lookup: fn(&str) -> Option<String>,
    /// Variables that are shown beside ours, and their values.
    pub shown: fn() -> Vec<(&'static str, String)>,
    /// What initial tasks begin with.
    pub variables: HostVariables,
    /// What a user should be told of a place in the host's own source, which says nothing to them, and whether the calling
    /// thread stands there; `None` for all other places.
    pub place: fn(&Location<'static>, here: bool) -> Option<String>,
}

static HOST: Settled<Host> = Settled::new();

/// The host; the process itself if there is none.
pub(super) fn host() -> &'static Host {
    HOST.get_or_make(|| Host {
        // A value that is not Unicode becomes one that no grammar takes, and is warned about as any other.
        lookup: |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
        shown: Vec::new,
        variables: HostVariables::DEFAULT,
        place: |_, _| None,
    })
}

/// What the host calls the place at which the calling thread stands; `None` if it is not in the host.
#[cold]
pub(crate) fn named_by_host(place: &'static Location<'static>) -> Option<String> {
    (host().place)(place, true)
}

/// How messages call the place at which the calling thread stands.
#[cold]
pub(crate) fn name_here(place: &'static Location<'static>) -> String {
    named_by_host(place).unwrap_or_else(|| place.to_string())
}

/// How messages call a place at which another thread stands, or this one has stood before.
#[cold]
pub(crate) fn name_there(place: &'static Location<'static>) -> String {
    (host().place)(place, false).unwrap_or_else(|| place.to_string())
}

/// Has `host` asked for variables from now on, unless somebody has looked at them before.
#[cfg(all(feature = "raw", not(loom)))]
pub fn settle_host(host: Host) {
    HOST.get_or_make(|| host);
}

/// Reads what the host looks up.
pub(super) fn read() -> (Environment, Vec<String>) {
    Environment::read(&host().lookup)
}
