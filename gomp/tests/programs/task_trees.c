/* Trees of tasks: who waits for whom. */
#include "check.h"
#include "trees.h"

static bool safe(const char *rows, int n, char row) {
    for (int i = 0; i < n; i++)
        if (rows[i] == row || rows[i] - row == n - i || row - rows[i] == n - i) return false;
    return true;
}

static void queens(int n, int placed, const char *rows, int *found) {
    if (placed == n) {
        __atomic_add_fetch(found, 1, __ATOMIC_RELAXED);
        return;
    }
    for (int row = 0; row < n; row++) {
        if (!safe(rows, placed, (char)row)) continue;
        char next[16];
        memcpy(next, rows, (size_t)placed);
        next[placed] = (char)row;
        #pragma omp task firstprivate(next) untied
        queens(n, placed + 1, next, found);
    }
    #pragma omp taskwait
}

/* A chain, each waiting for the next: as deep as there are tasks. */
static int chain(int depth) {
    int below = 0;
    if (depth == 0) return 0;
    #pragma omp task shared(below)
    below = chain(depth - 1);
    #pragma omp taskwait
    return below + 1;
}

/* Nobody waits below; the group's end does. */
static void scatter(int depth, int *leaves) {
    if (depth == 0) {
        __atomic_add_fetch(leaves, 1, __ATOMIC_RELAXED);
        return;
    }
    for (int i = 0; i < 3; i++) {
        #pragma omp task
        scatter(depth - 1, leaves);
    }
}

/* `taskwait` waits for the child and not for the grandchild, which can only end after it. */
static void children_only(void) {
    omp_lock_t held;
    omp_init_lock(&held);
    omp_set_lock(&held);
    bool alone = omp_get_num_threads() == 1;
    int child = 0, grandchild = 0;
    #pragma omp taskgroup
    {
        #pragma omp task shared(child, grandchild, held)
        {
            #pragma omp task shared(grandchild, held)
            {
                if (!alone) {
                    omp_set_lock(&held);
                    omp_unset_lock(&held);
                }
                grandchild = 1;
            }
            __atomic_store_n(&child, 1, __ATOMIC_RELEASE);
        }
        if (!alone) {
            /* Taken by another: here it could not go on. */
            while (!__atomic_load_n(&child, __ATOMIC_ACQUIRE)) ;
        }
        #pragma omp taskwait
        CHECK(child == 1);
        omp_unset_lock(&held);
    }
    CHECK(grandchild == 1);
    omp_destroy_lock(&held);
}

int main(void) {
    static int done_by_barrier;
    #pragma omp parallel
    #pragma omp single
    {
        CHECK(fib(20) == 6765);
        CHECK(fib_grouped(18) == 2584);
        int found = 0, leaves = 0;
        char rows[16];
        queens(8, 0, rows, &found);
        CHECK(found == 92);
        CHECK(chain(1500) == 1500);
        #pragma omp taskgroup
        {
            scatter(7, &leaves);
            #pragma omp taskgroup
            scatter(3, &leaves);
        }
        CHECK(leaves == 2187 + 27);
    }
    #pragma omp parallel
    #pragma omp master
    children_only();
    #pragma omp parallel
    {
        scatter(6, &done_by_barrier);
        #pragma omp barrier
        CHECK(done_by_barrier == 729 * omp_get_num_threads());
        #pragma omp barrier
        scatter(5, &done_by_barrier);
    }
    CHECK(done_by_barrier % 9 == 0 && done_by_barrier >= 972);
    CHECK(fib(12) == 144);
    int outside = 0;
    scatter(4, &outside);
    CHECK(outside == 81);
    return done();
}
