//! Where the control groups that limit this process's CPU time are to be found.

use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

/// A mounted hierarchy of groups, and the process's own group in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hierarchy {
    pub(super) version: Version,
    /// Absolute path of the mount.
    pub(super) mount_point: String,
    /// The process's group, relative to the mount point; empty if the mount shows nothing deeper.
    pub(super) group: PathBuf,
}

/// The hierarchies that may limit CPU time, from the texts of `/proc/self/cgroup` and `/proc/self/mountinfo`.
pub(super) fn hierarchies(own: &str, mountinfo: &str) -> impl Iterator<Item = Hierarchy> {
    mountinfo.lines().filter_map(move |line| {
        let mount = Mount::parse(line)?;
        let group = own.lines().find_map(|line| group_in(line, mount.version))?;
        Some(Hierarchy {
            version: mount.version,
            mount_point: unescape(mount.point),
            group: below(group, &unescape(mount.root)),
        })
    })
}

/// The group that a line of `/proc/self/cgroup`, `<id>:<controllers>:<path>`, names, if the line belongs to the
/// hierarchy that has the CPU controller in this version.
fn group_in(line: &str, version: Version) -> Option<&str> {
    let mut fields = line.splitn(3, ':');
    let (id, controllers, path) = (fields.next()?, fields.next()?, fields.next()?);
    let fits = match version {
        Version::Two => id == "0" && controllers.is_empty(),
        Version::One => controllers.split(',').any(|controller| controller == "cpu"),
    };
    fits.then_some(path)
}

/// `group` relative to the part of the hierarchy, `root`, that is mounted. In a container the two may name places
/// that this mount does not show (other namespace, `/../..`); what is mounted is then the closest that is known.
fn below(group: &str, root: &str) -> PathBuf {
    let inner = std::path::Path::new(group).strip_prefix(root).unwrap_or("".as_ref());
    let climbs = inner.components().any(|part| part == std::path::Component::ParentDir);
    if climbs { PathBuf::new() } else { inner.to_owned() }
}

struct Mount<'l> {
    version: Version,
    root: &'l str,
    point: &'l str,
}

impl<'l> Mount<'l> {
    /// A line of mountinfo (proc_pid_mountinfo(5)): the fourth and fifth fields are root and mount point, and after
    /// any number of optional fields and a `-` come the type, the source and the options of the file system.
    fn parse(line: &'l str) -> Option<Self> {
        let (mount, file_system) = line.split_once(" - ")?;
        let mut mount = mount.split(' ').skip(3);
        let (root, point) = (mount.next()?, mount.next()?);
        let mut file_system = file_system.split(' ');
        let version = match file_system.next()? {
            "cgroup2" => Version::Two,
            "cgroup" if file_system.nth(1)?.split(',').any(|option| option == "cpu") => Version::One,
            _ => return None,
        };
        Some(Self { version, root, point })
    }
}

/// mountinfo writes space, tab, newline and backslash as `\` and three octal digits.
fn unescape(text: &str) -> String {
    let mut plain = text.to_owned();
    // The backslash last, or the text that it stands for would be taken for another escape.
    for (escape, meaning) in [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")] {
        plain = plain.replace(escape, meaning);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docker_shows_its_own_group_as_the_mounts_root() {
        let own = "5:cpu,cpuacct:/docker/abc\n3:cpuset:/docker/abc\n0::/";
        let mounts = "31 23 0:28 /docker/abc /sys/fs/cgroup/cpu ro shared:7 - cgroup cgroup rw,cpuacct,cpu\n\
                      32 23 0:29 /docker/abc /sys/fs/cgroup/cpuset ro - cgroup cgroup rw,cpuset\n\
                      33 23 0:30 / /proc rw - proc proc rw";
        let found: Vec<_> = hierarchies(own, mounts).collect();
        let cpu = Hierarchy {
            version: Version::One,
            mount_point: "/sys/fs/cgroup/cpu".into(),
            group: PathBuf::new(),
        };
        assert_eq!(found, [cpu]);
    }

    #[test]
    fn groups_are_relative_to_what_is_mounted() {
        assert_eq!(below("/user.slice/job", "/"), PathBuf::from("user.slice/job"));
        assert_eq!(below("/a/b", "/a"), PathBuf::from("b"));
        assert_eq!(below("/a", "/elsewhere"), PathBuf::new());
        assert_eq!(below("/../../b", "/"), PathBuf::new());
    }

    #[test]
    fn a_group_may_have_colons_and_a_mount_blanks_in_its_name() {
        assert_eq!(group_in("0::/a:b", Version::Two), Some("/a:b"));
        assert_eq!(group_in("4:cpuset,cpuacct:/x", Version::One), None);
        assert_eq!(unescape("/my\\040mount\\134040"), "/my mount\\040");
    }

    #[test]
    fn damaged_lines_are_passed_over() {
        for line in ["", " - ", "1 2 3", "1 2 3 / /x - ", "1 2 3 / /x - cgroup", "1 2 3 / /x - cgroup c"] {
            assert!(Mount::parse(line).is_none(), "{line:?}");
        }
        assert_eq!(hierarchies("nonsense", "1 2 3 / /x rw - cgroup2 c rw").count(), 0);
    }
}
