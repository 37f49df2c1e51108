/* The constructs of the measuring program in C, for the OpenMP runtimes: the counterpart of rivals/src/session.rs,
 * with the same bodies (rivals/src/work.rs), the same counts and the same JSON lines.
 *
 *   omp --peer NAME --threads N --constructs a,b,c --delay STEPS --sample-us U --samples S --limit-ms L
 */
#include "tasks.h"

#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EMPTY = 100000, TRIANGLE = 6000, ROWS = 120, COLUMNS = 160, BOUND = 400, LONG = 10000000 };

static int threads = 2, max_samples = 11;
static uint64_t delay_steps = 100;
static double sample_ns = 1e6, limit_ns = 250e6;
static const char *peer = "omp";

/* Bodies ------------------------------------------------------------------------------------------------------- */

__attribute__((noinline)) static uint64_t delay(uint64_t steps)
{
    uint64_t x = steps;
    for (uint64_t i = 0; i < steps; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        OPAQUE(x);
    }
    return x;
}

static inline void wait_steps(void)
{
    uint64_t steps = delay_steps;
    OPAQUE(steps);
    uint64_t x = delay(steps);
    OPAQUE(x);
}

static inline void touch(long i)
{
    OPAQUE(i);
}

static void triangle(long i)
{
    uint64_t x = delay((uint64_t)i);
    OPAQUE(x);
}

static void mandel(long row)
{
    uint64_t total = 0;
    double ci = -1.25 + 2.5 * (double)row / ROWS;
    for (int column = 0; column < COLUMNS; column++) {
        double cr = -2.0 + 2.75 * (double)column / COLUMNS, zr = 0, zi = 0;
        uint32_t k = 0;
        while (k < BOUND) {
            double rr = zr * zr, ii = zi * zi;
            if (rr + ii > 4.0) break;
            zi = (zr + zr) * zi + ci;
            zr = (rr - ii) + cr;
            k++;
        }
        total += k;
    }
    OPAQUE(total);
}

/* Timing: rivals/src/timing.rs --------------------------------------------------------------------------------- */

static double samples[1 << 22];
static int taken;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double cpu_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, ascending);
    return v[n / 2];
}

typedef void (*run_fn)(long reps);

static double clocked(run_fn run, long reps)
{
    double begin = now();
    run(reps);
    return now() - begin;
}

static void nothing(long reps)
{
    (void)reps;
}

static void reference(long reps)
{
    for (long r = 0; r < reps; r++) wait_steps();
}

static void overhead(run_fn run, run_fn serial_run, long least, int most, double divisor)
{
    double begin = now();
    long reps = least;
    while (clocked(run, reps) < sample_ns && now() - begin < limit_ns / 2) reps *= 2;
    for (taken = 0; taken == 0 || (taken < most && now() - begin < limit_ns); taken++) {
        double serial = clocked(serial_run, reps);
        samples[taken] = (clocked(run, reps) - serial) / (double)reps / divisor;
    }
}

static void after_pause(run_fn run)
{
    double times[101];
    run(1);
    for (int i = 0; i < 101; i++) times[i] = clocked(reference, 1);
    double serial = median(times, 101);
    for (taken = 0; taken < 2 * max_samples; taken++) {
        nanosleep(&(struct timespec){0, 10000000}, NULL);
        samples[taken] = clocked(run, 1) - serial;
    }
}

static void burnt(run_fn run)
{
    run(1);
    double before = cpu_now();
    nanosleep(&(struct timespec){2, 0}, NULL);
    samples[0] = cpu_now() - before;
    taken = 1;
}

static void chain(run_fn run, double time)
{
    double begin = now(), last = begin;
    for (taken = 0; last - begin < time && taken < (1 << 22); taken++) {
        run(1);
        double t = now();
        samples[taken] = t - last;
        last = t;
    }
}

static void back_to_back(run_fn run)
{
    run(1);
    chain(reference, 2e6);
    double serial = median(samples, taken);
    chain(run, 300e6);
    for (int i = 0; i < taken; i++) samples[i] -= serial;
}

/* Constructs --------------------------------------------------------------------------------------------------- */

static void region(long reps)
{
    for (long r = 0; r < reps; r++) {
#pragma omp parallel
        wait_steps();
    }
}

static void reduce(long reps)
{
    for (long r = 0; r < reps; r++) {
        double sum = 0;
#pragma omp parallel reduction(+ : sum)
        {
            wait_steps();
            sum += 1.0;
        }
        if (sum != threads) abort();
    }
}

static void barrier(long reps)
{
#pragma omp parallel
    for (long r = 0; r < reps; r++) {
        wait_steps();
#pragma omp barrier
    }
}

static void loop(long reps)
{
#pragma omp parallel
    for (long r = 0; r < reps; r++) {
#pragma omp for schedule(static)
        for (long i = 0; i < threads; i++) wait_steps();
    }
}

static void single(long reps)
{
#pragma omp parallel
    for (long r = 0; r < reps; r++) {
#pragma omp single
        wait_steps();
    }
}

static void critical(long reps)
{
#pragma omp parallel
    for (long r = 0; r < reps / threads; r++) {
#pragma omp critical
        wait_steps();
    }
}

static void tiny(long reps)
{
    for (long r = 0; r < reps; r++) {
#pragma omp parallel for schedule(static)
        for (long i = 0; i < threads; i++) wait_steps();
    }
}

static void tinysum(long reps)
{
    for (long r = 0; r < reps; r++) {
        double sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum)
        for (long i = 0; i < threads; i++) {
            wait_steps();
            sum += 1.0;
        }
        if (sum != threads) abort();
    }
}

static void serial_tiny(long reps)
{
    for (long r = 0; r < reps; r++) {
        for (long i = 0; i < threads; i++) wait_steps();
    }
}

#define PRAGMA(text) _Pragma(#text)
/* The empty loop, the triangle and the picture under one schedule. */
#define EMPTY_LOOP(name, ...)                                    \
    static void empty_##name(long reps)                          \
    {                                                            \
        for (long r = 0; r < reps; r++) {                        \
            long n = EMPTY;                                      \
            OPAQUE(n);                                           \
            PRAGMA(omp parallel for schedule(__VA_ARGS__))       \
            for (long i = 0; i < n; i++) touch(i);               \
        }                                                        \
    }
#define ROWS_LOOP(body, count, name, ...)                        \
    static void body##_##name(long reps)                         \
    {                                                            \
        for (long r = 0; r < reps; r++) {                        \
            PRAGMA(omp parallel for schedule(__VA_ARGS__))       \
            for (long i = 0; i < count; i++) body(i);            \
        }                                                        \
    }
EMPTY_LOOP(static, static)
EMPTY_LOOP(static1, static, 1)
EMPTY_LOOP(dyn1, dynamic, 1)
EMPTY_LOOP(dyn16, dynamic, 16)
EMPTY_LOOP(guided, guided)

static void empty_taskloop1(long reps)
{
    for (long r = 0; r < reps; r++) {
        long n = EMPTY;
        OPAQUE(n);
#pragma omp parallel
#pragma omp masked
#pragma omp taskloop grainsize(1)
        for (long i = 0; i < n; i++) touch(i);
    }
}

ROWS_LOOP(triangle, TRIANGLE, static, static)
ROWS_LOOP(triangle, TRIANGLE, dyn1, dynamic, 1)
ROWS_LOOP(triangle, TRIANGLE, guided, guided)
ROWS_LOOP(mandel, ROWS, static, static)
ROWS_LOOP(mandel, ROWS, dyn1, dynamic, 1)
ROWS_LOOP(mandel, ROWS, guided, guided)

static void serial_empty(long reps)
{
    for (long r = 0; r < reps; r++) {
        for (long i = 0; i < EMPTY; i++) touch(i);
    }
}

static void serial_triangle(long reps)
{
    for (long r = 0; r < reps; r++) {
        for (long i = 0; i < TRIANGLE; i++) triangle(i);
    }
}

static void serial_mandel(long reps)
{
    for (long r = 0; r < reps; r++) {
        for (long i = 0; i < ROWS; i++) mandel(i);
    }
}

static double *restrict xs, *restrict ys;
static long length;

static void axpy(long reps)
{
    for (long r = 0; r < reps; r++) {
        double a = 1e-3, *restrict x = xs, *restrict y = ys;
        long n = length;
        OPAQUE(n);
#pragma omp parallel for schedule(static)
        for (long i = 0; i < n; i++) y[i] += a * x[i];
    }
}

static void serial_axpy(long reps)
{
    for (long r = 0; r < reps; r++) {
        double a = 1e-3, *restrict x = xs, *restrict y = ys;
        long n = length;
        OPAQUE(n);
        for (long i = 0; i < n; i++) y[i] += a * x[i];
    }
}

static void sum(long reps)
{
    for (long r = 0; r < reps; r++) {
        double total = 0, *x = xs;
#pragma omp parallel for schedule(static) reduction(+ : total)
        for (long i = 0; i < LONG; i++) total += x[i];
        if (total != LONG) abort();
    }
}

static void serial_sum(long reps)
{
    for (long r = 0; r < reps; r++) {
        double total = 0, *x = xs;
        for (long i = 0; i < LONG; i++) total += x[i];
        if (total != LONG) abort();
    }
}

static double *filled(long n, double value)
{
    double *v = malloc((size_t)n * sizeof *v);
    if (!v) abort();
    for (long i = 0; i < n; i++) v[i] = value;
    return v;
}

/* The program -------------------------------------------------------------------------------------------------- */

static void print(const char *construct, int mean)
{
    double total = 0;
    for (int i = 0; i < taken; i++) total += samples[i];
    double middle = median(samples, taken);
    printf("{\"peer\":\"%s\",\"threads\":%d,\"construct\":\"%s\",\"ns\":%.17g,\"min\":%.17g,\"samples\":%d}\n", peer,
           threads, construct, mean ? total / taken : middle, samples[0], taken);
    fflush(stdout);
}

static const char *constructs = "region";

static int wanted(const char *name)
{
    size_t n = strlen(name);
    for (const char *at = constructs; (at = strstr(at, name)); at += n) {
        int starts = at == constructs || at[-1] == ',', ends = at[n] == ',' || at[n] == 0;
        if (starts && ends) return 1;
    }
    return 0;
}

struct entry {
    const char *name;
    run_fn run, serial_run, reference;
    long least;
    int most;
    double divisor;
};

int main(int argc, char **argv)
{
    alarm(30); /* a team that spins without its cores would never end */
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *flag = argv[i], *value = argv[i + 1];
        if (!strcmp(flag, "--peer")) peer = value;
        else if (!strcmp(flag, "--threads")) threads = atoi(value);
        else if (!strcmp(flag, "--constructs")) constructs = value;
        else if (!strcmp(flag, "--delay")) delay_steps = strtoull(value, NULL, 10);
        else if (!strcmp(flag, "--sample-us")) sample_ns = atof(value) * 1e3;
        else if (!strcmp(flag, "--samples")) max_samples = atoi(value);
        else if (!strcmp(flag, "--limit-ms")) limit_ns = atof(value) * 1e6;
        else return fprintf(stderr, "unknown flag %s\n", flag), 2;
    }
    int serial = !strncmp(peer, "serial", 6), few = max_samples < 5 ? max_samples : 5;
    omp_set_dynamic(0);
    omp_set_num_threads(threads);

    const struct entry plain[] = {
        {"region", region, NULL, reference, 1, max_samples, 1},
        {"reduce", reduce, NULL, reference, 1, max_samples, 1},
        {"barrier", barrier, NULL, reference, 4, max_samples, 1},
        {"for", loop, NULL, reference, 4, max_samples, 1},
        {"single", single, NULL, reference, 4, max_samples, 1},
        {"critical", critical, NULL, reference, 4L * threads, max_samples, 1},
        {"tiny", tiny, serial_tiny, reference, 1, max_samples, 1},
        {"tinysum", tinysum, NULL, reference, 1, max_samples, 1},
        {"static", empty_static, serial_empty, nothing, 1, max_samples, EMPTY},
        {"static1", empty_static1, NULL, nothing, 1, max_samples, EMPTY},
        {"dyn1", empty_dyn1, NULL, nothing, 1, max_samples, EMPTY},
        {"dyn16", empty_dyn16, NULL, nothing, 1, max_samples, EMPTY},
        {"guided", empty_guided, NULL, nothing, 1, max_samples, EMPTY},
        {"tri.static", triangle_static, serial_triangle, nothing, 1, few, 1},
        {"tri.dyn1", triangle_dyn1, NULL, nothing, 1, few, 1},
        {"tri.guided", triangle_guided, NULL, nothing, 1, few, 1},
        {"mandel.static", mandel_static, serial_mandel, nothing, 1, few, 1},
        {"mandel.dyn1", mandel_dyn1, NULL, nothing, 1, few, 1},
        {"mandel.guided", mandel_guided, NULL, nothing, 1, few, 1},
        {"fib27.join", NULL, serial_fib27, nothing, 1, max_samples, 1},
        {"fib32.join", NULL, serial_fib32, nothing, 1, max_samples, 1},
        {"fib27.task", task_fib27, serial_fib27, nothing, 1, max_samples, 1},
        {"fib27.group", group_fib27, serial_fib27, nothing, 1, max_samples, 1},
        {"fib32.task", task_fib32, serial_fib32, nothing, 1, max_samples, 1},
        {"nq11.join", NULL, serial_queens11, nothing, 1, max_samples, 1},
        {"nq11.task", task_queens11, serial_queens11, nothing, 1, max_samples, 1},
        {"uts.join", NULL, serial_tree, nothing, 1, max_samples, 1},
        {"uts.task", task_tree, serial_tree, nothing, 1, max_samples, 1},
        {"cholesky", task_cholesky, serial_cholesky, copy_matrix, 1, max_samples, 1},
        {"taskloop1", empty_taskloop1, NULL, nothing, 1, max_samples, EMPTY},
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        run_fn run = serial ? plain[i].serial_run : plain[i].run;
        if (!run || !wanted(plain[i].name)) continue;
        overhead(run, plain[i].reference, plain[i].least, plain[i].most, plain[i].divisor);
        print(plain[i].name, 0);
    }
    const struct { const char *name; long n; } axpys[] = {{"axpy1k", 1000}, {"axpy100k", 100000}, {"axpy10m", LONG}};
    for (int i = 0; i < 3; i++) {
        if (!wanted(axpys[i].name)) continue;
        length = axpys[i].n;
        double *x = filled(length, 1.0), *y = filled(length, 0.0);
        xs = x, ys = y;
        overhead(serial ? serial_axpy : axpy, nothing, 1, max_samples, 1);
        print(axpys[i].name, 0);
        free(x), free(y);
    }
    if (wanted("sum10m")) {
        xs = filled(LONG, 1.0);
        overhead(serial ? serial_sum : sum, nothing, 1, max_samples, 1);
        print("sum10m", 0);
    }
    if (serial) return 0;
    if (wanted("idle.region")) after_pause(region), print("idle.region", 0);
    if (wanted("idle.loop")) after_pause(tiny), print("idle.loop", 0);
    if (wanted("idle.cpu")) burnt(region), print("idle.cpu", 0);
    if (wanted("idle.tasks")) burnt(task_burst), print("idle.tasks", 0);
    if (wanted("hog.region")) back_to_back(region), print("hog.region", 0);
    if (wanted("hog.mean")) back_to_back(region), print("hog.mean", 1);
    return 0;
}
