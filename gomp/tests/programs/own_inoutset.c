/* `inoutset` of OpenMP 5.1, which gcc 12 and its library do not know: the object that a later compiler builds. */
#include "check.h"

extern void GOMP_task(void (*)(void *), void *, void (*)(void *, void *), long, long, bool, unsigned, void **, int, void *);
static int sets_inside;
static void in_set(void *data) {
    (void)data;
    __atomic_add_fetch(&sets_inside, 1, __ATOMIC_RELAXED);
}
/* Together, but apart from what is before and behind. */
static void sets(void) {
    int x = 0;
    void *object[2] = {&x, (void *)5}, *list[] = {(void *)0, (void *)1, 0, 0, 0, object};
    sets_inside = 0;
    #pragma omp task depend(inout: x) shared(sets_inside)
    CHECK(sets_inside == 0);
    for (int i = 0; i < 30; i++) GOMP_task(in_set, NULL, NULL, 0, 1, true, 8, list, 0, NULL);
    #pragma omp task depend(in: x) shared(sets_inside)
    CHECK(sets_inside == 30);
    #pragma omp taskwait
}

int main(void) {
    #pragma omp parallel
    #pragma omp single
    for (int round = 0; round < 20; round++) sets();
    sets();
    return done();
}
