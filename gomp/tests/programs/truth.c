/* A _Bool argument is its lowest byte: compilers leave what is above it as it comes. Called directly, with something there.
 * env OMP_CANCELLATION=true */
#include "check.h"

enum { FALSE = 0x5A5A5A00, TRUE = 0x5A5A5A01 };

extern bool GOMP_cancel(int, unsigned);
extern void GOMP_task(void (*)(void *), void *, void *, long, long, unsigned, unsigned, void **, int, void *);
extern bool GOMP_loop_ull_dynamic_start(unsigned, unsigned long long, unsigned long long, unsigned long long,
                                        unsigned long long, unsigned long long *, unsigned long long *);
extern bool GOMP_loop_ull_dynamic_next(unsigned long long *, unsigned long long *);
extern void GOMP_loop_end(void);
extern void GOMP_taskwait(void);

static void note(void *where) { __atomic_add_fetch(*(int **)where, 1, __ATOMIC_RELAXED); }

static unsigned long long sum(unsigned up, unsigned long long from, unsigned long long to, unsigned long long step) {
    unsigned long long a, b, all = 0;
    if (GOMP_loop_ull_dynamic_start(up, from, to, step, 3, &a, &b))
        do
            for (unsigned long long i = a; i != b; i += step) all += i;
        while (GOMP_loop_ull_dynamic_next(&a, &b));
    GOMP_loop_end();
    return all;
}

int main(void) {
    unsigned long long rising = 0, falling = 0;
    #pragma omp parallel reduction(+ : rising, falling)
    {
        rising += sum(TRUE, 10, 1010, 1);
        falling += sum(FALSE, 1009, 9, -1);
        int ran = 0, *where = &ran;
        GOMP_task(note, &where, NULL, sizeof where, sizeof where, FALSE, 0, NULL, 0, NULL);
        /* It was not left for later. */
        CHECK(ran == 1);
        GOMP_task(note, &where, NULL, sizeof where, sizeof where, TRUE, 0, NULL, 0, NULL);
        GOMP_taskwait();
        CHECK(ran == 2);
        CHECK(!GOMP_cancel(1, FALSE));
    }
    CHECK(rising == 509500 && falling == rising);
    int behind = 0;
    #pragma omp parallel reduction(+ : behind)
    {
        if (!GOMP_cancel(1, TRUE)) behind++;
    }
    CHECK(behind == 0);

    /* As it comes from the compiler: a register of which one byte is set, time and again. */
    volatile int wanted[2] = {0, 1};
    int full = 0, none = 0;
    #pragma omp parallel
    {
        #pragma omp for
        for (int i = 0; i < 1000; i++) {
            #pragma omp cancel for if (wanted[1])
            #pragma omp atomic
            none++;
        }
        #pragma omp for
        for (int i = 0; i < 1000; i++) {
            #pragma omp cancel for if (wanted[0])
            #pragma omp atomic
            full++;
        }
    }
    CHECK(full == 1000 && none == 0);
    return done();
}
