//! What gcc's library does not do, or does otherwise: forks, missing threads, foreign threads, ways out of a construct.

mod common;

use common::{LIMIT, compile, ours, run};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Compiles a program that is written here.
fn program(name: &str, text: &str) -> Option<PathBuf> {
    let (compiler, extension) =
        if text.contains("try {") || text.contains("throw ") { ("g++", "cpp") } else { ("gcc", "c") };
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("behaviour-{name}.{extension}"));
    fs::write(&source, text).unwrap();
    compile(compiler, &format!("behaviour-{name}"), &source, "program", &["-fexceptions"])
}

fn run_with(executable: &Path, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(executable);
    command.env("LD_LIBRARY_PATH", ours()).env("OMP_NUM_THREADS", "4").envs(variables.iter().copied());
    run(&mut command, LIMIT).unwrap_or_else(|| panic!("{command:?} does not end: a hang"))
}

/// Runs a program that must end well.
fn passes(name: &str, text: &str, variables: &[(&str, &str)]) {
    let Some(executable) = program(name, text) else { return };
    let output = run_with(&executable, variables);
    assert!(
        output.status.success(),
        "{name}: {}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Runs a program that must be aborted with this message.
fn is_aborted(name: &str, text: &str, message: &str) {
    let Some(executable) = program(name, text) else { return };
    let output = run_with(&executable, &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{name}: {}: {said}", output.status);
    assert!(said.contains(message), "{name} says: {said}");
}

#[test]
fn a_forked_child_opens_regions() {
    let text = r"
        #include <omp.h>
        #include <sys/wait.h>
        #include <unistd.h>
        static int sum(void) {
            int n = 0;
            #pragma omp parallel reduction(+ : n)
            {
                #pragma omp single
                n++;
                #pragma omp for schedule(dynamic)
                for (int i = 0; i < 100; i++) n++;
                #pragma omp critical
                n++;
            }
            return n;
        }
        int main(void) {
            if (sum() != 105) return 1;
            for (int k = 0; k < 5; k++) {
                pid_t child = fork();
                if (child == 0) {
                    int good = sum() == 105;
                    pid_t grandchild = fork();
                    if (grandchild == 0) _exit(sum() == 105 ? 0 : 3);
                    int status;
                    waitpid(grandchild, &status, 0);
                    _exit(good && status == 0 ? 0 : 2);
                }
                int status;
                waitpid(child, &status, 0);
                if (status != 0 || sum() != 105) return 4;
            }
            return 0;
        }";
    passes("fork", text, &[]);
}

#[test]
fn missing_threads_are_done_without() {
    let text = r#"
        #include <omp.h>
        #include <stdio.h>
        #include <sys/resource.h>
        int main(void) {
            /* Stacks that find no room. */
            struct rlimit limit = {900L << 20, 900L << 20};
            setrlimit(RLIMIT_AS, &limit);
            int members = 0, iterations = 0;
            #pragma omp parallel num_threads(16) reduction(+ : members, iterations)
            {
                members++;
                #pragma omp for
                for (int i = 0; i < 1000; i++) iterations++;
                #pragma omp barrier
            }
            fprintf(stderr, "%d members\n", members);
            return !(members >= 1 && members < 16 && iterations == 1000);
        }"#;
    passes("threads", text, &[("OMP_STACKSIZE", "200M")]);
}

#[test]
fn foreign_threads_are_initial_threads() {
    let text = r"
        #include <omp.h>
        #include <pthread.h>
        static int failures;
        static void *work(void *data) {
            int own = (int)(long)data, sum = 0;
            if (omp_get_thread_num() || omp_get_num_threads() != 1 || omp_in_parallel() || omp_get_level()) failures++;
            /* Orphaned, in the thread's own team of one. */
            #pragma omp for schedule(dynamic)
            for (int i = 0; i < 10; i++) sum++;
            #pragma omp single
            sum++;
            #pragma omp barrier
            #pragma omp task shared(sum)
            sum++;
            #pragma omp taskwait
            if (sum != 12) failures++;
            omp_set_num_threads(own + 1);
            for (int k = 0; k < 50; k++) {
                int members = 0;
                #pragma omp parallel reduction(+ : members)
                members++;
                if (members != own + 1) failures++;
            }
            return 0;
        }
        int main(void) {
            for (int round = 0; round < 20; round++) {
                pthread_t threads[3];
                for (long k = 0; k < 3; k++) pthread_create(&threads[k], 0, work, (void *)k);
                for (int k = 0; k < 3; k++) pthread_join(threads[k], 0);
            }
            return failures;
        }";
    passes("foreign", text, &[]);
}

#[test]
fn regions_in_two_calls() {
    let text = r"
        #include <omp.h>
        #include <stdbool.h>
        extern void GOMP_parallel_start(void (*)(void *), void *, unsigned);
        extern void GOMP_parallel_end(void);
        extern void GOMP_parallel_loop_static_start(void (*)(void *), void *, unsigned, long, long, long, long);
        extern void GOMP_parallel_loop_dynamic_start(void (*)(void *), void *, unsigned, long, long, long, long);
        extern void GOMP_parallel_loop_guided_start(void (*)(void *), void *, unsigned, long, long, long, long);
        extern void GOMP_parallel_loop_runtime_start(void (*)(void *), void *, unsigned, long, long, long);
        extern void GOMP_parallel_sections_start(void (*)(void *), void *, unsigned, unsigned);
        extern bool GOMP_loop_dynamic_next(long *, long *);
        extern void GOMP_loop_end_nowait(void);
        extern unsigned GOMP_sections_next(void);
        extern void GOMP_sections_end_nowait(void);
        static int count, inner;
        static void plain(void *data) {
            __atomic_add_fetch(&count, 1 + 100 * omp_get_thread_num(), __ATOMIC_RELAXED);
        }
        static void loop(void *data) {
            long a, b;
            while (GOMP_loop_dynamic_next(&a, &b)) __atomic_add_fetch(&count, b - a, __ATOMIC_RELAXED);
            GOMP_loop_end_nowait();
        }
        static void sections(void *data) {
            for (unsigned k; (k = GOMP_sections_next());) __atomic_add_fetch(&count, k, __ATOMIC_RELAXED);
            GOMP_sections_end_nowait();
        }
        static void outer(void *data) {
            GOMP_parallel_start(plain, 0, 1);
            if (omp_get_level() == 2) __atomic_add_fetch(&inner, 1, __ATOMIC_RELAXED);
            plain(0);
            GOMP_parallel_end();
        }
        static int run(void (*body)(void *)) {
            body(0);
            GOMP_parallel_end();
            return count;
        }
        int main(void) {
            for (int k = 0; k < 100; k++) {
                count = 0;
                GOMP_parallel_start(plain, 0, 3);
                if (omp_get_num_threads() != 3) return 1;
                if (run(plain) != 303) return 2;
                count = 0;
                GOMP_parallel_start(plain, 0, 1);
                if (run(plain) != 1) return 3;
                count = 0;
                GOMP_parallel_loop_static_start(loop, 0, 0, 0, 1000, 1, 0);
                if (run(loop) != 1000) return 4;
                count = 0;
                GOMP_parallel_loop_dynamic_start(loop, 0, 2, 0, 1000, 1, 7);
                if (run(loop) != 1000) return 5;
                count = 0;
                GOMP_parallel_loop_guided_start(loop, 0, 4, 0, 1000, 1, 7);
                if (run(loop) != 1000) return 6;
                count = 0;
                GOMP_parallel_loop_runtime_start(loop, 0, 4, 0, 1000, 1);
                if (run(loop) != 1000) return 7;
                count = 0;
                GOMP_parallel_sections_start(sections, 0, 2, 5);
                if (run(sections) != 15) return 8;
                count = 0;
                GOMP_parallel_start(outer, 0, 2);
                if (run(outer) != 2) return 9;
                if (omp_get_level() || omp_get_num_threads() != 1) return 10;
            }
            return inner != 200;
        }";
    passes("split", text, &[]);
}

#[test]
fn idle_threads_use_no_time() {
    let text = r"
        #include <omp.h>
        #include <sys/resource.h>
        #include <unistd.h>
        static double used(void) {
            struct rusage usage;
            getrusage(RUSAGE_SELF, &usage);
            return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
                (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
        }
        int main(void) {
            #pragma omp parallel
            {
                #pragma omp barrier
            }
            double before = used();
            sleep(1);
            /* Not a time: what four threads that keep spinning would use up is several times this. */
            return used() - before > 0.5;
        }";
    passes("idle", text, &[]);
}

#[test]
fn exceptions_inside_a_construct_are_the_programs_own() {
    let text = r"
        #include <omp.h>
        int main() {
            int caught = 0;
            #pragma omp parallel reduction(+ : caught)
            {
                try { throw 1; } catch (int) { caught++; }
                #pragma omp barrier
                #pragma omp for schedule(dynamic)
                for (int i = 0; i < 100; i++) {
                    try { throw i; } catch (int) { caught++; }
                }
            }
            return caught != 104;
        }";
    passes("caught", text, &[]);
}

#[test]
fn what_leaves_a_construct_ends_the_process() {
    let text = r#"
        extern "C" void GOMP_parallel(void (*)(void *), void *, unsigned, unsigned);
        static void body(void *) { throw 1; }
        int main() {
            GOMP_parallel(body, 0, 2, 0);
            return 0;
        }"#;
    is_aborted("escape", text, "has left an OpenMP construct");
}

#[test]
fn members_at_different_constructs_are_told() {
    let text = r"
        #include <omp.h>
        static void one(void) {
            #pragma omp single
            {}
        }
        static void other(void) {
            #pragma omp for schedule(dynamic)
            for (int i = 0; i < 10; i++) {}
        }
        int main(void) {
            #pragma omp parallel num_threads(2)
            {
                if (omp_get_thread_num()) one(); else other();
            }
            return 0;
        }";
    is_aborted("different", text, "every member must meet the same");
}

#[test]
fn a_member_that_skips_a_barrier_is_told() {
    let text = r"
        #include <omp.h>
        extern void GOMP_barrier(void);
        int main(void) {
            #pragma omp parallel num_threads(3)
            {
                if (omp_get_thread_num() != 1) GOMP_barrier();
            }
            return 0;
        }";
    is_aborted("skipped", text, "barrier");
}
