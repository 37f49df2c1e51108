/* The locks that programs linked before OpenMP 3.0 ask for: nestable ones belong to threads, and have eight bytes. */
#include "check.h"

__asm__(".symver omp_init_lock, omp_init_lock@OMP_1.0");
__asm__(".symver omp_set_lock, omp_set_lock@OMP_1.0");
__asm__(".symver omp_test_lock, omp_test_lock@OMP_1.0");
__asm__(".symver omp_unset_lock, omp_unset_lock@OMP_1.0");
__asm__(".symver omp_destroy_lock, omp_destroy_lock@OMP_1.0");
__asm__(".symver omp_init_nest_lock, omp_init_nest_lock@OMP_1.0");
__asm__(".symver omp_set_nest_lock, omp_set_nest_lock@OMP_1.0");
__asm__(".symver omp_test_nest_lock, omp_test_nest_lock@OMP_1.0");
__asm__(".symver omp_unset_nest_lock, omp_unset_nest_lock@OMP_1.0");
__asm__(".symver omp_destroy_nest_lock, omp_destroy_nest_lock@OMP_1.0");

static union {
    omp_nest_lock_t lock;
    unsigned char bytes[16];
} old;

int main(void) {
    memset(&old, 0xee, sizeof old);
    omp_init_nest_lock(&old.lock);
    omp_lock_t simple;
    omp_init_lock(&simple);
    long count = 0, nested = 0;
    int threads = 0;
    #pragma omp parallel
    {
        #pragma omp single
        threads = omp_get_num_threads();
        for (int i = 0; i < 3000; i++) {
            omp_set_nest_lock(&old.lock);
            CHECK(omp_test_nest_lock(&old.lock) == 2);
            nested++;
            omp_unset_nest_lock(&old.lock);
            omp_unset_nest_lock(&old.lock);
            if (!omp_test_lock(&simple)) omp_set_lock(&simple);
            count++;
            omp_unset_lock(&simple);
        }
        #pragma omp barrier
        #pragma omp master
        {
            omp_set_nest_lock(&old.lock);
            int taken = 0;
            #pragma omp task if (0) shared(taken)
            taken = omp_test_nest_lock(&old.lock); /* The same thread. */
            CHECK(taken == 2);
            omp_unset_nest_lock(&old.lock);
            omp_unset_nest_lock(&old.lock);
        }
    }
    CHECK(count == 3000L * threads && nested == count);
    for (int i = 8; i < 16; i++) CHECK(old.bytes[i] == 0xee);
    omp_destroy_nest_lock(&old.lock);
    omp_destroy_lock(&simple);
    return done();
}
