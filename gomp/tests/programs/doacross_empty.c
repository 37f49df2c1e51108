/* Nests of loops with dependences of which some have no iterations. */
#include "check.h"

static volatile int none = 0, some = 3;

int main(void) {
    int i = -1, j = -1, k = -1, l = -1, ran = 0;
    for (int round = 0; round < 20; round++) {
        #pragma omp parallel
        {
            /* Only the innermost is empty: the shared loops run, for what they leave behind. */
            #pragma omp for collapse(2) ordered(4) lastprivate(i, j, k)
            for (i = 0; i < some; i++)
                for (j = some; j > 0; j--)
                    for (k = 0; k < none; k++)
                        for (l = 0; l < some; l++) {
                            #pragma omp ordered depend(source)
                            #pragma omp ordered depend(sink : i - 1, j + 1, k, l)
                            __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
                        }
            #pragma omp single
            {
                CHECK(i == 3 && j == 0 && k == 0 && ran == 0);
                i = j = k = -1;
            }
            #pragma omp for ordered(3) schedule(dynamic) lastprivate(i, j)
            for (i = 0; i < some; i++)
                for (j = 0; j < some; j++)
                    for (k = some; k < none; k++) {
                        #pragma omp ordered depend(sink : i - 1, j, k)
                        __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
                        #pragma omp ordered depend(source)
                    }
            CHECK(i == 3 && j == 3 && ran == 0);
            /* The outermost is empty. */
            #pragma omp for ordered(2) schedule(guided)
            for (int a = 0; a < none; a++)
                for (int b = 0; b < some; b++) {
                    #pragma omp ordered depend(sink : a - 1, b)
                    __atomic_add_fetch(&ran, 1, __ATOMIC_RELAXED);
                    #pragma omp ordered depend(source)
                }
            CHECK(ran == 0);
        }
    }
    return done();
}
