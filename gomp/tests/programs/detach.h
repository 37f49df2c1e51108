/* Detached tasks: over when their body and their event are, whoever fulfils it. BY_CREATOR and BY_TASKS say how many of some kinds
 * there are. */
#include "check.h"
#include <pthread.h>
#include <unistd.h>

enum { EVENTS = 64 };

static omp_event_handle_t shelf[EVENTS];
static int shelved;

/* A thread that OpenMP knows nothing of. */
static void *fulfiller(void *unused) {
    (void)unused;
    for (int i = 0; i < EVENTS; i++) {
        while (__atomic_load_n(&shelved, __ATOMIC_ACQUIRE) <= i) usleep(50);
        if (i % 16 == 0) usleep(300);
        omp_fulfill_event(shelf[i]);
    }
    return NULL;
}

static void put(omp_event_handle_t event) {
    #pragma omp critical(shelf)
    {
        shelf[shelved] = event;
        __atomic_store_n(&shelved, shelved + 1, __ATOMIC_RELEASE);
    }
}

static void by_a_foreign_thread(void) {
    pthread_t thread;
    shelved = 0;
    pthread_create(&thread, NULL, fulfiller, NULL);
    int chain = 0;
    for (int i = 0; i < EVENTS; i++) {
        omp_event_handle_t event;
        #pragma omp task detach(event) depend(inout: chain) shared(chain) firstprivate(i)
        {
            CHECK(chain == i);
            chain = i + 1;
            put(event);
        }
    }
    #pragma omp task depend(inout: chain) shared(chain)
    CHECK(chain == EVENTS);
    #pragma omp taskwait
    CHECK(chain == EVENTS && shelved == EVENTS);
    pthread_join(thread, NULL);
}

/* Fulfilled by the creator, before or after the body has begun. */
static void by_the_creator(void) {
    int ran = 0;
    for (int i = 0; i < BY_CREATOR; i++) {
        omp_event_handle_t event;
        #pragma omp task detach(event) shared(ran)
        __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
        omp_fulfill_event(event);
    }
    #pragma omp taskwait
    CHECK(ran == BY_CREATOR);
}

/* Inside its own body, and by a sibling. */
static void by_tasks(void) {
    int ran = 0, behind[1] = {0};
    for (int i = 0; i < BY_TASKS; i++) {
        omp_event_handle_t event, other;
        #pragma omp task detach(event) shared(ran)
        {
            omp_fulfill_event(event);
            __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
        }
        #pragma omp task detach(other) depend(out: behind[0]) shared(ran)
        __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
        #pragma omp task firstprivate(other)
        omp_fulfill_event(other);
        #pragma omp task depend(in: behind[0]) shared(ran)
        __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
    }
    #pragma omp taskgroup
    {
        omp_event_handle_t event;
        #pragma omp task detach(event) shared(ran)
        {
            /* What it creates is fulfilled in turn. */
            omp_event_handle_t inner;
            #pragma omp task detach(inner) shared(ran)
            __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
            omp_fulfill_event(inner);
            omp_fulfill_event(event);
        }
    }
    #pragma omp taskwait
    CHECK(ran == 3 * BY_TASKS + 1);
}

/* The creator waits for body and event. */
static void undeferred(void) {
    for (int i = 0; i < 50; i++) {
        int ran = 0;
        omp_event_handle_t event;
        #pragma omp task detach(event) if(0) shared(ran)
        { ran = 1; omp_fulfill_event(event); }
        CHECK(ran == 1);
    }
}
