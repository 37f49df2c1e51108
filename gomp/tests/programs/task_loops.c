/* `taskloop`: which iterations, how many tasks, groups, and the ends of the integers. */
#include "check.h"
#include <limits.h>
#include <stdint.h>

static int tasks, least, most;

static void begin(void) { tasks = 0; least = INT_MAX; most = 0; }


static void all_once(const char *seen, int n) {
    bool good = true;
    for (int i = 0; i < n; i++) good &= seen[i] == 1;
    CHECK(good);
}

static void plain(int n, int number, int how) {
    static char seen[5000];
    memset(seen, 0, sizeof seen);
    switch (how) {
    case 0:
        #pragma omp taskloop
        for (int i = 0; i < n; i++) seen[i]++;
        break;
    case 1:
        #pragma omp taskloop grainsize(number)
        for (int i = 0; i < n; i++) seen[i]++;
        break;
    case 2:
        #pragma omp taskloop num_tasks(number)
        for (int i = 0; i < n; i++) seen[i]++;
        break;
    case 3:
        #pragma omp taskloop grainsize(strict: number)
        for (int i = 0; i < n; i++) seen[i]++;
        break;
    case 4:
        #pragma omp taskloop num_tasks(strict: number)
        for (int i = n - 1; i >= 0; i--) seen[i]++;
        break;
    case 5:
        #pragma omp taskloop nogroup num_tasks(number) priority(2)
        for (unsigned i = 0; i < (unsigned)n; i++) seen[i]++;
        #pragma omp taskwait
        break;
    case 6:
        #pragma omp taskloop if(0) grainsize(number)
        for (long i = 0; i < n; i++) seen[i]++;
        break;
    case 7:
        #pragma omp taskloop final(1) num_tasks(number)
        for (unsigned long i = (unsigned long)n; i > 0; i--) seen[i - 1]++;
        break;
    }
    all_once(seen, n);
}

/* The bounds that tasks are given, as the runtime writes them. */
struct chunk { long start, end; int *out; };
static void note(void *data) {
    struct chunk *chunk = data;
    int iterations = (int)(chunk->end - chunk->start);
    #pragma omp critical(note)
    {
        tasks++;
        if (iterations < least) least = iterations;
        if (iterations > most) most = iterations;
    }
}
extern void GOMP_taskloop(void (*)(void *), void *, void (*)(void *, void *), long, long, unsigned, unsigned long, int, long,
                          long, long);

static void cut(long n, unsigned long number, unsigned flags) {
    struct chunk chunk = {0, 0, NULL};
    begin();
    GOMP_taskloop(note, &chunk, NULL, sizeof chunk, 8, 0x400 | 0x100 | flags, number, 0, 0, n, 1);
}

static void sizes(void) {
    for (long n = 1; n < 200; n += 7)
        for (unsigned long number = 1; number < 50; number += 3) {
            cut(n, number, 0);
            CHECK(tasks == ((long)number < n ? (long)number : n) && most - least <= 1);
            cut(n, number, 0x200);
            CHECK((n < (long)number || least >= (int)number) && most < 2 * (int)number);
            cut(n, number, 0x4200);
            CHECK(most == (n < (long)number ? (int)n : (int)number) && tasks == (n + (long)number - 1) / (long)number);
        }
}

static void ends(void) {
    long count = 0;
    #pragma omp taskloop reduction(+: count) grainsize(3)
    for (unsigned long i = 5; i < ULONG_MAX - (1ul << 60); i += 1ul << 58) count++;
    CHECK(count == 60);
    count = 0;
    #pragma omp taskloop reduction(+: count) grainsize(3)
    for (unsigned long i = ULONG_MAX; i > 1ul << 60; i -= 1ul << 58) count++;
    CHECK(count == 60);
    count = 0;
    #pragma omp taskloop reduction(+: count)
    for (unsigned long i = ULONG_MAX - 10; i < ULONG_MAX; i++) count++;
    CHECK(count == 10);
    count = 0;
    #pragma omp taskloop reduction(+: count)
    for (long i = LONG_MAX - 12; i < LONG_MAX - 2; i += 3) count++;
    CHECK(count == 4);
    count = 0;
    #pragma omp taskloop reduction(+: count)
    for (long i = LONG_MIN + 12; i > LONG_MIN + 2; i -= 3) count++;
    CHECK(count == 4);
    count = 0;
    volatile long from = 7, to = 7;
    #pragma omp taskloop reduction(+: count)
    for (long i = from; i < to; i++) count++;
    #pragma omp taskloop reduction(+: count)
    for (unsigned long i = (unsigned long)from; i > (unsigned long)to + 3; i -= 2) count++;
    CHECK(count == 0);
    int last = -1;
    #pragma omp taskloop lastprivate(last) num_tasks(4)
    for (int i = 0; i < 103; i += 4) last = i;
    CHECK(last == 100);
    int sum = 0;
    #pragma omp taskloop collapse(2) reduction(+: sum) grainsize(4)
    for (int i = 0; i < 13; i++)
        for (int j = 20; j > 3; j -= 3) sum += i * j;
    int expected = 0;
    for (int i = 0; i < 13; i++)
        for (int j = 20; j > 3; j -= 3) expected += i * j;
    CHECK(sum == expected);
}

/* The loop's group waits for what its tasks have created. */
static void descendants(void) {
    int below = 0;
    #pragma omp taskloop num_tasks(10) shared(below)
    for (int i = 0; i < 40; i++) {
        #pragma omp task shared(below)
        {
            #pragma omp task shared(below)
            __atomic_add_fetch(&below, 1, __ATOMIC_RELAXED);
        }
    }
    CHECK(below == 40);
}

static void all(void) {
    const int lengths[] = {0, 1, 2, 7, 64, 1000, 4999}, numbers[] = {1, 2, 3, 10, 999, 100000};
    for (int l = 0; l < 7; l++)
        for (int k = 0; k < 6; k++)
            for (int how = 0; how < 8; how++) plain(lengths[l], numbers[k], how);
    sizes(); ends(); descendants();
}

int main(void) {
    #pragma omp parallel
    #pragma omp single
    all();
    ends();
    #pragma omp parallel
    #pragma omp single nowait
    #pragma omp taskloop simd grainsize(10)
    for (int i = 0; i < 100; i++) ;
    all();
    return done();
}
