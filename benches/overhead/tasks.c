/* The programs of tasks: the counterpart of rivals/src/kernels, where they are explained. Only the Cholesky
 * factorisation is in a file of its own. */
#include "tasks.h"

#include <stdint.h>
#include <stdlib.h>

static void expect(uint64_t result, uint64_t expected)
{
    if (result != expected) abort();
}

#define PRAGMA(text) _Pragma(#text)
/* Repeats `call`, which must yield `expected`: serially, or in a region whose first member starts with it. */
#define SERIAL(name, call, expected)                             \
    void serial_##name(long reps)                                \
    {                                                            \
        for (long r = 0; r < reps; r++) expect(call, expected);  \
    }
#define PARALLEL(name, call, expected)                           \
    void name(long reps)                                         \
    {                                                            \
        for (long r = 0; r < reps; r++) {                        \
            uint64_t result = 0;                                 \
            PRAGMA(omp parallel)                                 \
            PRAGMA(omp masked)                                   \
            result = call;                                       \
            expect(result, expected);                            \
        }                                                        \
    }

static uint32_t hidden(uint32_t n)
{
    OPAQUE(n);
    return n;
}

/* Fibonacci ---------------------------------------------------------------------------------------------------- */

static uint64_t fib(uint32_t n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static uint64_t fib_task(uint32_t n)
{
    if (n < 2) return n;
    uint64_t a, b;
#pragma omp task shared(a)
    a = fib_task(n - 1);
#pragma omp task shared(b)
    b = fib_task(n - 2);
#pragma omp taskwait
    return a + b;
}

static uint64_t fib_group(uint32_t n)
{
    if (n < 2) return n;
    uint64_t a, b;
#pragma omp taskgroup
    {
#pragma omp task shared(a)
        a = fib_group(n - 1);
#pragma omp task shared(b)
        b = fib_group(n - 2);
    }
    return a + b;
}

SERIAL(fib27, fib(hidden(27)), 196418)
SERIAL(fib32, fib(hidden(32)), 2178309)
PARALLEL(task_fib27, fib_task(hidden(27)), 196418)
PARALLEL(task_fib32, fib_task(hidden(32)), 2178309)
PARALLEL(group_fib27, fib_group(hidden(27)), 196418)
PARALLEL(task_burst, fib_task(hidden(22)) + fib_group(hidden(22)), 2 * 17711)

/* Queens ------------------------------------------------------------------------------------------------------- */

enum { MOST = 16 };

struct board {
    uint32_t full, columns, left, right;
};

static struct board empty(uint32_t n)
{
    return (struct board){(1u << n) - 1, 0, 0, 0};
}

static uint32_t unattacked(struct board b)
{
    return b.full & ~(b.columns | b.left | b.right);
}

static struct board with(struct board b, uint32_t bit)
{
    return (struct board){b.full, b.columns | bit, (b.left | bit) << 1, (b.right | bit) >> 1};
}

static uint64_t queens(struct board board)
{
    if (board.columns == board.full) return 1;
    uint64_t count = 0;
    for (uint32_t places = unattacked(board); places;) {
        uint32_t bit = places & -places;
        places ^= bit;
        count += queens(with(board, bit));
    }
    return count;
}

static uint64_t queens_task(struct board board)
{
    if (board.columns == board.full) return 1;
    uint64_t counts[MOST], count = 0;
    int n = 0;
    for (uint32_t places = unattacked(board); places; n++) {
        uint32_t bit = places & -places;
        places ^= bit;
        uint64_t *own = &counts[n];
#pragma omp task firstprivate(own, board, bit)
        *own = queens_task(with(board, bit));
    }
#pragma omp taskwait
    for (int k = 0; k < n; k++) count += counts[k];
    return count;
}

SERIAL(queens11, queens(empty(hidden(11))), 2680)
PARALLEL(task_queens11, queens_task(empty(hidden(11))), 2680)

/* The unbalanced tree ------------------------------------------------------------------------------------------ */

enum { ARITY = 8, CROWN = 4, SEED = 10, NODES = 2497665 };

struct node {
    uint32_t digest[5], level;
};

static int bears(struct node node)
{
    return node.level < CROWN || node.digest[0] < (uint32_t)(0.1247 * 4294967296.0);
}

static uint32_t rotated(uint32_t x, int by)
{
    return x << by | x >> (32 - by);
}

static uint32_t choice(uint32_t b, uint32_t c, uint32_t d)
{
    return d ^ (b & (c ^ d));
}

static uint32_t parity(uint32_t b, uint32_t c, uint32_t d)
{
    return b ^ c ^ d;
}

static uint32_t majority(uint32_t b, uint32_t c, uint32_t d)
{
    return (b & c) | (d & (b | c));
}

__attribute__((always_inline)) static inline void twenty(int first, uint32_t constant, uint32_t x[5], uint32_t w[16],
                                                         uint32_t (*mixed)(uint32_t, uint32_t, uint32_t))
{
    uint32_t a = x[0], b = x[1], c = x[2], d = x[3], e = x[4];
    for (int t = first; t < first + 20; t++) {
        if (t >= 16) w[t % 16] = rotated(w[(t + 13) % 16] ^ w[(t + 8) % 16] ^ w[(t + 2) % 16] ^ w[t % 16], 1);
        uint32_t next = rotated(a, 5) + mixed(b, c, d) + e + constant + w[t % 16];
        e = d, d = c, c = rotated(b, 30), b = a, a = next;
    }
    x[0] = a, x[1] = b, x[2] = c, x[3] = d, x[4] = e;
}

static void sha1(uint32_t w[16], uint32_t digest[5])
{
    static const uint32_t start[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    uint32_t x[5] = {start[0], start[1], start[2], start[3], start[4]};
    twenty(0, 0x5a827999, x, w, choice);
    twenty(20, 0x6ed9eba1, x, w, parity);
    twenty(40, 0x8f1bbcdc, x, w, majority);
    twenty(60, 0xca62c1d6, x, w, parity);
    for (int i = 0; i < 5; i++) digest[i] = start[i] + x[i];
}

static struct node child(struct node node, int k)
{
    uint32_t block[16] = {0};
    for (int i = 0; i < 5; i++) block[i] = node.digest[i];
    block[5] = (uint32_t)k;
    node.level++;
    sha1(block, node.digest);
    return node;
}

static uint64_t tree(struct node node)
{
    uint64_t count = 1;
    if (!bears(node)) return count;
    for (int k = 0; k < ARITY; k++) count += tree(child(node, k));
    return count;
}

static uint64_t tree_task(struct node node)
{
    uint64_t counts[ARITY], count = 1;
    if (!bears(node)) return count;
    for (int k = 0; k < ARITY; k++) {
        uint64_t *own = &counts[k];
#pragma omp task firstprivate(own, node, k)
        *own = tree_task(child(node, k));
    }
#pragma omp taskwait
    for (int k = 0; k < ARITY; k++) count += counts[k];
    return count;
}

static struct node root(void)
{
    return (struct node){{0, 0, 0, 0, hidden(SEED)}, 0};
}

SERIAL(tree, tree(root()), NODES)
PARALLEL(task_tree, tree_task(root()), NODES)
