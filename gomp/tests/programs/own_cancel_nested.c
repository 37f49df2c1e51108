/* The cancellation of a group reaches the groups in it; libgomp lets tasks of those begin.
 * env OMP_CANCELLATION=true */
#include "check.h"

int main(void) {
    int late = 0;
    #pragma omp parallel
    {
        #pragma omp single
        for (int round = 0; round < 50; round++) {
            #pragma omp taskgroup
            {
                #pragma omp task
                {
                    #pragma omp cancel taskgroup
                }
                #pragma omp taskwait
                #pragma omp taskloop shared(late) num_tasks(3)
                for (int i = 0; i < 10; i++) late++;
                #pragma omp taskgroup
                {
                    #pragma omp task shared(late)
                    late++;
                }
            }
        }
    }
    CHECK(late == 0);
    return done();
}
