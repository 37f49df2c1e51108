#include "common.h"
#include <omp.h>
#include <stdlib.h>
#include <string.h>

enum { SCALE = 16, N = 1 << SCALE, EDGES = 16, ITERATIONS = 20 };
#define FAR UINT32_MAX

static size_t starts[N + 1], up_starts[N + 1];
static uint32_t *targets, *up_targets;
static int made;

static int by_both(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static size_t degree(uint32_t v) { return starts[v + 1] - starts[v]; }

static void rmat(void) {
    if (made++) return;
    Random random = {1};
    uint64_t *edges = room(2 * sizeof *edges * N * EDGES);
    size_t count = 0;
    for (size_t e = 0; e < (size_t)N * EDGES; e++) {
        uint64_t from = 0, to = 0;
        for (int s = 0; s < SCALE; s++) {
            double draw = unit(&random);
            int down = draw >= 0.76, right = (draw >= 0.57 && draw < 0.76) || draw >= 0.95;
            from = 2 * from + down;
            to = 2 * to + right;
        }
        if (from != to) {
            edges[count++] = from << 32 | to;
            edges[count++] = to << 32 | from;
        }
    }
    qsort(edges, count, sizeof *edges, by_both);
    targets = room(sizeof *targets * count);
    size_t kept = 0;
    for (size_t e = 0; e < count; e++) {
        if (e > 0 && edges[e] == edges[e - 1]) continue;
        targets[kept++] = (uint32_t)edges[e];
        starts[(edges[e] >> 32) + 1]++;
    }
    for (size_t v = 0; v < N; v++) starts[v + 1] += starts[v];
    free(edges);
}

static uint32_t source, *levels, *frontier, *next;

static void make_bfs(void) {
    rmat();
    for (uint32_t v = 0; v < N; v++)
        if (degree(v) > degree(source)) source = v;
    levels = room(sizeof *levels * N);
    frontier = room(sizeof *frontier * N);
    next = room(sizeof *next * N);
}

static double run_bfs(void) {
    memset(levels, 0xff, sizeof *levels * N);
    levels[source] = 0;
    frontier[0] = source;
    size_t count = 1;
    for (uint32_t level = 1; count > 0; level++) {
        size_t reached = 0;
#pragma omp parallel
        {
            uint32_t *mine = malloc(sizeof *mine * N);
            size_t found = 0;
#pragma omp for schedule(dynamic, 64) nowait
            for (size_t f = 0; f < count; f++) {
                uint32_t v = frontier[f];
                for (size_t e = starts[v]; e < starts[v + 1]; e++) {
                    uint32_t w = targets[e], far = FAR;
                    if (__atomic_load_n(&levels[w], __ATOMIC_RELAXED) == FAR &&
                        __atomic_compare_exchange_n(&levels[w], &far, level, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
                        mine[found++] = w;
                }
            }
            size_t at;
#pragma omp atomic capture
            { at = reached; reached += found; }
            memcpy(next + at, mine, sizeof *mine * found);
            free(mine);
        }
        uint32_t *swap = frontier;
        frontier = next;
        next = swap;
        count = reached;
    }
    double sum = 0;
    for (size_t v = 0; v < N; v++) sum += levels[v] == FAR ? 0 : levels[v];
    return sum;
}

const Kernel bfs = {"bfs", make_bfs, nothing, run_bfs};

static double *ranks, *shares;

static void make_pagerank(void) {
    rmat();
    ranks = room(sizeof *ranks * N);
    shares = room(sizeof *shares * N);
}

static double run_pagerank(void) {
    double base = (1.0 - 0.85) / N;
    for (size_t v = 0; v < N; v++) ranks[v] = 1.0 / N;
#pragma omp parallel
    for (int round = 0; round < ITERATIONS; round++) {
#pragma omp for
        for (size_t v = 0; v < N; v++) shares[v] = ranks[v] / (degree(v) ? degree(v) : 1);
#pragma omp for schedule(dynamic, 256)
        for (size_t v = 0; v < N; v++) {
            double sum = 0;
            for (size_t e = starts[v]; e < starts[v + 1]; e++) sum += shares[targets[e]];
            ranks[v] = base + 0.85 * sum;
        }
    }
    double sum = 0;
    for (size_t v = 0; v < N; v++) sum += ranks[v] * ranks[v];
    return sum;
}

const Kernel pagerank = {"pagerank", make_pagerank, nothing, run_pagerank};

static void make_triangles(void) {
    rmat();
    up_targets = room(sizeof *up_targets * starts[N]);
    size_t kept = 0;
    for (uint32_t v = 0; v < N; v++) {
        for (size_t e = starts[v]; e < starts[v + 1]; e++) {
            uint32_t w = targets[e];
            if (degree(v) < degree(w) || (degree(v) == degree(w) && v < w)) up_targets[kept++] = w;
        }
        up_starts[v + 1] = kept;
    }
}

static double run_triangles(void) {
    uint64_t count = 0;
#pragma omp parallel for schedule(dynamic, 64) reduction(+ : count)
    for (size_t v = 0; v < N; v++) {
        for (size_t e = up_starts[v]; e < up_starts[v + 1]; e++) {
            uint32_t w = up_targets[e];
            size_t i = up_starts[v], j = up_starts[w];
            while (i < up_starts[v + 1] && j < up_starts[w + 1]) {
                uint32_t x = up_targets[i], y = up_targets[j];
                count += x == y;
                i += x <= y;
                j += y <= x;
            }
        }
    }
    return (double)count;
}

const Kernel triangles = {"triangles", make_triangles, nothing, run_triangles};
