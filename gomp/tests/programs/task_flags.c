/* Every clause of `task` but those that have a program of their own, and how arguments come to a task.
 * env OMP_MAX_TASK_PRIORITY=5 */
#include "check.h"
#include <stdint.h>

/* As compilers of old declare it: nothing behind the flags. */
extern void old_task(void (*)(void *), void *, void (*)(void *, void *), long, long, bool, unsigned) __asm__("GOMP_task");
extern void GOMP_taskwait(void);

struct wide { _Alignas(64) char line[192]; };
struct huge { int words[4000]; };

static int order[8], placed;

static void add(void *data) { __atomic_add_fetch(*(int **)data, 1, __ATOMIC_RELAXED); }

static void check_final(int depth) {
    CHECK(omp_in_final());
    int here = omp_get_thread_num(), below = 0;
    #pragma omp task shared(below)
    {
        CHECK(omp_in_final());
        CHECK(omp_get_thread_num() == here);
        below = 1;
        if (depth) check_final(depth - 1);
    }
    CHECK(below == 1); /* Included tasks are over before their creator goes on. */
}

static void values(void) {
    int sum = 0;
    for (int i = 0; i < 2000; i++) {
        char a = (char)i; short b = (short)(i * 3); double c = i / 7.0; int *where = &sum;
        #pragma omp task firstprivate(i, a, b, c, where) untied
        {
            CHECK(a == (char)i && b == (short)(i * 3) && c == i / 7.0);
            __atomic_add_fetch(where, i, __ATOMIC_RELAXED);
        }
    }
    #pragma omp taskwait
    CHECK(sum == 2000 * 1999 / 2);
}

static void large(void) {
    static struct huge huge;
    struct wide wide;
    for (int i = 0; i < 4000; i++) huge.words[i] = i;
    int right = 0;
    for (int round = 0; round < 600; round++) {
        memset(&wide, round, sizeof wide);
        int n = 1 + round % 50, row[n];
        for (int i = 0; i < n; i++) row[i] = round + i;
        #pragma omp task firstprivate(wide, n, row, round) shared(right)
        {
            bool good = (uintptr_t)&wide % 64 == 0;
            for (unsigned i = 0; i < sizeof wide; i++) good &= wide.line[i] == (char)round;
            for (int i = 0; i < n; i++) good &= row[i] == round + i;
            __atomic_add_fetch(&right, good, __ATOMIC_RELAXED);
        }
        if (round % 40 == 0) {
            #pragma omp task firstprivate(huge, round) shared(right)
            {
                bool good = true;
                for (int i = 0; i < 4000; i++) good &= huge.words[i] == i;
                __atomic_add_fetch(&right, good, __ATOMIC_RELAXED);
            }
        }
    }
    #pragma omp taskwait
    CHECK(right == 600 + 15);
}

static void undeferred(void) {
    int before = 0, children = 0, thread = omp_get_thread_num();
    #pragma omp taskgroup
    for (int i = 0; i < 100; i++) {
        #pragma omp task if(0) shared(before, children) firstprivate(i)
        {
            CHECK(before == i);
            CHECK(omp_get_thread_num() == thread);
            CHECK(!omp_in_final());
            before++;
            /* What an undeferred task creates may outlive it. */
            #pragma omp task shared(children)
            __atomic_add_fetch(&children, 1, __ATOMIC_RELAXED);
            if (i % 2) {
                int mine = 0;
                #pragma omp task shared(mine)
                mine = 1;
                #pragma omp taskwait
                CHECK(mine == 1);
            }
        }
        CHECK(before == i + 1);
    }
    CHECK(children == 100);
}

/* Undeferred tasks in each other, that leave something behind at one level or another, or at none. */
static int leave(int depth, int where, int *left) {
    int sum = 0;
    #pragma omp task if(0) shared(sum)
    {
        CHECK(!omp_in_final());
        if (depth) sum = leave(depth - 1, where, left);
        if (depth == where) {
            int mine = 0;
            for (int i = 0; i < 5; i++) {
                #pragma omp task shared(mine)
                __atomic_add_fetch(&mine, 1, __ATOMIC_RELAXED);
            }
            #pragma omp taskwait
            CHECK(mine == 5);
            #pragma omp taskgroup
            {
                #pragma omp task shared(mine) depend(inout: mine)
                mine++;
                #pragma omp task shared(mine) depend(inout: mine)
                mine++;
            }
            CHECK(mine == 7);
            #pragma omp task
            __atomic_add_fetch(left, 1, __ATOMIC_RELAXED);
        }
        #pragma omp task if(0) final(1) shared(sum)
        {
            CHECK(omp_in_final());
            #pragma omp taskgroup
            {
                #pragma omp task shared(sum)
                { CHECK(omp_in_final()); sum++; }
            }
            #pragma omp taskwait
        }
        #pragma omp taskyield
        #pragma omp taskwait
    }
    return sum;
}

static void nested_undeferred(void) {
    int left = 0, before = 0;
    #pragma omp taskgroup
    {
        #pragma omp task shared(before)
        __atomic_add_fetch(&before, 1, __ATOMIC_RELAXED);
        for (int where = -1; where < 6; where++) CHECK(leave(5, where, &left) == 6);
        #pragma omp task final(1)
        CHECK(omp_in_final());
    }
    CHECK(left == 6 && before == 1);
}

static void settings(void) {
    int outer = omp_get_max_threads();
    omp_set_num_threads(5);
    #pragma omp task
    {
        CHECK(omp_get_max_threads() == 5); /* As its creator had it. */
        omp_set_num_threads(3);
        #pragma omp task if(0)
        { CHECK(omp_get_max_threads() == 3); omp_set_num_threads(2); }
        CHECK(omp_get_max_threads() == 3);
    }
    #pragma omp taskwait
    CHECK(omp_get_max_threads() == 5);
    omp_set_num_threads(outer);
}

static void priorities(void) {
    int ran = 0;
    for (int i = 0; i < 500; i++) {
        #pragma omp task priority(i % 7) shared(ran)
        __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
    }
    #pragma omp taskwait
    CHECK(ran == 500);
}

static void by_hand(void) {
    int sum = 0, *argument = &sum;
    for (unsigned flags = 0; flags < 8; flags++)
        for (int deferred = 0; deferred < 2; deferred++)
            old_task(add, &argument, NULL, sizeof argument, _Alignof(int *), deferred, flags);
    GOMP_taskwait();
    CHECK(sum == 16);
}

int main(void) {
    for (int round = 0; round < 3; round++) {
        #pragma omp parallel
        {
            #pragma omp single
            {
                values(); large(); undeferred(); nested_undeferred(); settings(); priorities(); by_hand();
                #pragma omp task final(1)
                check_final(20);
                #pragma omp task final(0) mergeable
                CHECK(!omp_in_final());
                #pragma omp task if(0) final(1)
                check_final(2);
                #pragma omp taskwait
                CHECK(!omp_in_final());
            }
            values();
        }
    }
    /* Outside of every region. */
    values(); large(); undeferred(); nested_undeferred(); settings(); priorities(); by_hand();
    #pragma omp task final(1)
    check_final(3);
    #pragma omp task shared(placed)
    order[placed++] = 1;
    CHECK(placed == 1 && order[0] == 1);
    return done();
}
