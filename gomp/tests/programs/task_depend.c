/* Dependences: random graphs whose result is compared with a serial run, every kind of dependence, and `taskwait depend`. */
#include "check.h"
#include <stdint.h>

enum { DATA = 12, TASKS = 400 };
enum kind { READ, WRITE, UPDATE, COMMUTE };

static unsigned long state;
static unsigned draw(unsigned below) {
    state = state * 6364136223846793005ul + 1442695040888963407ul;
    return (unsigned)(state >> 33) % below;
}

struct step { int first, second; enum kind how; };
static struct step steps[TASKS];

static void run_step(const struct step *s, uint64_t *data, int number) {
    uint64_t a = data[s->first];
    switch (s->how) {
    case READ: data[DATA + number] = a * 31 + data[s->second]; break;
    case WRITE: data[s->first] = (uint64_t)number * 77 + data[s->second]; break;
    case UPDATE: data[s->first] = a * 5 + data[s->second] + (uint64_t)number; break;
    /* The order of these does not matter, but that they are alone does. */
    case COMMUTE: for (int i = 0; i < 20; i++) data[s->first] = *(volatile uint64_t *)&data[s->first] + (uint64_t)number; break;
    }
}

static void make(int seed) {
    state = (unsigned long)seed;
    for (int i = 0; i < TASKS; i++) {
        steps[i].first = (int)draw(DATA);
        steps[i].second = (int)draw(DATA);
        steps[i].how = (enum kind)draw(4);
    }
}

/* `far` tasks are created inside a group, by turns: they are siblings all the same. */
static void spawn(uint64_t *data, int i) {
    const struct step *s = &steps[i];
    uint64_t *a = &data[s->first], *b = &data[s->second];
    switch (s->how) {
    case READ:
        #pragma omp task depend(in: *a, *b)
        run_step(s, data, i);
        break;
    case WRITE:
        #pragma omp task depend(out: *a) depend(in: *b)
        run_step(s, data, i);
        break;
    case UPDATE:
        if (i % 13 == 0) {
            #pragma omp task depend(inout: *a) depend(in: *b) if(0)
            run_step(s, data, i);
        } else {
            #pragma omp task depend(inout: *a) depend(in: *b) untied priority(i % 3)
            run_step(s, data, i);
        }
        break;
    case COMMUTE:
        #pragma omp task depend(mutexinoutset: *a)
        run_step(s, data, i);
        break;
    }
}

static void graphs(void) {
    for (int seed = 1; seed <= 30; seed++) {
        make(seed);
        uint64_t serial[DATA + TASKS] = {0}, data[DATA + TASKS] = {0};
        for (int i = 0; i < TASKS; i++) run_step(&steps[i], serial, i);
        #pragma omp parallel
        #pragma omp single
        {
            for (int i = 0; i < TASKS; i++) {
                if (i % 50 == 25) {
                    #pragma omp taskgroup
                    spawn(data, i);
                } else {
                    spawn(data, i);
                }
            }
            if (seed % 3 == 0) {
                #pragma omp taskwait
            }
        }
        CHECK(memcmp(serial, data, sizeof data) == 0);
    }
}

/* Readers may all be at work at once; the writers around them may not. */
static void readers(void) {
    int value = 0, seen = 0;
    #pragma omp task depend(out: value) shared(value)
    value = 7;
    for (int i = 0; i < 50; i++) {
        #pragma omp task depend(in: value) shared(value, seen)
        __atomic_add_fetch(&seen, value == 7, __ATOMIC_RELAXED);
    }
    #pragma omp task depend(out: value) shared(value, seen)
    { CHECK(seen == 50); value = 8; }
    #pragma omp taskwait depend(in: value)
    CHECK(value == 8);
    #pragma omp taskwait
}

static void wait_for_some(void) {
    int a = 0, b = 0;
    int never[1] = {0};
    #pragma omp task depend(out: a) shared(a)
    a = 1;
    #pragma omp task depend(out: b) shared(b)
    b = 1;
    #pragma omp taskwait depend(in: a)
    CHECK(a == 1);
    #pragma omp taskwait depend(inout: b) depend(in: never[0])
    CHECK(b == 1);
    #pragma omp taskwait
}

static void objects(void) {
    omp_depend_t object, other;
    int x = 0, sum = 0, y[1] = {0};
    #pragma omp depobj(object) depend(inout: x)
    #pragma omp depobj(other) depend(in: y[0])
    for (int i = 0; i < 100; i++) {
        #pragma omp task depend(depobj: object, other) depend(in: sum) shared(x)
        x = x * 3 % 1000003 + i;
    }
    #pragma omp depobj(object) update(in)
    #pragma omp task depend(depobj: object) shared(x, sum)
    sum = x;
    #pragma omp depobj(object) update(mutexinoutset)
    for (int i = 0; i < 20; i++) {
        #pragma omp task depend(depobj: object) shared(x)
        x += i;
    }
    #pragma omp taskwait
    int expected = 0;
    for (int i = 0; i < 100; i++) expected = expected * 3 % 1000003 + i;
    CHECK(sum == expected);
    CHECK(x == expected + 190);
    #pragma omp depobj(object) destroy
    #pragma omp depobj(other) destroy
}

static void iterators(void) {
    int cells[40] = {0}, total = -1;
    for (int i = 0; i < 40; i++) {
        #pragma omp task depend(out: cells[i]) shared(cells) firstprivate(i)
        cells[i] = i + 1;
    }
    #pragma omp task depend(iterator(i = 0:40), in: cells[i]) shared(cells, total)
    { total = 0; for (int i = 0; i < 40; i++) total += cells[i]; }
    volatile int none = 0;
    #pragma omp task depend(iterator(i = 0:none), in: cells[i]) shared(cells)
    ;
    #pragma omp taskwait depend(iterator(i = 0:40), inout: cells[i])
    #pragma omp taskwait
    CHECK(total == 820);
}

/* Commuting tasks on two data each: each alone with both. */
static void commuting(void) {
    volatile int counts[4] = {0}, inside[4] = {0};
    for (int i = 0; i < 200; i++) {
        int a = i % 4, b = (i / 4 + 1 + a) % 4;
        if (a == b) b = (a + 1) % 4;
        volatile int *pa = &counts[a], *pb = &counts[b];
        #pragma omp task depend(mutexinoutset: *pa, *pb) firstprivate(a, b, pa, pb) shared(inside)
        {
            CHECK(inside[a]++ == 0);
            CHECK(inside[b]++ == 0);
            for (int k = 0; k < 30; k++) { *pa = *pa + 1; *pb = *pb + 1; }
            inside[a]--;
            inside[b]--;
        }
    }
    #pragma omp taskwait
    CHECK(counts[0] + counts[1] + counts[2] + counts[3] == 200 * 60);
}

/* Tasks of different parents are no siblings, whatever they name. */
static void nested(void) {
    int x = 0, inner = 0;
    #pragma omp task depend(inout: x) shared(x, inner)
    {
        for (int i = 0; i < 10; i++) {
            #pragma omp task depend(inout: x) shared(inner)
            inner++;
        }
        #pragma omp taskwait
        CHECK(inner == 10);
        x = 1;
        /* Left behind: over at the latest at the end of the group. */
        for (int i = 0; i < 10; i++) {
            #pragma omp task depend(inout: x) shared(inner)
            inner++;
        }
    }
    #pragma omp task depend(inout: x) shared(x)
    CHECK(x == 1);
    #pragma omp taskwait
}

/* Ever new addresses: what is over is forgotten. */
static void many(void) {
    static char bytes[60000];
    for (int i = 0; i < 60000; i++) {
        #pragma omp task depend(inout: bytes[i]) firstprivate(i)
        bytes[i]++;
    }
    #pragma omp taskwait
    long sum = 0;
    for (int i = 0; i < 60000; i++) sum += bytes[i];
    CHECK(sum == 60000);
    memset(bytes, 0, sizeof bytes);
}

/* The same address twice in one list, and in several ways. */
static void twice(void) {
    int x = 0;
    for (int i = 0; i < 100; i++) {
        #pragma omp task depend(in: x, x) depend(out: x) shared(x)
        x++;
    }
    #pragma omp task depend(in: x, x) shared(x)
    CHECK(x == 100);
    #pragma omp taskwait
}

static void all(void) {
    readers(); wait_for_some(); objects(); iterators(); commuting(); nested(); twice();
}

int main(void) {
    graphs();
    #pragma omp parallel
    {
        #pragma omp single
        { all(); many(); }
        #pragma omp critical
        ;
        readers(); objects(); nested();
    }
    all();
    return done();
}
