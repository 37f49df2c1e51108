/* What tasks cost: milliseconds for a tree of calls, nanoseconds for each task of a row. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../tests/programs/trees.h"

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long final_below(int n, int depth) {
    if (n < 2) return n;
    long a, b;
    #pragma omp task shared(a) final(depth > 6) mergeable
    a = final_below(n - 1, depth + 1);
    #pragma omp task shared(b) final(depth > 6) mergeable
    b = final_below(n - 2, depth + 1);
    #pragma omp taskwait
    return a + b;
}

static long undeferred_below(int n, int depth) {
    if (n < 2) return n;
    long a, b;
    #pragma omp task shared(a) if(depth < 6)
    a = undeferred_below(n - 1, depth + 1);
    #pragma omp task shared(b) if(depth < 6)
    b = undeferred_below(n - 2, depth + 1);
    #pragma omp taskwait
    return a + b;
}

static void work(int i) {
    volatile int x = i;
    for (int k = 0; k < 20; k++) x += k;
}

#define TREE(name, call) \
    do { \
        long value = 0; \
        double start = now(); \
        _Pragma("omp parallel") _Pragma("omp master") value = call; \
        printf("%s %.1f\n", name, (now() - start) * 1e3); \
        if (value != 196418) return 1; \
    } while (0)

enum { MANY = 300000 };

static int data[16];

static void one(void) {
    #pragma omp parallel
    #pragma omp master
    for (int i = 0; i < MANY; i++) {
        #pragma omp task firstprivate(i)
        work(i);
    }
}

static void all(void) {
    #pragma omp parallel
    {
        #pragma omp for nowait
        for (int i = 0; i < MANY; i++) {
            #pragma omp task firstprivate(i)
            work(i);
        }
    }
}

static void depend(void) {
    #pragma omp parallel
    #pragma omp master
    for (int i = 0; i < MANY; i++) {
        #pragma omp task firstprivate(i) depend(inout: data[i % 16])
        work(i);
    }
}

static void loop(void) {
    #pragma omp parallel
    #pragma omp master
    #pragma omp taskloop grainsize(1)
    for (int i = 0; i < MANY; i++) work(i);
}

static void row(const char *name, void (*run)(void)) {
    double start = now();
    run();
    printf("%s %.1f\n", name, (now() - start) * 1e9 / MANY);
}

int main(void) {
    TREE("warm-up", fib(27));
    TREE("fib", fib(27));
    TREE("group", fib_grouped(27));
    TREE("final", final_below(27, 0));
    TREE("if", undeferred_below(27, 0));
    row("one", one);
    row("all", all);
    row("depend", depend);
    row("taskloop", loop);
    return 0;
}
