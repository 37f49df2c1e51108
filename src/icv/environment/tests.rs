use super::*;
use crate::icv::num_threads_for_region;

/// What a process whose environment has these variables reads; none of their values may be bad.
pub(in crate::icv) fn environment_of(variables: &[(&str, &str)]) -> Environment {
    let (environment, warnings) = Environment::read(&lookup_in(variables));
    assert!(warnings.is_empty(), "{warnings:?}");
    environment
}

/// Looks variables up in a list instead of the process's environment.
fn lookup_in(variables: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> {
    |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
}

#[test]
fn without_variables_there_are_defaults_and_no_warnings() {
    let environment = environment_of(&[]);
    assert_eq!(environment.num_threads, []);
    assert_eq!(environment.proc_bind, [ProcBind::False]);
    assert!(!environment.never_bind && !environment.dynamic && !environment.cancellation);
    assert_eq!((environment.max_active_levels, environment.thread_limit), (1, MAX_THREADS));
    assert_eq!(environment.stack_size, DEFAULT_STACK_SIZE);
    assert_eq!(environment.schedule, Schedule::Dynamic(1));
    assert_eq!((environment.wait_policy, environment.display_env), (None, DisplayEnv::False));
    assert_eq!((environment.places, environment.affinity_format), (None, None));
    let teams_and_tasks =
        (environment.max_task_priority, environment.num_teams, environment.teams_thread_limit);
    assert_eq!(teams_and_tasks, (0, 0, 0));
}

#[test]
fn every_variable_arrives_where_it_belongs() {
    let environment = environment_of(&[
        ("OMP_NUM_THREADS", "4,3,2"),
        ("OMP_SCHEDULE", " guided,4 "),
        ("OMP_DYNAMIC", "true"),
        ("OMP_MAX_ACTIVE_LEVELS", "7"),
        ("OMP_THREAD_LIMIT", "99"),
        ("OMP_PROC_BIND", "spread, close"),
        ("OMP_PLACES", "cores(2)"),
        ("OMP_STACKSIZE", "8M"),
        ("OMP_WAIT_POLICY", "ACTIVE"),
        ("OMP_CANCELLATION", "True"),
        ("OMP_DISPLAY_ENV", "VERBOSE"),
        ("OMP_DISPLAY_AFFINITY", "TRUE"),
        ("OMP_AFFINITY_FORMAT", "%n"),
        ("OMP_MAX_TASK_PRIORITY", "5"),
        ("OMP_NUM_TEAMS", "6"),
        ("OMP_TEAMS_THREAD_LIMIT", "8"),
    ]);
    let expected = Environment {
        num_threads: vec![4, 3, 2],
        schedule: Schedule::Guided(4),
        dynamic: true,
        max_active_levels: 7,
        thread_limit: 99,
        proc_bind: vec![ProcBind::Spread, ProcBind::Close],
        never_bind: false,
        places: Some(PlaceSpec::parse("cores(2)").unwrap()),
        stack_size: 8 << 20,
        wait_policy: Some(WaitPolicy::Active),
        cancellation: true,
        display_env: DisplayEnv::Verbose,
        display_affinity: true,
        affinity_format: Some("%n".to_owned()),
        max_task_priority: 5,
        num_teams: 6,
        teams_thread_limit: 8,
    };
    assert_eq!(environment, expected);
}

#[test]
fn a_bad_value_gives_one_warning_and_the_default() {
    let variables = [
        "OMP_NUM_THREADS",
        "OMP_SCHEDULE",
        "OMP_DYNAMIC",
        "OMP_NESTED",
        "OMP_MAX_ACTIVE_LEVELS",
        "OMP_THREAD_LIMIT",
        "OMP_PROC_BIND",
        "OMP_PLACES",
        "OMP_STACKSIZE",
        "OMP_WAIT_POLICY",
        "OMP_CANCELLATION",
        "OMP_DISPLAY_ENV",
        "OMP_DISPLAY_AFFINITY",
        "OMP_MAX_TASK_PRIORITY",
        "OMP_NUM_TEAMS",
        "OMP_TEAMS_THREAD_LIMIT",
    ];
    for name in variables {
        let (environment, warnings) = Environment::read(&lookup_in(&[(name, "-7 dwarfs")]));
        let [warning] = &warnings[..] else { panic!("{name}: {warnings:?}") };
        assert!(warning.contains(&format!("{name}='-7 dwarfs'")), "{warning}");
        assert!(warning.contains("it may be "), "{warning}");
        assert_eq!(environment, environment_of(&[]), "{name}");
    }
}

#[test]
fn blank_values_are_bad_values() {
    for name in ["OMP_NUM_THREADS", "OMP_SCHEDULE", "OMP_AFFINITY_FORMAT", "OMP_PLACES"] {
        let (_, warnings) = Environment::read(&lookup_in(&[(name, " ")]));
        assert_eq!(warnings.len(), 1, "{name}");
    }
}

#[test]
fn nested_regions_are_active_if_the_environment_hints_at_them() {
    let levels = |variables: &[(&str, &str)]| environment_of(variables).max_active_levels;
    let all = SUPPORTED_ACTIVE_LEVELS;
    assert_eq!(levels(&[("OMP_NUM_THREADS", "4")]), 1);
    assert_eq!(levels(&[("OMP_NUM_THREADS", "4,2")]), all);
    assert_eq!(levels(&[("OMP_PROC_BIND", "spread,close")]), all);
    assert_eq!(levels(&[("OMP_NESTED", "true")]), all);
    assert_eq!(levels(&[("OMP_NESTED", "false"), ("OMP_NUM_THREADS", "4,2")]), 1);
    assert_eq!(levels(&[("OMP_NESTED", "true"), ("OMP_MAX_ACTIVE_LEVELS", "0")]), 0);
    assert_eq!(levels(&[("OMP_MAX_ACTIVE_LEVELS", "2000000000")]), all);
}

#[test]
fn naming_places_asks_for_binding() {
    assert_eq!(environment_of(&[("OMP_PLACES", "cores")]).proc_bind, [ProcBind::True]);
    let forbidden = environment_of(&[("OMP_PLACES", "cores"), ("OMP_PROC_BIND", "false")]);
    assert_eq!((forbidden.proc_bind, forbidden.never_bind), (vec![ProcBind::False], true));
}

#[test]
fn data_environment_and_thread_count_follow() {
    let environment = environment_of(&[("OMP_NUM_THREADS", "6,3"), ("OMP_THREAD_LIMIT", "7")]);
    let env = crate::icv::DataEnv::initial(Box::leak(Box::new(environment)), 2);
    let outer = crate::icv::RegionRequest {
        only_if: true,
        num_threads: None,
        active_levels: 0,
        threads_busy: 1,
        unoccupied: 2,
    };
    assert_eq!(num_threads_for_region(&env, &outer), 6);
    let inner = crate::icv::RegionRequest { active_levels: 1, threads_busy: 6, ..outer };
    assert_eq!(num_threads_for_region(&env.for_members(), &inner), 2);
}
