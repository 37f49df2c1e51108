#include "common.h"
#include <math.h>
#include <omp.h>
#include <string.h>

enum { POINTS = 200000, CENTRES = 16, ROUNDS = 10 };

static double (*points)[8];

static void make(void) {
    Random random = {3};
    points = room(sizeof *points * POINTS);
    for (size_t at = 0; at < POINTS; at++)
        for (size_t d = 0; d < 8; d++) points[at][d] = (double)(at * (d + 3) % CENTRES) + 3.0 * (unit(&random) - 0.5);
}

static double run(void) {
    double centres[CENTRES][8], distance = 0;
    for (int c = 0; c < CENTRES; c++) memcpy(centres[c], points[c * (POINTS / CENTRES)], sizeof centres[c]);
    for (int round = 0; round < ROUNDS; round++) {
        double sums[CENTRES][8] = {{0}};
        unsigned counts[CENTRES] = {0};
        distance = 0;
#pragma omp parallel for reduction(+ : sums, counts, distance)
        for (size_t at = 0; at < POINTS; at++) {
            int nearest = 0;
            double least = INFINITY;
            for (int c = 0; c < CENTRES; c++) {
                double squared = 0;
                for (int d = 0; d < 8; d++) squared += (points[at][d] - centres[c][d]) * (points[at][d] - centres[c][d]);
                if (squared < least) {
                    nearest = c;
                    least = squared;
                }
            }
            for (int d = 0; d < 8; d++) sums[nearest][d] += points[at][d];
            counts[nearest]++;
            distance += least;
        }
        for (int c = 0; c < CENTRES; c++)
            for (int d = 0; d < 8; d++) centres[c][d] = sums[c][d] / (counts[c] ? counts[c] : 1);
    }
    return distance;
}

const Kernel kmeans = {"kmeans", make, nothing, run};
