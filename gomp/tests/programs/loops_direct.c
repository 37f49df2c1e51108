/* Every GOMP_loop_*_start and _next, called as compiled code calls them: each iteration once, chunks as the schedule says.
   env OMP_SCHEDULE=guided,3 */
#include "check.h"
#include <limits.h>

typedef unsigned long long ull;
#define MOST 4096

typedef struct {
    bool (*start)();
    bool (*next)();
    const char *name;
    int kind; /* 0 static, 1 dynamic, 2 guided, 3 runtime: no chunk */
    bool ordered;
    bool wide; /* ull */
} Family;

extern void GOMP_parallel(void (*)(void *), void *, unsigned, unsigned);
extern void GOMP_loop_end(void), GOMP_loop_end_nowait(void);
extern void GOMP_ordered_start(void), GOMP_ordered_end(void);

#define FAMILY(prefix, name, kind, ordered, wide) \
    extern bool prefix##name##_start(), prefix##name##_next();
#define FAMILIES(F) \
    F(GOMP_loop_, static, 0, false, false) F(GOMP_loop_, dynamic, 1, false, false) \
    F(GOMP_loop_, guided, 2, false, false) F(GOMP_loop_, runtime, 3, false, false) \
    F(GOMP_loop_, nonmonotonic_dynamic, 1, false, false) F(GOMP_loop_, nonmonotonic_guided, 2, false, false) \
    F(GOMP_loop_, nonmonotonic_runtime, 3, false, false) F(GOMP_loop_, maybe_nonmonotonic_runtime, 3, false, false) \
    F(GOMP_loop_, ordered_static, 0, true, false) F(GOMP_loop_, ordered_dynamic, 1, true, false) \
    F(GOMP_loop_, ordered_guided, 2, true, false) F(GOMP_loop_, ordered_runtime, 3, true, false) \
    F(GOMP_loop_ull_, static, 0, false, true) F(GOMP_loop_ull_, dynamic, 1, false, true) \
    F(GOMP_loop_ull_, guided, 2, false, true) F(GOMP_loop_ull_, runtime, 3, false, true) \
    F(GOMP_loop_ull_, nonmonotonic_dynamic, 1, false, true) F(GOMP_loop_ull_, nonmonotonic_guided, 2, false, true) \
    F(GOMP_loop_ull_, nonmonotonic_runtime, 3, false, true) \
    F(GOMP_loop_ull_, maybe_nonmonotonic_runtime, 3, false, true) \
    F(GOMP_loop_ull_, ordered_static, 0, true, true) F(GOMP_loop_ull_, ordered_dynamic, 1, true, true) \
    F(GOMP_loop_ull_, ordered_guided, 2, true, true) F(GOMP_loop_ull_, ordered_runtime, 3, true, true)
FAMILIES(FAMILY)
#undef FAMILY
#define FAMILY(prefix, name, kind, ordered, wide) \
    {prefix##name##_start, prefix##name##_next, #prefix #name, kind, ordered, wide},
static const Family families[] = {FAMILIES(FAMILY)};

typedef struct {
    const Family *family;
    ull from, to, step;
    bool up;
    long chunk;
    int counts[MOST];
    ull length;
    ull chunks[MOST];
    int nchunks;
    ull order[MOST];
    int norder;
    int bad;
} Run;

typedef bool (*Start)(long, long, long, long, long *, long *);
typedef bool (*StartPlain)(long, long, long, long *, long *);
typedef bool (*UStart)(bool, ull, ull, ull, ull, ull *, ull *);
typedef bool (*UStartPlain)(bool, ull, ull, ull, ull *, ull *);

/* The number of the iteration with this value. */
static ull number(const Run *run, ull value) {
    return run->up ? (value - run->from) / run->step : (run->from - value) / -run->step;
}

static void body(void *data) {
    Run *run = data;
    const Family *f = run->family;
    ull a, b;
    bool more;
    if (f->wide)
        more = f->kind == 3 ? ((UStartPlain)f->start)(run->up, run->from, run->to, run->step, &a, &b)
                            : ((UStart)f->start)(run->up, run->from, run->to, run->step, run->chunk, &a, &b);
    else
        more = f->kind == 3
                   ? ((StartPlain)f->start)(run->from, run->to, run->step, (long *)&a, (long *)&b)
                   : ((Start)f->start)(run->from, run->to, run->step, run->chunk, (long *)&a, (long *)&b);
    ull last = 0;
    while (more) {
        ull k = number(run, a), size = 0;
        for (ull v = a;; v += run->step) {
            ull i = number(run, v);
            if (i >= run->length) {
                __atomic_add_fetch(&run->bad, 1, __ATOMIC_RELAXED);
                break;
            }
            __atomic_add_fetch(&run->counts[i], 1, __ATOMIC_RELAXED);
            size++;
            /* Before b is passed, without overflow. */
            ull left = run->up ? b - v : v - b, stride = run->up ? run->step : -run->step;
            if (left <= stride) break;
        }
        if (f->ordered) {
            GOMP_ordered_start();
            run->order[run->norder++] = k;
            GOMP_ordered_end();
        }
        run->chunks[__atomic_fetch_add(&run->nchunks, 1, __ATOMIC_RELAXED)] = k << 20 | size;
        if (f->kind == 0 && last > k) __atomic_add_fetch(&run->bad, 1, __ATOMIC_RELAXED);
        last = k;
        more = f->wide ? ((bool (*)(ull *, ull *))f->next)(&a, &b) : ((bool (*)(long *, long *))f->next)((long *)&a, (long *)&b);
    }
    if (run->chunk % 2) GOMP_loop_end(); else GOMP_loop_end_nowait();
}

static int ascending(const void *a, const void *b) {
    ull x = *(const ull *)a, y = *(const ull *)b;
    return x < y ? -1 : x > y;
}

/* What is known to be wrong elsewhere is not compared. */
static FILE *shown;

static void try(const Family *f, ull from, ull to, ull step, bool up, long chunk) {
    static Run run;
    memset(&run, 0, sizeof run);
    run.family = f, run.from = from, run.to = to, run.step = step, run.up = up, run.chunk = chunk;
    bool empty = f->wide ? (up ? from >= to : from <= to) : (up ? (long)from >= (long)to : (long)from <= (long)to);
    run.length = empty ? 0 : up ? (to - from - 1) / step + 1 : (from - to - 1) / -step + 1;
    GOMP_parallel(body, &run, 0, 0);
    int wrong = run.bad;
    for (ull i = 0; i < run.length; i++) wrong += run.counts[i] != 1;
    for (int i = 0; i < run.norder; i++) wrong += i && run.order[i] <= run.order[i - 1];
    if (f->ordered) wrong += run.norder != run.nchunks;
    qsort(run.chunks, run.nchunks, sizeof *run.chunks, ascending);
    ull hash = 14695981039346656037u;
    for (int i = 0; i < run.nchunks; i++) hash = (hash ^ run.chunks[i]) * 1099511628211u;
    fprintf(shown, "%s %llx..%llx by %llx, %ld: %llu iterations", f->name, from, to, step, chunk, run.length);
    /* libgomp's guided chunks of loops with a step are those of a loop that is an iteration shorter; its static chunks are
       one in a team of one. */
    if (step == 1 && atoi(getenv("OMP_NUM_THREADS")) > 1) fprintf(shown, ", %d chunks %llx", run.nchunks, hash);
    fprintf(shown, "\n");
    if (wrong) fprintf(stderr, "%s %llx..%llx by %llx, %ld: wrong\n", f->name, from, to, step, chunk);
    failures += wrong;
}

int main(void) {
    shown = stdout;
    for (size_t k = 0; k < sizeof families / sizeof *families; k++) {
        const Family *f = &families[k];
        for (long chunk = f->kind == 0 ? 0 : 1; chunk <= (f->kind == 3 ? 1 : 7); chunk += 3) {
            try(f, 0, 1000, 1, true, chunk);
            try(f, 0, 0, 1, true, chunk);
            try(f, 5, 6, 100, true, chunk);
            try(f, 10, 0, -3, false, chunk);
            try(f, 1000, 3, -7, false, chunk);
            try(f, 3, 100, 10, true, chunk);
            if (f->wide) {
                try(f, ULLONG_MAX - 50, ULLONG_MAX, 1, true, chunk);
                try(f, ULLONG_MAX - 50, ULLONG_MAX, 7, true, chunk);
                try(f, 50, 0, -1, false, chunk);
                try(f, ULLONG_MAX, ULLONG_MAX - 70, -9, false, chunk);
                /* libgomp loses static iterations here. */
                if (f->kind == 0 && !is_fit()) continue;
                shown = f->kind ? stdout : stderr;
                try(f, 0, ULLONG_MAX, ULLONG_MAX / 40, true, chunk);
                try(f, ULLONG_MAX, 0, -(ULLONG_MAX / 40), false, chunk);
                shown = stdout;
            } else {
                try(f, -500, 500, 3, true, chunk);
                try(f, LONG_MAX - 50, LONG_MAX, 1, true, chunk);
                try(f, LONG_MAX - 50, LONG_MAX, 7, true, chunk);
                try(f, LONG_MIN + 50, LONG_MIN, -1, false, chunk);
                try(f, LONG_MIN + 50, LONG_MIN, -13, false, chunk);
                try(f, LONG_MIN, LONG_MIN + 77, 5, true, chunk);
            }
        }
    }
    return done();
}
