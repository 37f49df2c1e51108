#include "common.h"
#include <math.h>
#include <omp.h>
#include <string.h>

enum { EDGE = 16, COUNT = EDGE * EDGE * EDGE, REBUILD = 10, STEPS = 20, LONGEST = 512 };
#define SPACING 1.2
#define SIDE (EDGE * SPACING)
#define CUTOFF 2.5
#define SKIN 0.3
#define DT 0.004
enum { CELLS = 6, FULLEST = 256 };

static double start[COUNT][3], first[COUNT][3], places[COUNT][3], velocities[COUNT][3], forces[COUNT][4];
static uint32_t lists[COUNT][LONGEST], lengths[COUNT], cells[CELLS * CELLS * CELLS][FULLEST];
static uint32_t fill[CELLS * CELLS * CELLS];

static void make(void) {
    Random random = {7};
    for (int at = 0; at < COUNT; at++) {
        int place[3] = {at % EDGE, at / EDGE % EDGE, at / (EDGE * EDGE)};
        for (int axis = 0; axis < 3; axis++) start[at][axis] = (place[axis] + 0.5) * SPACING;
    }
    for (int at = 0; at < COUNT; at++)
        for (int axis = 0; axis < 3; axis++) first[at][axis] = unit(&random) - 0.5;
}

static void prepare(void) {
    memcpy(places, start, sizeof places);
    memcpy(velocities, first, sizeof velocities);
}

static int along(double x) {
    int cell = (int)(x / SIDE * CELLS);
    return cell < CELLS ? cell : CELLS - 1;
}

static inline void between(const double *a, const double *b, double *d) {
    for (int axis = 0; axis < 3; axis++) {
        d[axis] = b[axis] - a[axis];
        if (d[axis] > 0.5 * SIDE) d[axis] -= SIDE;
        else if (d[axis] < -0.5 * SIDE) d[axis] += SIDE;
    }
}

static void rebuild(void) {
    memset(fill, 0, sizeof fill);
    for (int m = 0; m < COUNT; m++) {
        int cell = (along(places[m][2]) * CELLS + along(places[m][1])) * CELLS + along(places[m][0]);
        cells[cell][fill[cell]++] = m;
    }
#pragma omp parallel for schedule(guided, 16)
    for (int m = 0; m < COUNT; m++) {
        uint32_t length = 0;
        for (int offset = 0; offset < 27; offset++) {
            int i = (along(places[m][0]) + CELLS + offset % 3 - 1) % CELLS;
            int j = (along(places[m][1]) + CELLS + offset / 3 % 3 - 1) % CELLS;
            int k = (along(places[m][2]) + CELLS + offset / 9 % 3 - 1) % CELLS;
            int cell = (k * CELLS + j) * CELLS + i;
            for (uint32_t c = 0; c < fill[cell]; c++) {
                uint32_t other = cells[cell][c];
                double d[3];
                between(places[m], places[other], d);
                if (other != (uint32_t)m &&
                    d[0] * d[0] + d[1] * d[1] + d[2] * d[2] < (CUTOFF + SKIN) * (CUTOFF + SKIN))
                    lists[m][length++] = other;
            }
        }
        lengths[m] = length;
    }
}

static void force(void) {
#pragma omp parallel for schedule(guided, 16)
    for (int m = 0; m < COUNT; m++) {
        double fx = 0, fy = 0, fz = 0, energy = 0;
        for (uint32_t l = 0; l < lengths[m]; l++) {
            double d[3];
            between(places[m], places[lists[m][l]], d);
            double squared = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
            if (squared < CUTOFF * CUTOFF) {
                double inverse = 1.0 / squared, sixth = inverse * inverse * inverse;
                double strength = 24.0 * inverse * sixth * (1.0 - 2.0 * sixth);
                fx += strength * d[0];
                fy += strength * d[1];
                fz += strength * d[2];
                energy += 2.0 * sixth * (sixth - 1.0);
            }
        }
        forces[m][0] = fx;
        forces[m][1] = fy;
        forces[m][2] = fz;
        forces[m][3] = energy;
    }
}

static void drift(double dt) {
#pragma omp parallel for
    for (int m = 0; m < COUNT; m++)
        for (int axis = 0; axis < 3; axis++) {
            velocities[m][axis] += 0.5 * DT * forces[m][axis];
            double moved = places[m][axis] + dt * velocities[m][axis];
            places[m][axis] = moved - SIDE * floor(moved / SIDE);
        }
}

static double run(void) {
    rebuild();
    force();
    for (int step = 1; step <= STEPS; step++) {
        drift(DT);
        if (step % REBUILD == 0) rebuild();
        force();
        drift(0.0);
    }
    double energy = 0;
    for (int m = 0; m < COUNT; m++) {
        for (int axis = 0; axis < 3; axis++) energy += 0.5 * velocities[m][axis] * velocities[m][axis];
        energy += forces[m][3];
    }
    return energy;
}

const Kernel molecules = {"molecules", make, prepare, run};
