/* Worksharing loops as the compiler makes them: every schedule and type, ends of ranges, clauses.
   env OMP_SCHEDULE=guided,3 */
#include "check.h"
#include <limits.h>

static long once[100000];

/* How often each of the first n was met must be once. */
static void all_once(int n, const char *what) {
    long bad = 0;
    for (int i = 0; i < n; i++) bad += once[i] != 1;
    CHECK(bad == 0);
    printf("%s: %d iterations\n", what, n);
    memset(once, 0, sizeof once);
}
#define HIT(i) __atomic_add_fetch(&once[i], 1, __ATOMIC_RELAXED)

#define SCHEDULES(D) D(static) D(static, 3) D(dynamic) D(dynamic, 7) D(guided) D(guided, 5) D(auto) D(runtime) \
    D(monotonic : dynamic, 2) D(nonmonotonic : dynamic, 2) D(nonmonotonic : guided) D(monotonic : runtime) \
    D(nonmonotonic : runtime)
#define DEALT(D) D(dynamic) D(dynamic, 7) D(guided) D(guided, 5) D(runtime) D(monotonic : dynamic, 2) \
    D(nonmonotonic : dynamic, 2) D(monotonic : runtime) D(nonmonotonic : runtime)
#define PRAGMA(x) _Pragma(#x)
#define NAME_OF(...) #__VA_ARGS__


#define ONE(...) \
    PRAGMA(omp parallel for schedule(__VA_ARGS__)) \
    for (int i = 0; i < 10007; i++) HIT(i); \
    all_once(10007, "parallel for " NAME_OF(__VA_ARGS__)); \
    PRAGMA(omp parallel) \
    { \
        PRAGMA(omp for schedule(__VA_ARGS__) nowait) \
        for (int i = 0; i < 1000; i++) HIT(i); \
        PRAGMA(omp for schedule(__VA_ARGS__) nowait) \
        for (int i = 1999; i >= 1000; i--) HIT(i); \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (unsigned long long i = 2000; i < 3000; i += 2) HIT(i), HIT(i + 1); \
        PRAGMA(omp for schedule(__VA_ARGS__) collapse(3)) \
        for (int a = 0; a < 7; a++) for (long b = 0; b < 11; b++) for (unsigned c = 0; c < 13; c++) \
            HIT(3000 + (a * 11 + b) * 13 + c); \
    } \
    all_once(4001, "loops in a region " NAME_OF(__VA_ARGS__));

/* Not for static loops: compilers share these out themselves, and overflow. */
#define ENDS(...) \
    PRAGMA(omp parallel) \
    { \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (unsigned char i = 0; i < 255; i++) HIT(i); \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (signed char i = 127; i > -128; i--) HIT(255 + i + 127); \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (long i = LONG_MAX - 100; i < LONG_MAX; i += 1) HIT(510 + (i - (LONG_MAX - 100))); \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (long i = LONG_MIN + 100; i > LONG_MIN; i -= 1) HIT(610 + ((LONG_MIN + 100) - i)); \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (unsigned long long i = ULLONG_MAX - 100; i < ULLONG_MAX; i++) HIT(710 + (i - (ULLONG_MAX - 100))); \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (unsigned long long i = 100; i > 0; i--) HIT(810 + i - 1); \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (int i = 5; i < 5; i++) HIT(0); \
        PRAGMA(omp for schedule(__VA_ARGS__)) \
        for (long *p = once + 910; p < once + 1000; p++) __atomic_add_fetch(p, 1, __ATOMIC_RELAXED); \
    } \
    all_once(1000, "ends of ranges " NAME_OF(__VA_ARGS__));

/* The members of static loops are part of the language: printed, to be compared. */
static void owners(void) {
    enum { N = 103 };
    int owner[5][N];
#pragma omp parallel
    {
        int me = omp_get_thread_num();
#pragma omp for schedule(static) nowait
        for (int i = 0; i < N; i++) owner[0][i] = me;
#pragma omp for schedule(static, 1) nowait
        for (int i = 0; i < N; i++) owner[1][i] = me;
#pragma omp for schedule(static, 10) nowait
        for (int i = 0; i < N; i++) owner[2][i] = me;
#pragma omp for ordered schedule(static, 4)
        for (int i = 0; i < N; i++) {
            owner[3][i] = me;
#pragma omp ordered
            owner[4][i] = me;
        }
    }
    for (int k = 0; k < 5; k++) {
        printf("owners");
        for (int i = 0; i < N; i++) printf(" %d", owner[k][i]);
        printf("\n");
    }
}

static void clauses(void) {
    int last = -1, conditional = -7, linear = 10;
    double sum = 0, product = 1;
    long most = LONG_MIN;
#pragma omp parallel for schedule(dynamic, 3) lastprivate(last) reduction(+ : sum) reduction(max : most)
    for (int i = 0; i < 1000; i++) {
        last = i;
        sum += i;
        most = most > i ? most : i;
    }
    CHECK(last == 999 && sum == 499500 && most == 999);
#pragma omp parallel for schedule(guided) lastprivate(conditional : conditional)
    for (int i = 0; i < 1000; i++)
        if (i % 97 == 5) conditional = i;
    CHECK(conditional == 975);
#pragma omp parallel for schedule(static, 2) lastprivate(conditional : conditional)
    for (int i = 0; i < 500; i++)
        if (i % 50 == 3) conditional = i;
    CHECK(conditional == 453);
#pragma omp parallel for linear(linear : 3) reduction(* : product)
    for (int i = 0; i < 20; i++) {
        CHECK(linear == 10 + 3 * i);
        linear += 3;
        product *= 2;
    }
    CHECK(linear == 70 && product == 1048576);
    int in[300], out[300], inclusive = 0;
    for (int i = 0; i < 300; i++) in[i] = i * 7 % 31;
#pragma omp parallel for reduction(inscan, + : inclusive)
    for (int i = 0; i < 300; i++) {
        inclusive += in[i];
#pragma omp scan inclusive(inclusive)
        out[i] = inclusive;
    }
    for (int i = 0, total = 0; i < 300; i++) CHECK(out[i] == (total += in[i]));
    int array[50] = {0};
#pragma omp parallel for reduction(+ : array)
    for (int i = 0; i < 5000; i++) array[i % 50]++;
    for (int i = 0; i < 50; i++) CHECK(array[i] == 100);
    printf("clauses %d %g %ld %d %d %g %d\n", last, sum, most, conditional, linear, product, inclusive);
}

/* More loops in flight than any runtime keeps slots for, and members that run far ahead. */
static void far_apart(void) {
    long total = 0;
#pragma omp parallel reduction(+ : total)
    for (int k = 0; k < 200; k++) {
        if (omp_get_thread_num() == 0 && k % 50 == 0)
            for (volatile int wait = 0; wait < 100000; wait++) {}
#pragma omp for schedule(dynamic, 2) nowait
        for (int i = 0; i < 20; i++) total += i;
#pragma omp single nowait
        total += 1000;
    }
    printf("far apart %ld\n", total);
}

static void ordered(void) {
    static int log[3000];
    int at = 0;
#pragma omp parallel
    {
#pragma omp for ordered schedule(dynamic, 3)
        for (int i = 0; i < 1000; i++) {
            if (i % 3 == 1) continue; /* Not every iteration comes to it. */
#pragma omp ordered
            log[at++] = i;
        }
#pragma omp for ordered schedule(guided)
        for (int i = 1999; i >= 1000; i--) {
#pragma omp ordered
            log[at++] = i;
        }
#pragma omp for ordered schedule(runtime)
        for (unsigned long long i = 0; i < 500; i++) {
#pragma omp ordered
            log[at++] = i;
        }
    }
    int wrong = 0, k = 0;
    for (int i = 0; i < 1000; i++) if (i % 3 != 1) wrong += log[k++] != i;
    for (int i = 1999; i >= 1000; i--) wrong += log[k++] != i;
    for (int i = 0; i < 500; i++) wrong += log[k++] != i;
    CHECK(!wrong && k == at);
    printf("ordered %d\n", at);
}

int main(void) {
    SCHEDULES(ONE)
    DEALT(ENDS)
    owners();
    clauses();
    far_apart();
    ordered();
    return done();
}
