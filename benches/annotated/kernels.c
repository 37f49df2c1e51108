// The kernels of main.rs in C, with the pragmas that they are ports of. Prints the fastest call of some, in microseconds.
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 100000, SIDE = 400, ROWS = 20000, PER_ROW = 12 };

static double *x, *y, *a[SIDE], *b[SIDE], *c[SIDE], *flat_a, *flat_b, *flat_c, *val;
static size_t *row, *col;

static double axpy(void) {
#pragma omp parallel for schedule(static)
    for (int i = 0; i < LONG; i++) y[i] += 2.0 * x[i];
    return y[0];
}

static double dot(void) {
    double sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum)
    for (int i = 0; i < LONG; i++) sum += x[i] * y[i];
    return sum;
}

static double stencil(void) {
#pragma omp parallel for schedule(static)
    for (int i = 1; i < LONG - 1; i++) y[i] = 0.25 * (x[i - 1] + 2.0 * x[i] + x[i + 1]);
    return y[1];
}

static double matmul(void) {
#pragma omp parallel for schedule(static)
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) c[i][j] = 0;
        for (int k = 0; k < SIDE; k++) {
            double a_ik = a[i][k];
            for (int j = 0; j < SIDE; j++) c[i][j] += a_ik * b[k][j];
        }
    }
    return c[SIDE - 1][0];
}

static double flat_matmul(void) {
    size_t n = SIDE;
    double *a = flat_a, *b = flat_b, *c = flat_c;
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) c[i * n + j] = 0;
        for (size_t k = 0; k < n; k++) {
            double a_ik = a[i * n + k];
            for (size_t j = 0; j < n; j++) c[i * n + j] += a_ik * b[k * n + j];
        }
    }
    return c[(n - 1) * n];
}

static double jacobi(void) {
#pragma omp parallel for schedule(static)
    for (int i = 1; i < SIDE - 1; i++)
        for (int j = 1; j < SIDE - 1; j++)
            c[i][j] = 0.25 * (a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]);
    return c[1][1];
}

static double spmv(void) {
#pragma omp parallel for schedule(static)
    for (int i = 0; i < ROWS; i++) {
        double sum = 0;
        for (size_t k = row[i]; k < row[i + 1]; k++) sum += val[k] * x[col[k]];
        y[i] = sum;
    }
    return y[0];
}

static double *filled(int n, double value) {
    double *v = malloc(n * sizeof *v);
    for (int i = 0; i < n; i++) v[i] = value;
    return v;
}

int main(void) {
    struct {
        const char *name;
        double (*run)(void);
        int calls;
    } kernels[] = {{"axpy", axpy, 1500}, {"dot", dot, 1500}, {"stencil", stencil, 1500}, {"matmul", matmul, 12},
                 {"flat_matmul", flat_matmul, 12},
                 {"jacobi", jacobi, 1500},
                 {"spmv", spmv, 1500}};
    x = filled(LONG, 1.5);
    y = filled(LONG, 0.5);
    for (int i = 0; i < SIDE; i++) {
        a[i] = filled(SIDE, 0.5 * i);
        b[i] = filled(SIDE, 0.25 * i);
        c[i] = filled(SIDE, 0.0);
    }
    flat_a = filled(SIDE * SIDE, 0.5);
    flat_b = filled(SIDE * SIDE, 0.25);
    flat_c = filled(SIDE * SIDE, 0.0);
    val = filled(ROWS * PER_ROW, 0.5);
    row = malloc((ROWS + 1) * sizeof *row);
    col = malloc(ROWS * PER_ROW * sizeof *col);
    for (size_t i = 0; i <= ROWS; i++) row[i] = i * PER_ROW;
    for (size_t k = 0; k < ROWS * PER_ROW; k++) col[k] = k * 7919 % ROWS;
    volatile double sink = 0;
    for (int k = 0; k < 7; k++) {
        double best = 1e9;
        for (int call = 0; call < kernels[k].calls; call++) {
            double since = omp_get_wtime();
            sink = sink + kernels[k].run();
            double took = omp_get_wtime() - since;
            if (took < best) best = took;
        }
        printf("%s %.2f\n", kernels[k].name, best * 1e6);
    }
    return 0;
}
