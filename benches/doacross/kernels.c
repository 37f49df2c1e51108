// The kernels of main.rs in C, with the pragmas that they are ports of. Prints the fastest call of some, in microseconds.
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHAIN = 20000, SIDE = 1000, TILES = 64, STEPS = 500 };

static uint64_t *a;

static inline uint64_t mix(uint64_t a, uint64_t b) { return (a ^ (b << 17 | b >> 47)) * 0x9E3779B97F4A7C15u; }

static uint64_t work(uint64_t a, uint64_t b) {
    for (int k = 0; k < STEPS; k++) a = mix(a, b);
    return a;
}

static uint64_t chain(void) {
#pragma omp parallel for ordered(1) schedule(static, 1)
    for (long i = 1; i < CHAIN; i++) {
#pragma omp ordered depend(sink : i - 1)
        a[i] = mix(a[i - 1], a[i]);
#pragma omp ordered depend(source)
    }
    return a[CHAIN - 1];
}

#define WAVEFRONT(name, n, schedule_, cell)                                                    \
    static uint64_t name(void) {                                                               \
        _Pragma(schedule_) for (long i = 1; i < n; i++) for (long j = 1; j < n; j++) {         \
            _Pragma("omp ordered depend(sink : i - 1, j) depend(sink : i, j - 1)")             \
            a[i * n + j] = cell(a[(i - 1) * n + j], a[i * n + j - 1]);                         \
            _Pragma("omp ordered depend(source)")                                              \
        }                                                                                      \
        return a[n * n - 1];                                                                   \
    }

WAVEFRONT(cells, SIDE, "omp parallel for ordered(2) schedule(static, 1)", mix)
WAVEFRONT(tiles, TILES, "omp parallel for ordered(2) schedule(static, 1)", work)
WAVEFRONT(tiles_dynamic, TILES, "omp parallel for ordered(2) schedule(dynamic, 1)", work)

int main(void) {
    struct {
        const char *name;
        uint64_t (*run)(void);
    } kernels[] = {{"chain", chain}, {"cells", cells}, {"tiles", tiles}, {"tiles.dyn", tiles_dynamic}};
    a = malloc(sizeof *a * SIDE * SIDE);
    volatile uint64_t sink;
#pragma omp parallel
    {
#pragma omp barrier
    }
    for (int k = 0; k < 4; k++) {
        for (long i = 0; i < SIDE * SIDE; i++) a[i] = i;
        double best = 1e9, end = omp_get_wtime() + 1;
        for (int call = 0; call < 40 && (call < 2 || omp_get_wtime() < end); call++) {
            double since = omp_get_wtime();
            sink = kernels[k].run();
            double took = omp_get_wtime() - since;
            if (took < best) best = took;
        }
        printf("%s %.2f\n", kernels[k].name, best * 1e6);
    }
    (void)sink;
    return 0;
}
