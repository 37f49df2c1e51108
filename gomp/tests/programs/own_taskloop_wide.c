/* Loops of tasks whose bounds are further apart than a `long` can tell: libgomp counts their iterations wrongly. */
#include "check.h"
#include <limits.h>

int main(void) {
    long count = 0;
    #pragma omp taskloop reduction(+: count) num_tasks(5)
    for (long i = LONG_MIN; i < LONG_MAX - (1l << 60); i += 1l << 58) count++;
    CHECK(count == 60);
    count = 0;
    #pragma omp taskloop reduction(+: count) num_tasks(7)
    for (long i = LONG_MAX; i > LONG_MIN + (1l << 60); i -= 1l << 58) count++;
    CHECK(count == 60);
    return done();
}
