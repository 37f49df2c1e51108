/* Locks of both kinds, held across tasks, waits and regions. */
#include "check.h"
#include <unistd.h>

enum { ROUNDS = 3000 };

static void counting(void) {
    omp_lock_t lock;
    omp_nest_lock_t nest;
    omp_init_lock(&lock);
    omp_init_nest_lock(&nest);
    long count = 0, nested = 0, tried = 0;
    int threads = 0;
    #pragma omp parallel
    {
        #pragma omp single
        threads = omp_get_num_threads();
        for (int i = 0; i < ROUNDS; i++) {
            omp_set_lock(&lock);
            count++;
            omp_unset_lock(&lock);
            omp_set_nest_lock(&nest);
            omp_set_nest_lock(&nest);
            nested++;
            omp_unset_nest_lock(&nest);
            nested++;
            omp_unset_nest_lock(&nest);
            while (!omp_test_lock(&lock))
                if (i % 16 == 0) usleep(1);
            tried++;
            omp_unset_lock(&lock);
        }
    }
    CHECK(count == (long)threads * ROUNDS && nested == 2 * count && tried == count);
    omp_destroy_lock(&lock);
    omp_destroy_nest_lock(&nest);
}

static void depths(void) {
    omp_nest_lock_t nest;
    omp_init_nest_lock(&nest);
    CHECK(omp_test_nest_lock(&nest) == 1);
    CHECK(omp_test_nest_lock(&nest) == 2);
    omp_set_nest_lock(&nest);
    CHECK(omp_test_nest_lock(&nest) == 4);
    int others = 0, size = 0;
    #pragma omp parallel num_threads(3) reduction(+ : others, size)
    {
        size += 1;
        others += omp_test_nest_lock(&nest); /* Each of them is another task. */
    }
    CHECK(others == 0 && size == 3);
    for (int i = 0; i < 4; i++) omp_unset_nest_lock(&nest);
    #pragma omp parallel num_threads(1)
    {
        CHECK(omp_test_nest_lock(&nest) == 1);
        omp_unset_nest_lock(&nest);
    }
    omp_destroy_nest_lock(&nest);
}

/* A lock belongs to a task: neither the thread nor the task around it owns it. */
static void tasks(void) {
    omp_nest_lock_t nest;
    omp_init_nest_lock(&nest);
    int taken = -1;
    #pragma omp parallel num_threads(2)
    #pragma omp single
    {
        omp_set_nest_lock(&nest);
        #pragma omp task shared(taken)
        taken = omp_test_nest_lock(&nest);
        #pragma omp taskwait
        CHECK(taken == 0);
        CHECK(omp_test_nest_lock(&nest) == 2);
        omp_unset_nest_lock(&nest);
        omp_unset_nest_lock(&nest);
        #pragma omp task shared(taken)
        {
            taken = omp_test_nest_lock(&nest);
            omp_unset_nest_lock(&nest);
        }
        #pragma omp taskwait
        CHECK(taken == 1);
    }
    omp_destroy_nest_lock(&nest);
}

/* A simple lock may be unset by another thread than the one that has set it. */
static void handed_over(void) {
    omp_lock_t here, there;
    omp_init_lock(&here);
    omp_init_lock(&there);
    omp_set_lock(&there);
    int turns = 0;
    #pragma omp parallel num_threads(2)
    #pragma omp sections
    {
        #pragma omp section
        for (int i = 0; i < 500; i++) {
            omp_set_lock(&here);
            turns++;
            omp_unset_lock(&there);
        }
        #pragma omp section
        for (int i = 0; i < 500; i++) {
            omp_set_lock(&there);
            turns++;
            omp_unset_lock(&here);
        }
    }
    CHECK(turns == 1000);
    omp_destroy_lock(&here);
    omp_destroy_lock(&there);
}

int main(void) {
    counting();
    depths();
    tasks();
    if (omp_get_max_threads() > 1) handed_over(); /* Its sections wait for each other. */
    return done();
}
