// The picture is computed in place of being read from a file: reading is not timed anyway.
#include "common.h"
#include <math.h>
#include <omp.h>
#include <string.h>

enum { SIDE = 2048, PASSES = 4 };
static const float blur[] = {0.3125f, 0.234375f, 0.09375f, 0.015625f};

static float *pixels, *scratch;

static void make(void) {
    pixels = room(sizeof *pixels * SIDE * SIDE);
    scratch = room(sizeof *scratch * SIDE * SIDE);
}

static void prepare(void) {
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            int dx = x - SIDE / 2, dy = y - SIDE / 2;
            pixels[y * SIDE + x] = (float)((dx * dx + dy * dy) / 4096 * 37 % 200 + (x / 64 + y / 32) % 2 * 50);
        }
}

static double run(void) {
    for (int pass = 0; pass < PASSES; pass++) {
#pragma omp parallel for
        for (int y = 0; y < SIDE; y++) {
            const float *from = pixels + y * SIDE;
            float *restrict to = scratch + y * SIDE;
            memcpy(to, from, sizeof *to * SIDE);
            for (int x = 3; x < SIDE - 3; x++)
                to[x] = blur[0] * from[x] + blur[1] * (from[x - 1] + from[x + 1]) +
                        blur[2] * (from[x - 2] + from[x + 2]) + blur[3] * (from[x - 3] + from[x + 3]);
        }
#pragma omp parallel for
        for (int y = 0; y < SIDE; y++) {
            const float *from = scratch + y * SIDE;
            float *restrict to = pixels + y * SIDE;
            if (y < 3 || y >= SIDE - 3) {
                memcpy(to, from, sizeof *to * SIDE);
                continue;
            }
            for (int x = 0; x < SIDE; x++)
                to[x] = blur[0] * from[x] + blur[1] * (from[x - SIDE] + from[x + SIDE]) +
                        blur[2] * (from[x - 2 * SIDE] + from[x + 2 * SIDE]) +
                        blur[3] * (from[x - 3 * SIDE] + from[x + 3 * SIDE]);
        }
    }
#pragma omp parallel for
    for (int y = 0; y < SIDE; y++) {
        float *restrict to = scratch + y * SIDE;
        memset(to, 0, sizeof *to * SIDE);
        if (y == 0 || y == SIDE - 1) continue;
        const float *above = pixels + (y - 1) * SIDE, *here = pixels + y * SIDE, *below = pixels + (y + 1) * SIDE;
        for (int x = 1; x < SIDE - 1; x++) {
            float dx = above[x + 1] - above[x - 1] + 2.0f * (here[x + 1] - here[x - 1]) + below[x + 1] - below[x - 1];
            float dy = below[x - 1] + 2.0f * below[x] + below[x + 1] - above[x - 1] - 2.0f * above[x] - above[x + 1];
            float steep = sqrtf(dx * dx + dy * dy);
            to[x] = steep < 255.0f ? steep : 255.0f;
        }
    }
    double sum = 0;
    for (size_t at = 0; at < (size_t)SIDE * SIDE; at++) sum += (uint8_t)scratch[at];
    return sum;
}

const Kernel image = {"image", make, prepare, run};
