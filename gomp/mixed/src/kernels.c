/* OpenMP as a C programmer writes it. */
#include <omp.h>

/* y += a * x */
void axpy(long n, double a, const double *x, double *y) {
#pragma omp parallel for
    for (long i = 0; i < n; i++) y[i] += a * x[i];
}

double dot(long n, const double *x, const double *y) {
    double sum = 0;
#pragma omp parallel for reduction(+ : sum)
    for (long i = 0; i < n; i++) sum += x[i] * y[i];
    return sum;
}

/* The caller's region shares this loop: counts every iteration once. Answers the size of the team. */
int share(long n, unsigned char *counts) {
#pragma omp for schedule(dynamic, 3)
    for (long i = 0; i < n; i++) counts[i]++;
    return omp_get_num_threads();
}

/* Calls back from every member of a region. */
void call_back(void (*function)(void *, int), void *data) {
#pragma omp parallel
    function(data, omp_get_thread_num());
}

/* A task of C in whatever region there is. */
static void count_down(int n, int *total) {
    if (n == 0) {
        __atomic_add_fetch(total, 1, __ATOMIC_RELAXED);
        return;
    }
#pragma omp task
    count_down(n - 1, total);
#pragma omp task
    count_down(n - 1, total);
#pragma omp taskwait
}

int leaves(int depth) {
    int total = 0;
    count_down(depth, &total);
    return total;
}
