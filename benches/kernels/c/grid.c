#include "common.h"
#include <omp.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 1024, SWEEPS = 100 };

static double *now, *next;

static void make_square(void) {
    now = room(sizeof *now * SIDE * SIDE);
    next = room(sizeof *next * SIDE * SIDE);
}

static void prepare_square(void) {
    for (size_t at = 0; at < SIDE * SIDE; at++) now[at] = next[at] = at < SIDE;
}

static double run_square(void) {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
#pragma omp parallel for schedule(static)
        for (size_t i = 1; i < SIDE - 1; i++) {
            const double *above = now + (i - 1) * SIDE, *here = now + i * SIDE, *below = now + (i + 1) * SIDE;
            double *restrict to = next + i * SIDE;
            for (size_t j = 1; j < SIDE - 1; j++) to[j] = 0.25 * (above[j] + below[j] + here[j - 1] + here[j + 1]);
        }
        double *swap = now;
        now = next;
        next = swap;
    }
    double sum = 0;
    for (size_t at = 0; at < SIDE * SIDE; at++) sum += now[at];
    return sum;
}

const Kernel stencil2d = {"stencil2d", make_square, prepare_square, run_square};

enum { EDGE = 128, PLANE = EDGE * EDGE, STEPS = 20 };

static double *old, *new;

static void make_cube(void) {
    old = room(sizeof *old * EDGE * PLANE);
    new = room(sizeof *new * EDGE * PLANE);
}

static void prepare_cube(void) {
    for (size_t at = 0; at < EDGE * PLANE; at++) old[at] = new[at] = at < PLANE;
}

static double run_cube(void) {
    for (int step = 0; step < STEPS; step++) {
#pragma omp parallel for schedule(static)
        for (size_t k = 1; k < EDGE - 1; k++)
            for (size_t j = 1; j < EDGE - 1; j++) {
                const double *here = old + k * PLANE + j * EDGE;
                double *restrict to = new + k * PLANE + j * EDGE;
                for (size_t i = 1; i < EDGE - 1; i++)
                    to[i] = 0.4 * here[i] + 0.1 * (here[i - 1] + here[i + 1] + here[i - EDGE] + here[i + EDGE] +
                                                   here[i - PLANE] + here[i + PLANE]);
            }
        double *swap = old;
        old = new;
        new = swap;
    }
    double sum = 0;
    for (size_t at = 0; at < EDGE * PLANE; at++) sum += (double)(at % 1000) * old[at];
    return sum;
}

const Kernel stencil3d = {"stencil3d", make_cube, prepare_cube, run_cube};

enum { TILES = 64, TILE = 8192, DEEP = 32, ROUNDS = 16 };

static double tiles[2][TILES][TILE];

static void prepare_tiles(void) {
    for (size_t at = 0; at < (size_t)TILES * TILE; at++) tiles[0][at / TILE][at % TILE] = (double)(at % 97);
}

static void advance(const double *left, const double *tile, const double *right, double *to) {
    double *a = malloc(sizeof *a * (TILE + 2 * DEEP)), *b = malloc(sizeof *b * (TILE + 2 * DEEP));
    memcpy(a, left + TILE - DEEP, sizeof *a * DEEP);
    memcpy(a + DEEP, tile, sizeof *a * TILE);
    memcpy(a + DEEP + TILE, right, sizeof *a * DEEP);
    for (int step = 1; step <= DEEP; step++) {
        for (int i = step; i < TILE + 2 * DEEP - step; i++) b[i] = 0.25 * a[i - 1] + 0.5 * a[i] + 0.25 * a[i + 1];
        double *swap = a;
        a = b;
        b = swap;
    }
    memcpy(to, a + DEEP, sizeof *to * TILE);
    free(a);
    free(b);
}

static double run_tiles(void) {
#pragma omp parallel
#pragma omp single
    for (int round = 0; round < ROUNDS; round++) {
        double(*from)[TILE] = tiles[round % 2], (*to)[TILE] = tiles[1 - round % 2];
        for (int t = 0; t < TILES; t++) {
            double *left = from[(t + TILES - 1) % TILES], *right = from[(t + 1) % TILES];
#pragma omp task depend(in : left[0], from[t][0], right[0]) depend(out : to[t][0])
            advance(left, from[t], right, to[t]);
        }
    }
    double sum = 0;
    for (size_t at = 0; at < (size_t)TILES * TILE; at++)
        sum += (double)(at % 1000) * tiles[ROUNDS % 2][at / TILE][at % TILE];
    return sum;
}

const Kernel timetiles = {"timetiles", nothing, prepare_tiles, run_tiles};
