/* Sections, single, critical, atomic, barrier, master, scope; orphaned and outside of every region. */
#include "check.h"
#include <complex.h>

static void sections(void) {
    int runs[12] = {0}, last = 0;
#pragma omp parallel
    {
#pragma omp sections lastprivate(last)
        {
            __atomic_add_fetch(&runs[0], 1, __ATOMIC_RELAXED);
#pragma omp section
            __atomic_add_fetch(&runs[1], 1, __ATOMIC_RELAXED);
#pragma omp section
            __atomic_add_fetch(&runs[2], 1, __ATOMIC_RELAXED);
#pragma omp section
            __atomic_add_fetch(&runs[3], 1, __ATOMIC_RELAXED);
#pragma omp section
            {
                __atomic_add_fetch(&runs[4], 1, __ATOMIC_RELAXED);
                last = 5;
            }
        }
        CHECK(runs[0] == 1 && runs[4] == 1 && last == 5);
#pragma omp barrier
#pragma omp sections nowait
        {
            __atomic_add_fetch(&runs[5], 1, __ATOMIC_RELAXED);
        }
    }
#pragma omp parallel sections
    {
        __atomic_add_fetch(&runs[6], 1, __ATOMIC_RELAXED);
#pragma omp section
        __atomic_add_fetch(&runs[7], 1, __ATOMIC_RELAXED);
#pragma omp section
        __atomic_add_fetch(&runs[8], 1, __ATOMIC_RELAXED);
    }
    for (int i = 0; i < 9; i++) CHECK(runs[i] == 1);
    int conditional = 0;
#pragma omp parallel sections lastprivate(conditional : conditional)
    {
        conditional = 1;
#pragma omp section
        conditional = 2;
#pragma omp section
        if (conditional == 77) conditional = 3;
    }
    CHECK(conditional == 2);
    printf("sections %d %d\n", last, conditional);
}

static void orphan(int *count, int *singles, int *sect) {
#pragma omp for schedule(dynamic, 2)
    for (int i = 0; i < 100; i++) __atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
#pragma omp single
    __atomic_add_fetch(singles, 1, __ATOMIC_RELAXED);
#pragma omp sections
    {
        __atomic_add_fetch(sect, 1, __ATOMIC_RELAXED);
#pragma omp section
        __atomic_add_fetch(sect, 1, __ATOMIC_RELAXED);
    }
#pragma omp barrier
#pragma omp critical
    *count += 0;
    int ordered = 0;
#pragma omp for ordered schedule(dynamic)
    for (int i = 0; i < 10; i++) {
#pragma omp ordered
        ordered = i;
    }
    (void)ordered;
}

static void single(void) {
    int runs = 0;
    double sum = 0;
#pragma omp parallel reduction(+ : sum)
    for (int k = 0; k < 300; k++) {
        double x;
        int y[3];
#pragma omp single copyprivate(x, y)
        {
            __atomic_add_fetch(&runs, 1, __ATOMIC_RELAXED);
            x = k * 0.5;
            y[0] = k, y[1] = k + 1, y[2] = k + 2;
        }
        CHECK(x == k * 0.5 && y[2] == k + 2);
        sum += x;
#pragma omp single nowait
        __atomic_add_fetch(&runs, 1000, __ATOMIC_RELAXED);
#pragma omp master
        __atomic_add_fetch(&runs, 1000000, __ATOMIC_RELAXED);
    }
    CHECK(runs == 300 * 1001001);
    printf("single %d\n", runs);
}

static void exclusion(void) {
    long a = 0, b = 0, c = 0;
    long double wide = 0;
    complex double z = 0;
    struct { double x, y; } pair = {0, 0};
#pragma omp parallel
    for (int k = 0; k < 500; k++) {
#pragma omp critical
        a++;
#pragma omp critical(one)
        {
            b++;
#pragma omp critical(two)
            c++;
        }
#pragma omp atomic
        wide += 1;
#pragma omp critical(three)
        z += 1 + 2 * I;
#pragma omp critical(pair)
        pair.x += 1, pair.y += pair.x;
    }
    int n = 0;
#pragma omp parallel reduction(+ : n)
    n++;
    CHECK(a == 500 * n && b == a && c == a && wide == a && creal(z) == a && pair.x == a);
    complex double total = 0;
    long double long_total = 0;
#pragma omp parallel for reduction(+ : total, long_total)
    for (int i = 0; i < 1000; i++) total += i + I, long_total += i;
    CHECK(creal(total) == 499500 && cimag(total) == 1000 && long_total == 499500);
    printf("exclusion %d\n", (int)creal(total));
}

static void barriers(void) {
    static int stage[64];
#pragma omp parallel
    {
        int me = omp_get_thread_num(), n = omp_get_num_threads();
        for (int k = 1; k <= 500; k++) {
            stage[me] = k;
#pragma omp barrier
            for (int other = 0; other < n; other++) CHECK(stage[other] == k);
#pragma omp barrier
        }
    }
    printf("barriers\n");
}

static int private_value;
#pragma omp threadprivate(private_value)

static void threads_last(void) {
    private_value = 100;
#pragma omp parallel copyin(private_value)
    {
        CHECK(private_value == 100);
        private_value += omp_get_thread_num();
    }
#pragma omp parallel
    CHECK(private_value == 100 + omp_get_thread_num());
    printf("threadprivate\n");
}

int main(void) {
    sections();
    for (int k = 0; k < 20; k++) {
        int count = 0, singles = 0, sect = 0;
        orphan(&count, &singles, &sect);
        CHECK(count == 100 && singles == 1 && sect == 2);
#pragma omp parallel
        orphan(&count, &singles, &sect);
        CHECK(count == 200 && singles == 2 && sect == 4);
    }
    single();
    exclusion();
    barriers();
    threads_last();
    return done();
}
