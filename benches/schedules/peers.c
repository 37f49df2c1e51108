/* The empty loop under the schedule that OMP_SCHEDULE names: nanoseconds for the whole loop, less the static one.
   gcc -O3 -fopenmp peers.c; peers LENGTH CHUNKS: prints the median and the least, by chunk, for one member. */
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static inline void touch(long i) { __asm__ volatile("" : : "r"(i)); }

static void scheduled(long n)
{
#pragma omp parallel for schedule(runtime)
    for (long i = 0; i < n; i++) touch(i);
}

static void even(long n)
{
#pragma omp parallel for schedule(static)
    for (long i = 0; i < n; i++) touch(i);
}

static double timed(void (*run)(long), long n)
{
    for (long loops = 1;; loops *= 2) {
        double start = now();
        for (long k = 0; k < loops; k++) run(n);
        double took = now() - start;
        if (took > 2e6) return took / loops;
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    if (argc != 3) return fprintf(stderr, "usage: %s LENGTH CHUNKS\n", argv[0]), 2;
    long n = atol(argv[1]);
    double chunks = atof(argv[2]), times[15];
    double evens[15];
    for (int k = 0; k < 15; k++) times[k] = timed(scheduled, n), evens[k] = timed(even, n);
    qsort(times, 15, sizeof *times, compare);
    qsort(evens, 15, sizeof *evens, compare);
    double scale = omp_get_max_threads() / chunks;
    printf("%.1f %.1f\n", (times[7] - evens[7]) * scale, (times[0] - evens[0]) * scale);
    return 0;
}
