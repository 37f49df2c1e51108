/* Task reductions: over groups, loops of tasks, regions and worksharing constructs. */
#include "check.h"

struct pair { long sum; int count; };
#pragma omp declare reduction(merge: struct pair: omp_out.sum += omp_in.sum, omp_out.count += omp_in.count) \
    initializer(omp_priv = (struct pair){0, 0})

static long global;

static void tree(int depth, long *sum) {
    #pragma omp task in_reduction(+: sum[0])
    sum[0] += depth;
    if (depth == 0) return;
    for (int i = 0; i < 2; i++) {
        #pragma omp task in_reduction(+: sum[0])
        {
            sum[0]++;
            tree(depth - 1, &sum[0]);
            #pragma omp taskwait
        }
    }
}

static void groups(void) {
    int sum = 0, low = 1000;
    double product = 1;
    #pragma omp taskgroup task_reduction(+: sum) task_reduction(min: low) task_reduction(*: product)
    {
        for (int i = 1; i <= 100; i++) {
            #pragma omp task in_reduction(+: sum) in_reduction(min: low) firstprivate(i)
            { sum += i; if (1000 - i < low) low = 1000 - i; }
            if (i % 10 == 0) {
                #pragma omp task in_reduction(*: product)
                product *= 2;
            }
        }
    }
    CHECK(sum == 5050 && low == 900 && product == 1024);

    struct pair pair = {1, 1};
    #pragma omp taskgroup task_reduction(merge: pair)
    for (int i = 0; i < 300; i++) {
        #pragma omp task in_reduction(merge: pair) firstprivate(i)
        { pair.sum += i; pair.count++; }
    }
    CHECK(pair.sum == 44851 && pair.count == 301);

    long cells[20] = {0};
    #pragma omp taskgroup task_reduction(+: cells[0:20])
    for (int i = 0; i < 200; i++) {
        #pragma omp task in_reduction(+: cells[0:20]) firstprivate(i)
        cells[i % 20] += i;
    }
    for (int i = 0; i < 20; i++) CHECK(cells[i] == 10 * i + 20 * 45);
}

/* Groups in tasks of groups, on the same and on other items. */
static void nested(void) {
    int outer = 0, inner_total = 0;
    #pragma omp taskgroup task_reduction(+: outer, inner_total)
    for (int i = 0; i < 20; i++) {
        #pragma omp task in_reduction(+: outer, inner_total) firstprivate(i)
        {
            int inner = 0;
            outer++;
            #pragma omp taskgroup task_reduction(+: inner)
            for (int k = 0; k < 10; k++) {
                #pragma omp task in_reduction(+: inner) in_reduction(+: outer) firstprivate(k)
                { inner += k; outer++; }
            }
            CHECK(inner == 45);
            inner_total += inner;
            #pragma omp taskgroup task_reduction(+: outer)
            for (int k = 0; k < 5; k++) {
                #pragma omp task in_reduction(+: outer)
                outer++;
            }
        }
    }
    CHECK(outer == 20 + 200 + 100 && inner_total == 900);
}

static void loops(void) {
    long sum = 0;
    unsigned both = ~0u;
    #pragma omp taskloop reduction(+: sum) reduction(&: both) grainsize(7)
    for (int i = 0; i < 1000; i++) { sum += i; both &= ~(i == 500 ? 4u : 0u); }
    CHECK(sum == 499500 && both == ~4u);
    int total = 0;
    #pragma omp taskgroup task_reduction(+: total)
    {
        #pragma omp taskloop in_reduction(+: total) num_tasks(9)
        for (int i = 0; i < 100; i++) total += i;
        #pragma omp taskloop in_reduction(+: total) nogroup
        for (int i = 0; i < 100; i++) total++;
        #pragma omp task in_reduction(+: total) final(1)
        {
            #pragma omp task in_reduction(+: total)
            total++;
        }
        #pragma omp task in_reduction(+: total) if(0)
        total++;
    }
    CHECK(total == 4950 + 100 + 2);
}

static void regions(void) {
    int sum = 0, members = 0;
    #pragma omp parallel reduction(task, +: sum, members)
    {
        members++;
        for (int i = 0; i < 50; i++) {
            #pragma omp task in_reduction(+: sum) firstprivate(i)
            {
                sum += i;
                #pragma omp task in_reduction(+: sum)
                sum++;
            }
        }
        #pragma omp barrier
        #pragma omp task in_reduction(+: sum)
        sum += 1000;
    }
    CHECK(sum == members * (1225 + 50 + 1000) && members >= 1);
}

static void shared_work(void) {
    long loop = 0, ull = 0, parts = 0, scoped = 0;
    int threads = 0;
    #pragma omp parallel shared(threads)
    {
        #pragma omp single
        threads = omp_get_num_threads();
        #pragma omp for reduction(task, +: loop) schedule(dynamic, 3)
        for (int i = 0; i < 100; i++) {
            loop += i;
            #pragma omp task in_reduction(+: loop) firstprivate(i)
            loop += 2 * i;
        }
        #pragma omp for reduction(task, +: ull)
        for (unsigned long i = 0; i < 100; i++) {
            #pragma omp task in_reduction(+: ull) firstprivate(i)
            ull += (long)i;
        }
        #pragma omp sections reduction(task, +: parts)
        {
            #pragma omp section
            {
                #pragma omp task in_reduction(+: parts)
                parts += 10;
            }
            #pragma omp section
            {
                parts += 100;
                #pragma omp task in_reduction(+: parts)
                parts += 1000;
            }
        }
        #pragma omp scope reduction(task, +: scoped)
        {
            scoped++;
            #pragma omp task in_reduction(+: scoped)
            scoped += 10;
        }
    }
    CHECK(loop == 3 * 4950 && ull == 4950 && parts == 1110 && scoped == 11 * threads);
    long combined = 0;
    #pragma omp parallel for reduction(task, +: combined) schedule(guided)
    for (int i = 0; i < 64; i++) {
        #pragma omp task in_reduction(+: combined)
        combined++;
    }
    CHECK(combined == 64);
}

static void all(void) {
    groups(); nested(); loops();
    long sum = 0;
    #pragma omp taskgroup task_reduction(+: sum)
    tree(6, &sum);
    CHECK(sum == 126 + 120);
}

int main(void) {
    for (int round = 0; round < 5; round++) {
        #pragma omp parallel
        {
            #pragma omp single
            all();
            groups(); nested(); loops();
        }
        regions(); shared_work();
    }
    all();
    global = 0;
    #pragma omp parallel num_threads(3)
    #pragma omp single
    #pragma omp taskgroup task_reduction(+: global)
    for (int i = 0; i < 30; i++) {
        #pragma omp task in_reduction(+: global)
        {
            /* A region in a task has its own reductions. */
            int inside = 0;
            #pragma omp parallel num_threads(2) reduction(task, +: inside)
            {
                #pragma omp task in_reduction(+: inside)
                inside++;
            }
            global += inside != 0;
        }
    }
    CHECK(global == 30);
    return done();
}
