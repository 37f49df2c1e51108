/* Detached tasks, as many as gcc's library bears. */
enum { BY_CREATOR = 50, BY_TASKS = 12 };
#include "detach.h"

int main(void) {
    for (int round = 0; round < 5; round++) {
        #pragma omp parallel
        #pragma omp single
        { by_a_foreign_thread(); by_the_creator(); by_tasks(); undeferred(); }
    }
    by_a_foreign_thread(); undeferred();
    return done();
}
