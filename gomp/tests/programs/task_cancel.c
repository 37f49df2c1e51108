/* `cancel taskgroup`: what has begun goes on to its next cancellation point, what has not never begins.
 * env OMP_CANCELLATION=true */
#include "check.h"

static void in_a_group(void) {
    int ran = 0, behind = 0;
    bool cancels = omp_get_cancellation();
    #pragma omp taskgroup
    {
        for (int i = 0; i < 1000; i++) {
            #pragma omp task shared(ran, behind) firstprivate(i)
            {
                __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
                if (i == 0) {
                    #pragma omp cancel taskgroup
                    CHECK(!cancels);
                }
                #pragma omp cancellation point taskgroup
                __atomic_add_fetch(&behind, 1, __ATOMIC_RELAXED);
            }
        }
    }
    CHECK(ran >= 1 && ran <= 1000 && behind <= ran);
    if (!cancels) CHECK(behind == 1000);
    else CHECK(behind < 1000);
    /* The next group is not cancelled. */
    ran = 0;
    #pragma omp taskgroup
    for (int i = 0; i < 100; i++) {
        #pragma omp task shared(ran)
        {
            #pragma omp cancellation point taskgroup
            __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
        }
    }
    CHECK(ran == 100);
}

/* What the inner group's end has waited for is not touched by it; the outer's cancellation reaches the inner. */
static void nested(void) {
    int outer = 0, inner = 0;
    bool cancels = omp_get_cancellation();
    #pragma omp taskgroup
    {
        #pragma omp taskgroup
        for (int i = 0; i < 50; i++) {
            #pragma omp task shared(inner)
            {
                __atomic_add_fetch(&inner, 1, __ATOMIC_RELAXED);
                #pragma omp cancel taskgroup if(inner == 7)
            }
        }
        for (int i = 0; i < 50; i++) {
            #pragma omp task shared(outer)
            __atomic_add_fetch(&outer, 1, __ATOMIC_RELAXED);
        }
    }
    CHECK(outer == 50);
    CHECK(inner <= 50 && inner >= (cancels ? 1 : 50));
    int late = 0;
    #pragma omp taskgroup
    {
        #pragma omp task shared(late)
        {
            #pragma omp cancel taskgroup
            late += 1000;
        }
        #pragma omp taskwait
        #pragma omp task if(0) shared(late)
        late++;
        #pragma omp task shared(late) depend(out: late)
        late++;
        #pragma omp task shared(late) depend(in: late)
        late++;
    }
    CHECK(late == (cancels ? 0 : 1003));
}

static void loop(void) {
    int ran = 0, ends = 0;
    bool cancels = omp_get_cancellation();
    #pragma omp taskloop num_tasks(200) shared(ran, ends)
    for (int i = 0; i < 200; i++) {
        __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
        #pragma omp cancel taskgroup if(i == 3)
        __atomic_add_fetch(&ends, 1, __ATOMIC_RELAXED);
    }
    CHECK(cancels ? ends < 200 : ends == 200);
}

/* An event of a task that never begins is nobody's concern. */
static void detached(void) {
    int ran = 0;
    if (!omp_get_cancellation()) return;
    #pragma omp taskgroup
    {
        #pragma omp task if(0)
        {
            #pragma omp cancel taskgroup
        }
        omp_event_handle_t event;
        #pragma omp task detach(event) shared(ran)
        ran = 1;
    }
    CHECK(ran == 0);
}

/* A region that is called off drops its tasks. */
static void region(void) {
    int ran = 0;
    bool cancels = omp_get_cancellation();
    #pragma omp parallel shared(ran)
    {
        #pragma omp master
        for (int i = 0; i < 300; i++) {
            #pragma omp task shared(ran)
            __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
        }
        #pragma omp cancel parallel
    }
    CHECK(cancels ? ran <= 300 : ran == 300);
}

int main(void) {
    for (int round = 0; round < 20; round++) {
        #pragma omp parallel
        {
            #pragma omp single
            { in_a_group(); nested(); loop(); detached(); }
            in_a_group(); nested(); loop();
        }
        region();
    }
    return done();
}
