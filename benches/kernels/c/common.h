// What the kernels in C share. Each is a port of the Rust file of the same name.
#ifndef COMMON_H
#define COMMON_H

#include <stddef.h>
#include <stdint.h>

// The numbers that the Rust programs draw as well.
typedef struct { uint64_t state; } Random;

static inline uint32_t bits(Random *random) {
    random->state = random->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random->state >> 32);
}

static inline double unit(Random *random) { return bits(random) / 4294967296.0; }

// A kernel: its name, what comes before and is not timed, and the work, which answers a number that stands for the result.
typedef struct {
    const char *name;
    void (*make)(void);
    void (*prepare)(void);
    double (*run)(void);
} Kernel;

extern const Kernel bfs, pagerank, triangles, stencil2d, stencil3d, timetiles, lu, cholesky, molecules, kmeans, image;

void *room(size_t bytes);
void nothing(void);

#endif
