/* Cholesky's factorisation in tiles: the counterpart of rivals/src/kernels/cholesky.rs, loop by loop. */
#include "tasks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TILE = 128, TILES = 16, COUNT = TILES * (TILES + 1) / 2 };

/* By columns. */
typedef double tile[TILE][TILE];

static tile *original, *tiles, factor;

static int at(int i, int j)
{
    return i * (i + 1) / 2 + j;
}

static inline void subtract(int n, double *restrict y, const double *restrict x, double factor)
{
    for (int i = 0; i < n; i++) y[i] -= x[i] * factor;
}

static inline void four(int n, double *restrict y, const double *restrict x0, const double *restrict x1,
                        const double *restrict x2, const double *restrict x3, double f0, double f1, double f2, double f3)
{
    for (int i = 0; i < n; i++) y[i] -= x0[i] * f0 + x1[i] * f1 + (x2[i] * f2 + x3[i] * f3);
}

static void factorise(tile a)
{
    for (int k = 0; k < TILE; k++) {
        for (int left = 0; left < k; left++) subtract(TILE - k, &a[k][k], &a[left][k], a[left][k]);
        double root = sqrt(a[k][k]);
        for (int r = k; r < TILE; r++) a[k][r] /= root;
    }
}

static void solve(tile l, tile b)
{
    for (int k = 0; k < TILE; k++) {
        for (int left = 0; left < k; left++) subtract(TILE, b[k], b[left], l[left][k]);
        double pivot = l[k][k];
        for (int r = 0; r < TILE; r++) b[k][r] /= pivot;
    }
}

static void multiply(tile a, tile b, tile c)
{
    for (int j = 0; j < TILE; j++) {
        for (int k = 0; k < TILE; k += 4) {
            four(TILE, c[j], a[k], a[k + 1], a[k + 2], a[k + 3], b[k][j], b[k + 1][j], b[k + 2][j], b[k + 3][j]);
        }
    }
}

static void square(tile a, tile c)
{
    for (int j = 0; j < TILE; j++) {
        for (int k = 0; k < TILE; k += 4) {
            four(TILE - j, &c[j][j], &a[k][j], &a[k + 1][j], &a[k + 2][j], &a[k + 3][j], a[k][j], a[k + 1][j],
                 a[k + 2][j], a[k + 3][j]);
        }
    }
}

static void serially(void)
{
    for (int k = 0; k < TILES; k++) {
        factorise(tiles[at(k, k)]);
        for (int i = k + 1; i < TILES; i++) solve(tiles[at(k, k)], tiles[at(i, k)]);
        for (int i = k + 1; i < TILES; i++) {
            for (int j = k + 1; j < i; j++) multiply(tiles[at(i, k)], tiles[at(j, k)], tiles[at(i, j)]);
            square(tiles[at(i, k)], tiles[at(i, i)]);
        }
    }
}

static void by_tasks(void)
{
    tile *t = tiles;
#pragma omp parallel
#pragma omp masked
    for (int k = 0; k < TILES; k++) {
        int kk = at(k, k);
#pragma omp task firstprivate(t, kk) depend(inout : t[kk])
        factorise(t[kk]);
        for (int i = k + 1; i < TILES; i++) {
            int ik = at(i, k);
#pragma omp task firstprivate(t, kk, ik) depend(in : t[kk]) depend(inout : t[ik])
            solve(t[kk], t[ik]);
        }
        for (int i = k + 1; i < TILES; i++) {
            int ik = at(i, k), ii = at(i, i);
            for (int j = k + 1; j < i; j++) {
                int jk = at(j, k), ij = at(i, j);
#pragma omp task firstprivate(t, ik, jk, ij) depend(in : t[ik], t[jk]) depend(inout : t[ij])
                multiply(t[ik], t[jk], t[ij]);
            }
#pragma omp task firstprivate(t, ik, ii) depend(in : t[ik]) depend(inout : t[ii])
            square(t[ik], t[ii]);
        }
    }
}

/* The matrix, and a corner of its factor that every later run must reproduce to the bit. */
static void prepare(void)
{
    if (original) return;
    original = malloc(COUNT * sizeof *original);
    tiles = malloc(COUNT * sizeof *tiles);
    if (!original || !tiles) abort();
    for (int i = 0; i < TILES; i++) {
        for (int j = 0; j <= i; j++) {
            for (int c = 0; c < TILE; c++) {
                for (int r = 0; r < TILE; r++) {
                    int row = i * TILE + r, column = j * TILE + c;
                    original[at(i, j)][c][r] = 1.0 / (1 + abs(row - column)) + (row == column ? TILES * TILE : 0);
                }
            }
        }
    }
    memcpy(tiles, original, COUNT * sizeof *tiles);
    serially();
    memcpy(factor, tiles[COUNT - 1], sizeof factor);
}

void copy_matrix(long reps)
{
    prepare();
    for (long r = 0; r < reps; r++) memcpy(tiles, original, COUNT * sizeof *tiles);
}

static void checked(long reps, void (*run)(void))
{
    for (long r = 0; r < reps; r++) {
        copy_matrix(1);
        run();
        if (memcmp(factor, tiles[COUNT - 1], sizeof factor)) abort();
    }
}

void task_cholesky(long reps)
{
    checked(reps, by_tasks);
}

void serial_cholesky(long reps)
{
    checked(reps, serially);
}
