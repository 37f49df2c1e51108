/* Tasks created in every construct, in nested regions, and by many threads. */
#include "check.h"

static int count;
static void one(void) {
    #pragma omp task
    __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
}

static int members(void) {
    int n = 0;
    #pragma omp parallel reduction(+: n)
    n++;
    return n;
}

int main(void) {
    int n = members();
    for (int round = 0; round < 20; round++) {
        count = 0;
        #pragma omp parallel
        {
            #pragma omp single nowait
            for (int i = 0; i < 100; i++) one();
            #pragma omp master
            for (int i = 0; i < 100; i++) one();
            #pragma omp sections nowait
            {
                #pragma omp section
                one();
                #pragma omp section
                one();
            }
            #pragma omp for nowait schedule(dynamic)
            for (int i = 0; i < 50; i++) one();
            #pragma omp critical
            one();
            #pragma omp barrier
            CHECK(count == 252 + omp_get_num_threads());
            #pragma omp barrier
            #pragma omp for schedule(static, 2)
            for (int i = 0; i < 50; i++) one();
            /* The loop's barrier has waited for them. */
            CHECK(count == 302 + omp_get_num_threads());
            #pragma omp barrier
            #pragma omp single
            one();
            CHECK(count == 303 + omp_get_num_threads());
        }
        CHECK(count == 303 + n);
    }

    /* A task is what its thread says it is. */
    int wrong = 0;
    #pragma omp parallel
    {
        for (int i = 0; i < 200; i++) {
            #pragma omp task shared(wrong)
            {
                int me = omp_get_thread_num();
                if (me < 0 || me >= omp_get_num_threads() || omp_get_level() != 1)
                    __atomic_add_fetch(&wrong, 1, __ATOMIC_RELAXED);
                #pragma omp taskyield
                if (me != omp_get_thread_num()) __atomic_add_fetch(&wrong, 1, __ATOMIC_RELAXED);
            }
        }
    }
    CHECK(wrong == 0);

    /* Regions in tasks, with tasks of their own. */
    omp_set_max_active_levels(3);
    int inside = 0, regions = 0, widths = 0;
    #pragma omp parallel num_threads(2)
    #pragma omp single
    for (int i = 0; i < 12; i++) {
        #pragma omp task shared(inside, regions, widths)
        {
            #pragma omp parallel num_threads(3)
            {
                CHECK(omp_get_level() == 2);
                #pragma omp single nowait
                {
                    __atomic_add_fetch(&regions, 1, __ATOMIC_RELAXED);
                    __atomic_add_fetch(&widths, omp_get_num_threads(), __ATOMIC_RELAXED);
                }
                for (int k = 0; k < 10; k++) {
                    #pragma omp task shared(inside)
                    {
                        CHECK(omp_get_level() == 2);
                        __atomic_add_fetch(&inside, 1, __ATOMIC_RELAXED);
                    }
                }
            }
            /* Over with the inner region, and the outer's own group waits for more. */
            #pragma omp task shared(inside)
            { CHECK(omp_get_level() == 1); __atomic_add_fetch(&inside, 1, __ATOMIC_RELAXED); }
        }
    }
    CHECK(regions == 12 && inside == widths * 10 + 12);

    /* A lock held across a wait is not asked for by what its holder runs meanwhile. */
    omp_lock_t lock;
    omp_init_lock(&lock);
    int held = 0;
    #pragma omp parallel
    #pragma omp single
    for (int i = 0; i < 60; i++) {
        #pragma omp task shared(lock, held)
        {
            omp_set_lock(&lock);
            held++;
            #pragma omp task
            ;
            #pragma omp taskwait
            held++;
            omp_unset_lock(&lock);
        }
    }
    CHECK(held == 120);
    omp_destroy_lock(&lock);

    /* More threads than processors. */
    count = 0;
    omp_set_dynamic(0);
    #pragma omp parallel num_threads(64)
    {
        for (int i = 0; i < 20; i++) one();
        #pragma omp taskwait
        #pragma omp taskgroup
        for (int i = 0; i < 5; i++) one();
    }
    CHECK(count == 64 * 25);

    /* Long rows: what is in flight is bounded. */
    count = 0;
    #pragma omp parallel
    #pragma omp master
    for (int i = 0; i < 300000; i++) one();
    CHECK(count == 300000);
    return done();
}
