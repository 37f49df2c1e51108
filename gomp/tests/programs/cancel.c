/* cancel and cancellation point.
   env OMP_CANCELLATION=true */
#include "check.h"

#define SPIN_UNTIL(condition) \
    while (!(condition)) {}

static void regions(void) {
    for (int k = 0; k < 200; k++) {
        int after = 0, before = 0;
#pragma omp parallel num_threads(4)
        {
            __atomic_add_fetch(&before, 1, __ATOMIC_RELAXED);
            if (omp_get_thread_num() == k % 4) {
#pragma omp cancel parallel
            }
#pragma omp barrier
            __atomic_add_fetch(&after, 1, __ATOMIC_RELAXED);
        }
        CHECK(after == 0 && before == 4);
    }
    printf("regions\n");
}

static void points(void) {
    for (int k = 0; k < 50; k++) {
        int left = 0;
#pragma omp parallel num_threads(3) shared(left)
        {
            if (omp_get_thread_num() == 1) {
#pragma omp cancel parallel
            }
            for (;;) {
#pragma omp cancellation point parallel
            }
            left = 1;
        }
        CHECK(!left);
    }
    printf("points\n");
}

#define LOOP(name, clause) \
    static void name(void) { \
        for (int k = 0; k < 100; k++) { \
            int ran = 0, past = 0; \
            _Pragma("omp parallel num_threads(4)") { \
                _Pragma(clause) \
                for (int i = 0; i < 100000; i++) { \
                    __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED); \
                    if (i == 17) { \
                        _Pragma("omp cancel for") \
                    } \
                    _Pragma("omp cancellation point for") \
                } \
                __atomic_add_fetch(&past, 1, __ATOMIC_RELAXED); \
            } \
            CHECK(past == 4 && ran >= 1); \
        } \
        printf(#name "\n"); \
    }
LOOP(loop_static, "omp for schedule(static)")
LOOP(loop_chunked, "omp for schedule(static, 5)")
LOOP(loop_dynamic, "omp for schedule(dynamic, 4)")
LOOP(loop_guided, "omp for schedule(guided)")

/* A static loop in which members wait until they see the cancellation. */
static void seen_by_all(void) {
    for (int k = 0; k < 50; k++) {
        int past = 0;
#pragma omp parallel num_threads(3)
        {
#pragma omp for schedule(static)
            for (int i = 0; i < 3; i++) {
                if (i == k % 3) {
#pragma omp cancel for
                }
                for (;;) {
#pragma omp cancellation point for
                }
            }
            __atomic_add_fetch(&past, 1, __ATOMIC_RELAXED);
            /* The next loop is not cancelled. */
#pragma omp for schedule(static)
            for (int i = 0; i < 30; i++) {
#pragma omp cancellation point for
                __atomic_add_fetch(&past, 100, __ATOMIC_RELAXED);
            }
        }
        CHECK(past == 3003);
    }
    printf("seen by all\n");
}

static void sections(void) {
    for (int k = 0; k < 100; k++) {
        int late = 0, past = 0;
#pragma omp parallel num_threads(2)
        {
#pragma omp sections
            {
                {
#pragma omp cancel sections
                    late = 1;
                }
#pragma omp section
                {
                    for (;;) {
#pragma omp cancellation point sections
                    }
                }
            }
            __atomic_add_fetch(&past, 1, __ATOMIC_RELAXED);
        }
        CHECK(!late && past == 2);
    }
    printf("sections\n");
}

static void groups(void) {
    for (int k = 0; k < 50; k++) {
        int ran = 0, after = 0;
#pragma omp parallel num_threads(4)
#pragma omp single
        {
#pragma omp taskgroup
            {
                for (int i = 0; i < 100; i++) {
#pragma omp task shared(ran)
                    {
                        __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
#pragma omp cancel taskgroup if (i == 3)
#pragma omp cancellation point taskgroup
                    }
                }
            }
            after = 1;
        }
        CHECK(after && ran >= 1 && ran <= 100);
    }
    printf("groups\n");
}

static void not_wanted(void) {
    int ran = 0;
#pragma omp parallel for num_threads(3)
    for (int i = 0; i < 300; i++) {
#pragma omp cancel for if (i < 0)
        __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
    }
    CHECK(ran == 300);
    printf("not wanted %d\n", ran);
}

int main(void) {
    CHECK(omp_get_cancellation());
    regions();
    points();
    loop_static();
    loop_chunked();
    loop_dynamic();
    loop_guided();
    seen_by_all();
    sections();
    groups();
    not_wanted();
    return done();
}
