#include "common.h"
#include <math.h>
#include <omp.h>

enum { TILES = 16, TILE = 64 };
typedef double Tile[TILE][TILE];

static Tile a[TILES][TILES], columns[TILES][TILES];

static void prepare(void) {
    for (int row = 0; row < TILES; row++)
        for (int column = 0; column < TILES; column++)
            for (int i = 0; i < TILE; i++)
                for (int j = 0; j < TILE; j++) {
                    int x = row * TILE + i, y = column * TILE + j;
                    a[row][column][i][j] = x == y ? 64.0 : 1.0 / (1.0 + (x > y ? x - y : y - x));
                }
}

static double sum(Tile tile) {
    double sum = 0;
    for (int i = 0; i < TILE; i++)
        for (int j = 0; j < TILE; j++) sum += tile[i][j];
    return sum;
}

static void subtract(Tile c, Tile left, Tile right) {
    for (int i = 0; i < TILE; i++)
        for (int k = 0; k < TILE; k++) {
            double factor = left[i][k];
            for (int j = 0; j < TILE; j++) c[i][j] -= factor * right[k][j];
        }
}

static void factor_lu(Tile t) {
    for (int k = 0; k < TILE; k++)
        for (int i = k + 1; i < TILE; i++) {
            t[i][k] /= t[k][k];
            double factor = t[i][k];
            for (int j = k + 1; j < TILE; j++) t[i][j] -= factor * t[k][j];
        }
}

static void solve_lower(Tile t, Tile factors) {
    for (int i = 1; i < TILE; i++)
        for (int k = 0; k < i; k++) {
            double factor = factors[i][k];
            for (int j = 0; j < TILE; j++) t[i][j] -= factor * t[k][j];
        }
}

static void solve_upper(Tile t, Tile factors) {
    for (int i = 0; i < TILE; i++)
        for (int k = 0; k < TILE; k++) {
            t[i][k] /= factors[k][k];
            double factor = t[i][k];
            for (int j = k + 1; j < TILE; j++) t[i][j] -= factor * factors[k][j];
        }
}

static double run_lu(void) {
#pragma omp parallel
#pragma omp single
    for (int k = 0; k < TILES; k++) {
#pragma omp task depend(inout : a[k][k])
        factor_lu(a[k][k]);
        for (int i = k + 1; i < TILES; i++) {
#pragma omp task depend(in : a[k][k]) depend(inout : a[k][i])
            solve_lower(a[k][i], a[k][k]);
#pragma omp task depend(in : a[k][k]) depend(inout : a[i][k])
            solve_upper(a[i][k], a[k][k]);
        }
        for (int i = k + 1; i < TILES; i++)
            for (int j = k + 1; j < TILES; j++) {
#pragma omp task depend(in : a[i][k], a[k][j]) depend(inout : a[i][j])
                subtract(a[i][j], a[i][k], a[k][j]);
            }
    }
    double number = 0;
    for (int at = 0; at < TILES * TILES; at++) number += (at + 1) * sum(a[at / TILES][at % TILES]);
    return number;
}

const Kernel lu = {"lu", nothing, prepare, run_lu};

static void factor_cholesky(Tile t) {
    for (int j = 0; j < TILE; j++) {
        for (int k = 0; k < j; k++) {
            double factor = t[j][k];
            for (int i = j; i < TILE; i++) t[i][j] -= factor * t[i][k];
        }
        double inverse = 1.0 / sqrt(t[j][j]);
        for (int i = j; i < TILE; i++) t[i][j] *= inverse;
        for (int i = j + 1; i < TILE; i++) t[j][i] = 0;
    }
}

static void solve_cholesky(Tile t, Tile factor) {
    for (int i = 0; i < TILE; i++)
        for (int j = 0; j < TILE; j++) {
            double known = 0;
            for (int k = 0; k < j; k++) known += t[i][k] * factor[j][k];
            t[i][j] = (t[i][j] - known) / factor[j][j];
        }
}

static void transpose(Tile t, Tile to) {
    for (int i = 0; i < TILE; i++)
        for (int j = 0; j < TILE; j++) to[i][j] = t[j][i];
}

static double run_cholesky(void) {
#pragma omp parallel
#pragma omp single
    for (int k = 0; k < TILES; k++) {
#pragma omp task depend(inout : a[k][k])
        factor_cholesky(a[k][k]);
        for (int i = k + 1; i < TILES; i++) {
#pragma omp task depend(in : a[k][k]) depend(inout : a[i][k]) depend(out : columns[i][k])
            {
                solve_cholesky(a[i][k], a[k][k]);
                transpose(a[i][k], columns[i][k]);
            }
        }
        for (int i = k + 1; i < TILES; i++)
            for (int j = k + 1; j <= i; j++) {
#pragma omp task depend(in : a[i][k], columns[j][k]) depend(inout : a[i][j])
                subtract(a[i][j], a[i][k], columns[j][k]);
            }
    }
    double number = 0;
    int at = 0;
    for (int i = 0; i < TILES; i++)
        for (int j = 0; j <= i; j++) number += ++at * sum(a[i][j]);
    return number;
}

const Kernel cholesky = {"cholesky", nothing, prepare, run_cholesky};
