//! Settings are read once per process, so each case here is a process of its own: this program, started again with
//! another environment, mask or quota.

use ferromp::omp;
use std::process::Command;

#[path = "common/child.rs"]
mod child;

use child::Said;

fn child_of(variables: &[(&str, &str)]) -> Said {
    child::run("child", variables)
}

fn child_with(wrapper: &[&str], variables: &[(&str, &str)]) -> Said {
    child::run_wrapped(wrapper, "child", variables)
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn child() {
    println!();
    println!("cancellation={}", omp::get_cancellation());
    println!("priority={}", omp::get_max_task_priority());
    println!("format={}", omp::get_affinity_format());
    println!("procs={}", omp::get_num_procs());
    let places: Vec<_> = (0..omp::get_num_places()).map(omp::get_place_proc_ids).collect();
    println!("places={places:?}");
}

fn warnings(said: &Said) -> Vec<&str> {
    said.errors.lines().filter(|line| line.starts_with("ferromp: warning: ")).collect()
}

#[test]
fn good_values_are_taken_in_silence() {
    let said = child_of(&[
        ("OMP_CANCELLATION", " TRUE "),
        ("OMP_MAX_TASK_PRIORITY", "12"),
        ("OMP_AFFINITY_FORMAT", "%n on %A"),
    ]);
    assert_eq!(said.value("cancellation"), "true");
    assert_eq!(said.value("priority"), "12");
    assert_eq!(said.value("format"), "%n on %A");
    assert_eq!(said.errors, "");
}

#[test]
fn a_bad_value_is_warned_about_once_with_variable_value_and_grammar() {
    let said = child_of(&[("OMP_MAX_TASK_PRIORITY", "-3"), ("OMP_CANCELLATION", "maybe")]);
    assert_eq!(said.value("cancellation"), "false");
    assert_eq!(said.value("priority"), "0");
    let [first, second] = warnings(&said)[..] else { panic!("{}", said.errors) };
    for (warning, value, grammar) in [
        (first, "OMP_CANCELLATION='maybe'", "it may be true or false"),
        (second, "OMP_MAX_TASK_PRIORITY='-3'", "it may be a non-negative integer"),
    ] {
        assert!(warning.contains(value) && warning.contains(grammar), "{warning}");
    }
}

#[test]
fn a_bad_schedule_is_warned_about_once_with_its_fault_and_all_kinds() {
    for (value, fault) in [
        ("tss,4,x", "`last` is not a number"),
        ("fac,-0.5", "`spread` must be positive, not negative"),
        ("awf_f", "unknown kind"),
        ("fac2,4,4", "`fac2` takes one number"),
    ] {
        let said = child_of(&[("OMP_SCHEDULE", value)]);
        let [warning] = warnings(&said)[..] else { panic!("{}", said.errors) };
        let variable = format!("OMP_SCHEDULE='{value}'");
        let words =
            [&variable, fault, "guided,16", "|tss[,first[,last]]|", "|wf2[,weight]…|", "|history[,chunk]}"];
        assert!(words.iter().all(|word| warning.contains(word)), "{warning}");
    }
    assert_eq!(child_of(&[("OMP_SCHEDULE", " Monotonic:TSS, 64,1 ")]).errors, "");
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_unicode_is_a_bad_value() {
    use std::os::unix::ffi::OsStrExt;
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env("OMP_DYNAMIC", std::ffi::OsStr::from_bytes(b"tr\xffue"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.contains("OMP_DYNAMIC='tr\u{fffd}ue' is ignored"), "{errors}");
}

#[test]
fn places_that_do_not_exist_are_warned_about_and_replaced() {
    let usual = child_of(&[]);
    let said = child_of(&[("OMP_PLACES", "{60000},{60001}")]);
    assert_eq!(said.value("places"), usual.value("places"));
    assert_eq!(warnings(&said).len(), 1, "{}", said.errors);
    assert!(said.errors.contains("OMP_PLACES"), "{}", said.errors);
}

#[test]
fn display_env_shows_the_settings_at_the_start() {
    let said = child_of(&[("OMP_DISPLAY_ENV", "true"), ("OMP_NUM_THREADS", "3,2"), ("OMP_DYNAMIC", "true")]);
    let shown: Vec<_> = said.errors.lines().collect();
    assert_eq!(shown.first(), Some(&"OPENMP DISPLAY ENVIRONMENT BEGIN"));
    assert_eq!(shown.last(), Some(&"OPENMP DISPLAY ENVIRONMENT END"));
    for line in ["  _OPENMP = '202111'", "  [host] OMP_NUM_THREADS = '3,2'", "  [host] OMP_DYNAMIC = 'TRUE'"]
    {
        assert_eq!(shown.iter().filter(|shown| **shown == line).count(), 1, "{}", said.errors);
    }
}

#[test]
fn verbose_display_tells_what_the_width_comes_from() {
    let said = child_of(&[("OMP_DISPLAY_ENV", "verbose")]);
    assert!(said.errors.contains("\n  [host] _FERROMP_CPUS = '"), "{}", said.errors);
    assert!(!child_of(&[("OMP_DISPLAY_ENV", "true")]).errors.contains("_FERROMP_"));
}

/// A process in a cpuset, or started under `taskset`, has as many CPUs as its mask.
#[cfg(target_os = "linux")]
#[test]
fn cpuset_alone_narrows_the_width() {
    let usual = child_of(&[]);
    let first = usual.value("places").trim_matches(['[', ']']).split([',', ']']).next().unwrap().to_owned();
    let said = child_with(&["taskset", "-c", &first], &[]);
    assert_eq!(said.value("procs"), "1");
    assert_eq!(said.value("places"), format!("[[{first}]]"));
}

/// `CPUQuota=` of systemd, `--cpus` of containers. Needs the right to make a control group; without it the trees of
/// files in the unit tests have to do.
#[cfg(target_os = "linux")]
#[test]
fn quota_without_a_cpuset_narrows_the_width() {
    let Some(group) = Group::with_one_cpu() else {
        eprintln!("not allowed to make a control group: not tested");
        return;
    };
    let script = format!("echo $$ > {}/inner/cgroup.procs && exec \"$@\"", group.0);
    let said = child_with(&["sh", "-c", &script, "sh"], &[]);
    assert_eq!(said.value("procs"), "1");
    // The mask is as wide as before: the quota alone has done it.
    assert_eq!(said.value("places"), child_of(&[]).value("places"));
}

/// A control group with a quota of one CPU, and another without one in it.
#[cfg(target_os = "linux")]
struct Group(String);

#[cfg(target_os = "linux")]
impl Group {
    fn with_one_cpu() -> Option<Self> {
        let name = format!("ferromp-test-{}", std::process::id());
        let layouts = [
            ("/sys/fs/cgroup/cpu", "cpu.cfs_quota_us", "100000"),
            ("/sys/fs/cgroup/cpu,cpuacct", "cpu.cfs_quota_us", "100000"),
            ("/sys/fs/cgroup", "cpu.max", "100000 100000"),
        ];
        layouts.iter().find_map(|(mount, file, quota)| {
            // One level at a time: nothing may be made where no hierarchy is mounted.
            std::fs::create_dir(format!("{mount}/{name}")).ok()?;
            // From here on what was made is removed again.
            let group = Self(format!("{mount}/{name}"));
            std::fs::create_dir(format!("{}/inner", group.0)).ok()?;
            let limit = format!("{}/{file}", group.0);
            let limited = std::fs::exists(&limit).ok()? && std::fs::write(&limit, quota).is_ok();
            limited.then_some(group)
        })
    }
}

#[cfg(target_os = "linux")]
impl Drop for Group {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir(format!("{}/inner", self.0));
        let _ = std::fs::remove_dir(&self.0);
    }
}
