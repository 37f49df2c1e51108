/* What the programs share. Each prints what must be the same on every OpenMP runtime, and answers 0 if it found no fault. */
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

/* Whether a part is to run that gcc's library does wrong. It prints nothing that is compared. */
static inline bool is_fit(void) { return !getenv("ON_LIBGOMP"); }

/* Counts a fault, from any thread. */
#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            __atomic_add_fetch(&failures, 1, __ATOMIC_RELAXED); \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
        } \
    } while (0)

/* The last thing that main does. */
static inline int done(void) {
    printf("%s\n", failures ? "FAILED" : "passed");
    return failures != 0;
}
