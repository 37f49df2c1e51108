/* Nestable locks belong to tasks: also to those that run at once on the thread of another. */
#include "check.h"

int main(void) {
    omp_nest_lock_t lock, other;
    omp_init_nest_lock(&lock);
    omp_init_nest_lock(&other);
    for (int round = 0; round < 50; round++) {
        #pragma omp parallel
        #pragma omp single
        {
            CHECK(omp_test_nest_lock(&lock) == 1);
            CHECK(omp_test_nest_lock(&lock) == 2);
            #pragma omp task if (0) shared(lock, other)
            {
                CHECK(omp_test_nest_lock(&lock) == 0);
                CHECK(omp_test_nest_lock(&other) == 1);
                /* A child that is left for later, and one that is not. */
                #pragma omp task shared(lock, other)
                CHECK(omp_test_nest_lock(&lock) == 0 && omp_test_nest_lock(&other) == 0);
                #pragma omp task if (0) shared(lock, other)
                CHECK(omp_test_nest_lock(&lock) == 0 && omp_test_nest_lock(&other) == 0);
                #pragma omp taskwait
                CHECK(omp_test_nest_lock(&other) == 2);
                omp_unset_nest_lock(&other);
                omp_unset_nest_lock(&other);
            }
            #pragma omp task final(1) shared(lock)
            CHECK(omp_test_nest_lock(&lock) == 0);
            #pragma omp taskwait
            CHECK(omp_test_nest_lock(&lock) == 3);
            for (int k = 0; k < 3; k++) omp_unset_nest_lock(&lock);
            #pragma omp task if (0) shared(lock)
            {
                CHECK(omp_test_nest_lock(&lock) == 1);
                omp_unset_nest_lock(&lock);
            }
        }
    }
    omp_destroy_nest_lock(&lock);
    omp_destroy_nest_lock(&other);
    return done();
}
