//! Threads at their places: the kernel's masks, read back by every member.

#![cfg(target_os = "linux")]

use ferromp::{Parallel, ProcBind, Schedule, omp, parallel_for};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

#[path = "common/child.rs"]
mod child;

/// The CPUs on which the kernel lets the calling thread run.
fn mask() -> String {
    mask_in(&std::fs::read_to_string("/proc/thread-self/status").unwrap())
}

fn mask_in(status: &str) -> String {
    let line = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    line.unwrap().trim().to_owned()
}

/// Two CPUs that the tests may use; `None` on a machine with one.
fn two_cpus() -> Option<[String; 2]> {
    let cpus: Vec<_> = (0..omp::get_num_places()).flat_map(omp::get_place_proc_ids).collect();
    match cpus[..] {
        [a, .., b] => Some([a.to_string(), b.to_string()]),
        _ => None,
    }
}

/// Pins the calling thread as a user would.
fn pin_to(cpu: &str) {
    let thread = std::fs::read_link("/proc/thread-self").unwrap();
    let thread = thread.file_name().unwrap();
    assert!(Command::new("taskset").args(["-pc", cpu]).arg(thread).output().unwrap().status.success());
}

fn report(name: &str, value: impl std::fmt::Debug) {
    println!("\n{name}={value:?}");
}

fn policy() -> Option<ProcBind> {
    match std::env::var("TEST_CLAUSE").ok()?.as_str() {
        "primary" => Some(ProcBind::Primary),
        "close" => Some(ProcBind::Close),
        "spread" => Some(ProcBind::Spread),
        other => panic!("{other}"),
    }
}

fn region(threads: usize) -> Parallel {
    let region = Parallel::new().num_threads(threads);
    match policy() {
        Some(policy) => region.proc_bind(policy),
        None => region,
    }
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn masks() {
    let before = mask();
    let procs = omp::get_num_procs();
    for threads in [1, 2, 4] {
        let members = region(threads).map(|_| {
            // What the runtime does to a thread is not the user's wish.
            assert_eq!(omp::get_num_procs(), procs);
            (mask(), omp::get_place_num())
        });
        let (masks, places): (Vec<_>, Vec<_>) = members.into_iter().unzip();
        report(&format!("masks of {threads}"), masks);
        report(&format!("places of {threads}"), places);
        // The caller, the processes it starts, and what it counts are as before.
        assert_eq!((mask(), omp::get_num_procs(), omp::get_place_num()), (before.clone(), procs, None));
        let cat = Command::new("cat").arg("/proc/self/status").output().unwrap();
        assert_eq!(mask_in(&String::from_utf8(cat.stdout).unwrap()), before);
    }
    let panicked = std::panic::catch_unwind(|| region(2).run(|_| std::panic::resume_unwind(Box::new("boo"))));
    assert!(panicked.is_err());
    assert_eq!(mask(), before);
    report("whole", before);
}

/// The two CPUs, and what `masks` says with a place for each and these variables.
fn masks_with(variables: &[(&str, &str)]) -> Option<([String; 2], child::Said)> {
    let [a, b] = two_cpus()?;
    let places = format!("{{{a}}},{{{b}}}");
    let variables = [&[("OMP_PLACES", &places[..])], variables].concat();
    Some(([a, b], child::run("masks", &variables)))
}

#[test]
fn close_and_spread_take_successive_places() {
    for policy in ["close", "spread", "true"] {
        let Some(([a, b], said)) = masks_with(&[("OMP_PROC_BIND", policy)]) else { return };
        assert_eq!(said.value("masks of 1"), format!("{:?}", [&a]), "{policy}");
        assert_eq!(said.value("masks of 2"), format!("{:?}", [&a, &b]), "{policy}");
        assert_eq!(said.value("masks of 4"), format!("{:?}", [&a, &a, &b, &b]), "{policy}");
        assert_eq!(said.value("places of 4"), "[Some(0), Some(0), Some(1), Some(1)]", "{policy}");
    }
}

#[test]
fn primary_keeps_all_at_the_callers_place() {
    let Some(([a, _], said)) = masks_with(&[("OMP_PROC_BIND", "primary")]) else { return };
    assert_eq!(said.value("masks of 4"), format!("{:?}", [&a, &a, &a, &a]));
    assert_eq!(said.value("places of 2"), "[Some(0), Some(0)]");
}

#[test]
fn a_clause_binds_its_region() {
    let Some(([a, b], said)) = masks_with(&[("OMP_PROC_BIND", "primary"), ("TEST_CLAUSE", "close")]) else {
        return;
    };
    assert_eq!(said.value("masks of 2"), format!("{:?}", [&a, &b]));
    let [a, b] = two_cpus().unwrap();
    let said = child::run("masks", &[("TEST_CLAUSE", "spread")]);
    // By default each core is a place.
    if omp::get_num_places() == 2 && omp::get_place_num_procs(0) == 1 {
        assert_eq!(said.value("masks of 2"), format!("{:?}", [&a, &b]));
    }
}

#[test]
fn whoever_forbids_binding_has_none() {
    for variables in
        [&[("OMP_PROC_BIND", "false"), ("TEST_CLAUSE", "close")][..], &[("OMP_PROC_BIND", "false")]]
    {
        let Some((_, said)) = masks_with(variables) else { return };
        let whole: &str = said.value("whole");
        assert_eq!(said.value("masks of 4"), format!("[{}]", [whole; 4].join(", ")));
        assert_eq!(said.value("places of 2"), "[None, None]");
    }
}

#[test]
fn a_place_may_have_several_cpus() {
    let Some([a, b]) = two_cpus() else { return };
    let places = format!("{{{a},{b}}}");
    let said = child::run("masks", &[("OMP_PLACES", &places)]);
    let both = kernels_list(&a, &b);
    assert_eq!(said.value("masks of 2"), format!("{:?}", [&both, &both]));
}

/// As the kernel writes it.
fn kernels_list(a: &str, b: &str) -> String {
    let (low, high): (usize, usize) = (a.parse().unwrap(), b.parse().unwrap());
    if low + 1 == high { format!("{low}-{high}") } else { format!("{low},{high}") }
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn unbound_after_bound() {
    let whole = mask();
    if omp::get_num_places() == 1 {
        return;
    }
    for _ in 0..3 {
        let bound = Parallel::new().num_threads(2).proc_bind(ProcBind::Close).map(|_| mask());
        assert!(bound.iter().all(|mask| *mask != whole), "{bound:?}");
        let unbound = Parallel::new().num_threads(2).map(|_| (mask(), omp::get_place_num()));
        assert_eq!(unbound, [(whole.clone(), None), (whole.clone(), None)]);
        // A loop whose parts are run by whoever comes.
        let bound = Parallel::new().num_threads(2).proc_bind(ProcBind::Close).map(|_| mask());
        assert!(bound.iter().all(|mask| *mask != whole), "{bound:?}");
        parallel_for(0..64).num_threads(2).for_each(|_| assert_eq!(mask(), whole));
    }
}

#[test]
fn a_region_without_a_policy_is_not_bound_by_the_one_before() {
    // By the places of the machine: named ones would bind every region.
    child::run("unbound_after_bound", &[]);
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn nested() {
    let outer = Parallel::new().map(|_| {
        let own = (mask(), omp::get_place_num(), omp::get_partition_place_nums(), omp::get_proc_bind());
        let inner = Parallel::new().map(|_| (mask(), omp::get_place_num(), omp::get_partition_place_nums()));
        assert_eq!(mask(), own.0, "the inner region leaves its caller where it was");
        (own, inner)
    });
    for (k, (own, inner)) in outer.into_iter().enumerate() {
        report(&format!("outer {k}"), own);
        report(&format!("inner {k}"), inner);
    }
    assert_eq!(omp::get_partition_num_places(), omp::get_num_places());
}

#[test]
fn inner_regions_subdivide_the_places() {
    let Some([a, b]) = two_cpus() else { return };
    let places = format!("{{{a}}},{{{b}}}");
    let said = child::run(
        "nested",
        &[("OMP_PLACES", &places), ("OMP_PROC_BIND", "spread,close"), ("OMP_NUM_THREADS", "2,3")],
    );
    for (k, cpu) in [a, b].iter().enumerate() {
        assert_eq!(said.value(&format!("outer {k}")), format!("({cpu:?}, Some({k}), [{k}], Close)"));
        let inner = format!("({cpu:?}, Some({k}), [{k}])");
        assert_eq!(said.value(&format!("inner {k}")), format!("[{inner}, {inner}, {inner}]"));
    }
}

#[test]
fn inner_regions_of_close_ones_have_all_places() {
    let Some([a, b]) = two_cpus() else { return };
    let places = format!("{{{a}}},{{{b}}}");
    let said = child::run(
        "nested",
        &[("OMP_PLACES", &places), ("OMP_PROC_BIND", "close,close"), ("OMP_NUM_THREADS", "2,2")],
    );
    let at = |cpu: &str, k: usize| format!("({cpu:?}, Some({k}), [0, 1])");
    assert_eq!(said.value("inner 0"), format!("[{}, {}]", at(&a, 0), at(&b, 1)));
    assert_eq!(said.value("inner 1"), format!("[{}, {}]", at(&b, 1), at(&a, 0)));
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn hired_by_a_bound_thread() {
    let whole = mask();
    omp::set_max_active_levels(2);
    let inner = Parallel::new().num_threads(2).proc_bind(ProcBind::Close).map(|_| {
        let own = mask();
        let inner = Parallel::new().num_threads(2).map(|_| mask());
        assert_eq!(inner[0], own);
        inner[1].clone()
    });
    assert_eq!(inner, [whole.clone(), whole]);
}

#[test]
fn workers_hired_by_a_bound_thread_are_not_confined_to_its_place() {
    let Some(_) = two_cpus() else { return };
    child::run("hired_by_a_bound_thread", &[]);
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn pinned() {
    let Some([_, b]) = two_cpus() else { return };
    let whole = mask();
    let masks = || Parallel::new().num_threads(3).map(|_| mask());
    // A free team with enough workers, which may run everywhere.
    assert_eq!(masks(), [&whole; 3].map(String::clone));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            pin_to(&b);
            assert_eq!((omp::get_num_procs(), omp::get_max_threads()), (1, 1));
            assert_eq!(masks(), [&b; 3].map(String::clone));
            // Its own CPUs are its places.
            let bound = Parallel::new().num_threads(2).proc_bind(ProcBind::Close).map(|_| mask());
            if omp::get_place_num_procs(omp::get_num_places() - 1) == 1 {
                assert_eq!(bound, [&b; 2].map(String::clone));
            }
            assert_eq!(mask(), b);
        });
    });
    // Nor does the whole machine's thread get the pinned one's workers.
    assert_eq!(masks(), [&whole; 3].map(String::clone));
    std::thread::scope(|scope| {
        let two = || (masks(), masks());
        let threads = [scope.spawn(two), scope.spawn(two)];
        for thread in threads {
            let (first, second) = thread.join().unwrap();
            assert!(first.iter().chain(&second).all(|mask| *mask == whole));
        }
    });
}

#[test]
fn caller_that_is_already_bound_keeps_its_regions_to_its_cpus() {
    child::run("pinned", &[]);
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn loops() {
    let whole = mask();
    for schedule in [None, Some(Schedule::Static), Some(Schedule::Dynamic(1)), Some(Schedule::Guided(1))] {
        let seen = std::sync::Mutex::new(Vec::new());
        let bound = parallel_for(0..100).num_threads(2);
        let bound = match schedule {
            Some(schedule) => bound.schedule(schedule),
            None => bound,
        };
        bound.for_each(|i| {
            seen.lock().unwrap().push((i, omp::get_thread_num(), omp::get_place_num(), mask()))
        });
        let mut seen = seen.into_inner().unwrap();
        seen.sort();
        assert_eq!(seen.iter().map(|seen| seen.0).collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
        for (_, member, place, mask) in seen {
            assert_eq!(place, Some(member));
            assert_eq!(mask, omp::get_place_proc_ids(member)[0].to_string());
        }
        let (done, thrown) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let panicked = std::panic::catch_unwind(|| {
            parallel_for(0..3000).num_threads(2).schedule(Schedule::Dynamic(1)).for_each(|i| {
                done.fetch_add(1, Relaxed);
                if i == 0 {
                    thrown.store(1, Relaxed);
                    // Without the hook: it prints a backtrace, which takes as long as all iterations.
                    std::panic::resume_unwind(Box::new("boo"));
                }
                while thrown.load(Relaxed) == 0 {
                    std::thread::yield_now();
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            });
        });
        assert!(panicked.is_err());
        assert!(done.into_inner() < 3000, "no further chunk starts");
        assert_eq!(mask(), whole);
    }
}

#[test]
fn loops_run_at_the_places_of_their_members() {
    let Some([a, b]) = two_cpus() else { return };
    let places = format!("{{{a}}},{{{b}}}");
    child::run("loops", &[("OMP_PLACES", &places), ("OMP_PROC_BIND", "close")]);
}

#[test]
#[ignore = "runs in child processes of the other tests only"]
fn two_regions_of_two_and_one_of_three() {
    for threads in [2, 2, 3] {
        Parallel::new().num_threads(threads).run(|_| ());
    }
    parallel_for(0..3).num_threads(3).for_each(|_| ());
}

#[test]
fn display_affinity_shows_a_line_for_each_member_and_again_when_it_changes() {
    let variables = [("OMP_DISPLAY_AFFINITY", "true"), ("OMP_AFFINITY_FORMAT", "%n of %N at %L on %A")];
    let said = child::run("two_regions_of_two_and_one_of_three", &variables);
    let mut lines: Vec<_> = said.errors.lines().collect();
    let whole = mask();
    let mut expected: Vec<_> = (0..2)
        .map(|n| (n, 2))
        .chain((0..3).map(|n| (n, 3)))
        .map(|(n, of)| format!("{n} of {of} at 1 on {whole}"))
        .collect();
    lines.sort();
    expected.sort();
    assert_eq!(lines, expected);
    assert_eq!(child::run("two_regions_of_two_and_one_of_three", &variables[1..]).errors, "");
}
