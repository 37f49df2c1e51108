//! The library as a whole: what it does when it is loaded, what it says, and how it ends a process.

mod common;

use common::{LIMIT, compile, ours, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Compiles a C program that is written here.
fn program(name: &str, text: &str, arguments: &[&str]) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.c"));
    fs::write(&source, text).unwrap();
    compile("gcc", &format!("library-{name}"), &source, "program", arguments)
}

/// What a program has written, and how it has ended.
struct Said {
    status: Option<i32>,
    output: String,
    errors: String,
}

fn said(run: Option<Output>) -> Said {
    let Output { status, stdout, stderr } = run.expect("a hang");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { status: status.code(), output: text(stdout), errors: text(stderr) }
}

/// Runs a program on our library with these variables and no others of OpenMP's.
fn run_with(executable: &Path, variables: &[(&str, &str)]) -> Said {
    let mut command = Command::new(executable);
    let openmp = std::env::vars_os().map(|(name, _)| name);
    for name in openmp.filter(|name| name.to_string_lossy().contains("OMP_")) {
        command.env_remove(name);
    }
    command.env("LD_LIBRARY_PATH", ours()).envs(variables.iter().copied());
    said(run(&mut command, LIMIT))
}

const SETTINGS: &str = r#"
#include <omp.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
int main(void) {
    int sizes[64] = {0};
    #pragma omp parallel
    sizes[omp_get_thread_num()] = omp_get_num_threads();
    omp_sched_t kind;
    int chunk;
    omp_get_schedule(&kind, &chunk);
    printf("threads %d schedule %x,%d device %d allocator %d places %d bind %d teams %d,%d limit %d\n", sizes[0],
        (unsigned)kind, chunk, omp_get_default_device(), (int)omp_get_default_allocator(), omp_get_num_places(),
        omp_get_proc_bind(), omp_get_max_teams(), omp_get_teams_thread_limit(), omp_get_thread_limit());
    size_t stack = 0;
    #pragma omp parallel num_threads(2) reduction(max : stack)
    {
        pthread_attr_t attributes;
        pthread_getattr_np(pthread_self(), &attributes);
        size_t size;
        pthread_attr_getstacksize(&attributes, &size);
        if (omp_get_thread_num()) stack = size;
        pthread_attr_destroy(&attributes);
    }
    printf("stack %zu\n", stack >> 10);
}
"#;

#[test]
fn variables_are_read_when_the_library_is_loaded() {
    let Some(settings) = program("settings", &format!("#define _GNU_SOURCE\n{SETTINGS}"), &[]) else {
        return;
    };
    let plain = run_with(&settings, &[("OMP_NUM_THREADS", "3")]);
    assert_eq!((plain.status, plain.errors.as_str()), (Some(0), ""));
    let expected = "threads 3 schedule 2,1 device 0 allocator 1 places ";
    assert!(plain.output.starts_with(expected), "{}", plain.output);
    assert!(plain.output.contains(" bind 0 teams 0,0 limit 2147483647\n"), "{}", plain.output);
    let set = run_with(
        &settings,
        &[
            ("OMP_NUM_THREADS", "4"),
            ("OMP_THREAD_LIMIT", "2"),
            ("OMP_SCHEDULE", "monotonic:guided,7"),
            ("OMP_DEFAULT_DEVICE", "3"),
            ("OMP_ALLOCATOR", "omp_const_mem_alloc"),
            ("OMP_NUM_TEAMS", "5"),
            ("OMP_TEAMS_THREAD_LIMIT", "6"),
            ("GOMP_CPU_AFFINITY", "0"),
            ("GOMP_STACKSIZE", "3M"),
            ("GOMP_SPINCOUNT", "infinity"),
        ],
    );
    assert_eq!(set.errors, "");
    let expected = "threads 2 schedule 80000003,7 device 3 allocator 3 places 1 bind 1 teams 5,6 limit 2\n";
    assert!(set.output.starts_with(expected), "{}", set.output);
    let stack: usize = set.output.trim().rsplit(' ').next().unwrap().parse().unwrap();
    // Guard pages and thread-locals come in addition.
    assert!((3 << 10..4 << 10).contains(&stack), "{}", set.output);
}

#[test]
fn the_environment_says_whose_runtime_it_is() {
    let Some(settings) = program("display", &format!("#define _GNU_SOURCE\n{SETTINGS}"), &[]) else { return };
    let shown =
        run_with(&settings, &[("OMP_DISPLAY_ENV", "true"), ("OMP_ALLOCATOR", "omp_low_lat_mem_alloc")])
            .errors;
    let version = format!("  [host] _FERROMP = '{}'\n", env!("CARGO_PKG_VERSION"));
    assert!(shown.starts_with("OPENMP DISPLAY ENVIRONMENT BEGIN\n  _OPENMP = '"), "{shown}");
    for line in [
        &version,
        "  [host] OMP_ALLOCATOR = 'omp_low_lat_mem_alloc'\n",
        "  [host] OMP_DEFAULT_DEVICE = '0'\n",
        "  [host] OMP_TARGET_OFFLOAD = 'DEFAULT'\n",
        "  [host] GOMP_SPINCOUNT = 'DEFAULT'\n",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    assert!(shown.ends_with("OPENMP DISPLAY ENVIRONMENT END\n"), "{shown}");
}

#[test]
fn bad_values_are_named_and_left_alone() {
    let Some(settings) = program("bad", &format!("#define _GNU_SOURCE\n{SETTINGS}"), &[]) else { return };
    for (name, value) in [
        ("OMP_ALLOCATOR", "fast"),
        ("OMP_DEFAULT_DEVICE", "-1"),
        ("OMP_TARGET_OFFLOAD", "perhaps"),
        ("GOMP_SPINCOUNT", "1x"),
        ("GOMP_CPU_AFFINITY", "3-1"),
        ("GOMP_STACKSIZE", "big"),
        ("OMP_SCHEDULE", "random"),
    ] {
        let said = run_with(&settings, &[(name, value), ("OMP_NUM_THREADS", "2")]);
        let name = if name == "GOMP_STACKSIZE" { "OMP_STACKSIZE" } else { name };
        assert!(said.errors.contains(name) && said.errors.contains(value), "{name}: {}", said.errors);
        assert!(said.output.starts_with("threads 2 schedule 2,1 device 0 allocator 1 "), "{}", said.output);
    }
}

#[test]
fn constructs_end_the_process_with_the_texts_that_gcc_has() {
    let text = r#"
#include <omp.h>
#include <stdio.h>
int main(int count, char **arguments) {
    switch (arguments[1][0]) {
    case 'e': {
        #pragma omp error at(execution) severity(warning) message("first")
        #pragma omp error at(execution) severity(fatal) message("then")
        break;
    }
    case 'm': {
        omp_alloctrait_t traits[] = {{omp_atk_pool_size, 16}, {omp_atk_fallback, omp_atv_abort_fb}};
        omp_alloc(1000, omp_init_allocator(omp_default_mem_space, 2, traits));
        break;
    }
    case 't': {
        #pragma omp target device(5)
        puts("ran");
        return 0;
    }
    }
    puts("went on");
    return count > 100;
}
"#;
    let Some(program) = program("texts", text, &["-Wno-unused-result"]) else { return };
    let said = |argument: &str, variables: &[(&str, &str)]| {
        let mut command = Command::new(&program);
        command.arg(argument).env("LD_LIBRARY_PATH", ours()).envs(variables.iter().copied());
        said(run(&mut command, LIMIT))
    };
    let error = said("e", &[]);
    let expected = "\nlibgomp: error directive encountered: first\n\n\
                    libgomp: fatal error: error directive encountered: then\n";
    assert_eq!((error.status, error.output.as_str(), error.errors.as_str()), (Some(1), "", expected));
    let memory = said("m", &[]);
    assert_eq!(
        (memory.status, memory.errors.as_str()),
        (Some(1), "\nlibgomp: Out of memory allocating 1000 bytes\n")
    );
    let target = said("t", &[]);
    assert_eq!((target.status, target.output.as_str(), target.errors.as_str()), (Some(0), "ran\n", ""));
    let target = said("t", &[("OMP_TARGET_OFFLOAD", "mandatory")]);
    let expected = "\nlibgomp: OMP_TARGET_OFFLOAD is set to MANDATORY, but device not found\n";
    assert_eq!((target.status, target.output.as_str(), target.errors.as_str()), (Some(1), "", expected));
}

const PLAIN: &str = "
int main(void) {
    int count = 0;
    #pragma omp parallel num_threads(2)
    __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    return 0;
}
";

#[test]
fn a_second_runtime_is_named() {
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join("second.c");
    fs::write(&source, "void GOMP_parallel(void) {}\n").unwrap();
    let arguments = ["-shared", "-fPIC", "-fno-openmp"];
    let Some(second) = compile("gcc", "library-second", &source, "libsecond.so", &arguments) else { return };
    let path = second.to_str().unwrap();
    // One is loaded before the program starts, the other while it runs.
    let linked = program("linked", PLAIN, &["-Wl,--no-as-needed", path]).unwrap();
    let opened = format!(
        "#include <dlfcn.h>\n{}",
        PLAIN.replace("return 0", &format!("return !dlopen(\"{path}\", RTLD_NOW)"))
    );
    let opened = program("opened", &opened, &["-ldl"]).unwrap();
    for program in [&linked, &opened] {
        let said = run_with(program, &[]);
        assert_eq!(said.status, Some(0), "{}", said.errors);
        assert_eq!(
            said.errors.matches("there is a second OpenMP runtime in this process").count(),
            1,
            "{}",
            said.errors
        );
        assert!(said.errors.contains("libsecond.so"), "{}", said.errors);
    }
    let alone = program("alone", PLAIN, &[]).unwrap();
    assert_eq!(run_with(&alone, &[]).errors, "");
}

/// The names, with their versions, that a library offers.
fn offered(library: &Path) -> Option<Vec<String>> {
    let listed =
        Command::new("nm").args(["-D", "--defined-only", "--with-symbol-versions"]).arg(library).output();
    let listed = String::from_utf8(listed.ok()?.stdout).unwrap();
    let names = listed.lines().filter_map(|line| line.split_whitespace().last());
    // Not what is for OpenACC and for plugins of devices.
    let wanted =
        |name: &&str| name.starts_with("omp_") || name.starts_with("GOMP_") && !name.contains("PLUGIN");
    Some(names.filter(wanted).map(str::to_owned).collect())
}

#[test]
fn every_name_of_gccs_library_is_offered() {
    let located = Command::new("gcc").arg("-print-file-name=libgomp.so.1").output();
    let Ok(located) = located else { return };
    let theirs = PathBuf::from(String::from_utf8(located.stdout).unwrap().trim());
    let (Some(ours), Some(theirs)) = (offered(&ours().join("libgomp.so.1")), offered(&theirs)) else {
        return;
    };
    let missing: Vec<_> = theirs.iter().filter(|name| !ours.contains(name)).collect();
    // Newer compilers' libraries have nodes that programs of gcc 12 do not ask for.
    let newer = |name: &str| name.contains("_6.0") || name.contains("_5.1.") || name.contains("_5.2");
    let missing: Vec<_> = missing.into_iter().filter(|name| !newer(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(ours.len() > 300, "{}", ours.len());
}
