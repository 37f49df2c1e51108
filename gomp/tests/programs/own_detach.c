/* Detached tasks where libgomp waits for the event before its creator can fulfil it (outside of regions, and behind many tasks),
 * and an event that only the end of a region waits for. */
enum { BY_CREATOR = 200, BY_TASKS = 100 };
#include "detach.h"

static void *one(void *where) {
    usleep(2000);
    omp_fulfill_event(*(omp_event_handle_t *)where);
    return NULL;
}

/* The end of a region waits for events. */
static void at_the_barrier(void) {
    pthread_t thread;
    omp_event_handle_t event;
    int ran = 0;
    #pragma omp parallel
    #pragma omp master
    {
        omp_event_handle_t mine;
        #pragma omp task detach(mine) shared(ran)
        ran = 1;
        event = mine;
        pthread_create(&thread, NULL, one, &event);
    }
    CHECK(ran == 1);
    pthread_join(thread, NULL);
}

int main(void) {
    for (int round = 0; round < 5; round++) {
        #pragma omp parallel
        #pragma omp single
        { by_a_foreign_thread(); by_the_creator(); by_tasks(); undeferred(); }
        at_the_barrier();
    }
    #pragma omp parallel
    { by_the_creator(); by_tasks(); undeferred(); }
    /* Outside of every region. */
    by_a_foreign_thread(); by_the_creator(); by_tasks(); undeferred();
    return done();
}
