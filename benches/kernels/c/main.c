// Runs kernels and prints for each: its name, `c`, milliseconds, and the number that stands for the result.
#include "common.h"
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *room(size_t bytes) {
    void *p = calloc(bytes, 1);
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

void nothing(void) {}

int main(int argc, char **argv) {
    const Kernel *all[] = {&bfs, &pagerank, &triangles, &stencil2d, &stencil3d, &timetiles,
                           &lu, &cholesky, &molecules, &kmeans, &image};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        int wanted = argc == 1;
        for (int a = 1; a < argc; a++) wanted |= !strcmp(argv[a], all[k]->name);
        if (!wanted) continue;
        all[k]->make();
        double best = 1e30, number = 0;
        for (int r = 0; r < 4; r++) {
            all[k]->prepare();
            double since = omp_get_wtime();
            number = all[k]->run();
            double took = omp_get_wtime() - since;
            if (r > 0 && took < best) best = took;
        }
        printf("%s c %.3f %.12e\n", all[k]->name, best * 1e3, number);
        fflush(stdout);
    }
    return 0;
}
