/* `cancel taskgroup` in a task of a worksharing construct's reduction: it means the group around the construct.
 * env OMP_CANCELLATION=true */
#include "check.h"

int main(void) {
    for (int round = 0; round < 30; round++) {
        int sum = 0, late = 0, inner = 0;
        #pragma omp parallel shared(late, inner)
        #pragma omp taskgroup
        {
            #pragma omp for reduction(task, + : sum) schedule(static, 1)
            for (int i = 0; i < 64; i++) {
                sum++;
                #pragma omp task in_reduction(+ : sum)
                {
                    sum += 0;
                    #pragma omp cancel taskgroup
                    __atomic_add_fetch(&inner, 1, __ATOMIC_RELAXED);
                }
            }
            /* All are over: each member of up to 64 has cancelled its group. */
            #pragma omp task shared(late)
            __atomic_add_fetch(&late, 1, __ATOMIC_RELAXED);
        }
        CHECK(sum == 64 && inner == 0 && late == 0);
        /* A group that is cancelled before creates no tasks in the construct either. */
        #pragma omp parallel shared(late)
        #pragma omp taskgroup
        {
            #pragma omp task
            {
                #pragma omp cancel taskgroup
            }
            #pragma omp taskwait
            #pragma omp sections reduction(task, + : sum)
            {
                #pragma omp section
                {
                    #pragma omp task in_reduction(+ : sum) shared(late)
                    { sum++; late++; }
                }
            }
        }
        CHECK(sum == 64 && late == 0);
    }
    return done();
}
