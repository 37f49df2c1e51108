/* ordered(n): sinks and sources, in every schedule.
   env OMP_SCHEDULE=guided,3 */
#include "check.h"

#define N 40
#define M 30
static long grid[N + 1][M + 1], cube[12][10][9], chain[2000];

static long expected(int i, int j) {
    static long table[N + 1][M + 1];
    for (int a = 0; a <= N; a++)
        for (int b = 0; b <= M; b++) table[a][b] = a && b ? (table[a - 1][b] + table[a][b - 1]) % 1000003 : a + b + 1;
    return table[i][j];
}

#define PRAGMA(x) _Pragma(#x)
#define WAVE(...) \
    memset(grid, 0, sizeof grid); \
    for (int i = 0; i <= N; i++) grid[i][0] = i + 1; \
    for (int j = 0; j <= M; j++) grid[0][j] = j + 1; \
    PRAGMA(omp parallel for ordered(2) schedule(__VA_ARGS__)) \
    for (int i = 1; i <= N; i++) \
        for (int j = 1; j <= M; j++) { \
            PRAGMA(omp ordered depend(sink : i - 1, j) depend(sink : i, j - 1)) \
            grid[i][j] = (grid[i - 1][j] + grid[i][j - 1]) % 1000003; \
            PRAGMA(omp ordered depend(source)) \
        } \
    CHECK(grid[N][M] == expected(N, M)); \
    printf("wave " #__VA_ARGS__ " %ld\n", grid[N][M]);

static long step;
static FILE *shown;

/* Upwards and downwards, in each type. */
#define CHAIN(type, from, to, condition, change, before, ...) \
    memset(chain, 0, sizeof chain); \
    step = 0; \
    step change; \
    PRAGMA(omp parallel for ordered(1) schedule(__VA_ARGS__)) \
    for (type i = from; i condition to; i change) { \
        PRAGMA(omp ordered depend(sink : i before)) \
        long k = ((long)i - (long)(from)) / step; \
        chain[k] = k ? chain[k - 1] + k : 1; \
        PRAGMA(omp ordered depend(source)) \
    } \
    { \
        long last = 0; \
        for (int k = 0; k < 2000; k++) last = chain[k] ? chain[k] : last; \
        fprintf(shown, "chain " #type " " #__VA_ARGS__ " %ld\n", last); \
    }

#define CUBE(...) \
    memset(cube, 0, sizeof cube); \
    PRAGMA(omp parallel for ordered(3) schedule(__VA_ARGS__)) \
    for (int a = 0; a < 12; a++) \
        for (int b = 9; b >= 0; b--) \
            for (int c = 0; c < 9; c++) { \
                PRAGMA(omp ordered depend(sink : a - 1, b, c) depend(sink : a - 2, b - 1, c + 1)) \
                cube[a][b][c] = (a ? cube[a - 1][b][c] : 1) * 3 % 10007 + \
                    (a > 1 && b > 0 && c < 8 ? cube[a - 2][b - 1][c + 1] : b) + c; \
                PRAGMA(omp ordered depend(source)) \
            } \
    long sum##__LINE__ = 0; \
    for (int k = 0; k < 12 * 10 * 9; k++) sum##__LINE__ += ((long *)cube)[k]; \
    printf("cube " #__VA_ARGS__ " %ld\n", sum##__LINE__);

static void cubes(void) {
    { CUBE(static) }
    { CUBE(static, 1) }
    { CUBE(dynamic) }
    { CUBE(guided) }
    { CUBE(runtime) }
}

/* Iterations that do not post are over when they end; more loops than arguments in registers. */
static void deep(void) {
    static int seen[2][2][2][2][2][2][2][3];
    int bad = 0;
#pragma omp parallel for ordered(8) schedule(static, 1) reduction(+ : bad)
    for (int a = 0; a < 2; a++) for (int b = 0; b < 2; b++) for (int c = 0; c < 2; c++) for (int d = 0; d < 2; d++)
    for (int e = 0; e < 2; e++) for (int f = 0; f < 2; f++) for (int g = 0; g < 2; g++) for (int h = 0; h < 3; h++) {
#pragma omp ordered depend(sink : a - 1, b, c, d, e, f, g, h)
        if (a > 0) bad += !__atomic_load_n(&seen[a - 1][b][c][d][e][f][g][h], __ATOMIC_RELAXED);
        __atomic_store_n(&seen[a][b][c][d][e][f][g][h], 1, __ATOMIC_RELAXED);
#pragma omp ordered depend(source)
    }
    CHECK(!bad);
    printf("deep %d\n", bad);
}

int main(void) {
    shown = stdout;
    WAVE(static) WAVE(static, 1) WAVE(static, 4) WAVE(dynamic) WAVE(dynamic, 3) WAVE(guided) WAVE(runtime)
    CHAIN(int, 5, 1005, <, += 1, -1, static)
    CHAIN(int, 5, 1005, <, += 1, -1, dynamic, 7)
    CHAIN(long, 1000, 0, >, -= 1, +1, static, 1)
    CHAIN(unsigned long long, 7, 3007, <, += 3, -3, dynamic, 2)
    CHAIN(unsigned long long, 0, 900, <, += 1, -1, static)
    if (is_fit()) { /* It hangs or breaks in guided chains. */
        shown = stderr;
        CHAIN(unsigned long long, 0, 900, <, += 1, -1, guided)
        CHAIN(long, 2000, 0, >, -= 5, +5, guided, 2)
        CHAIN(unsigned long long, 0, 900, <, += 1, -1, runtime)
        shown = stdout;
    }
    cubes();
    deep();
    return done();
}
