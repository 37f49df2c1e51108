/* A limit bounds the threads of a region, also after larger and smaller ones, and the nested regions of a team together.
 * env OMP_THREAD_LIMIT=7 */
#include "check.h"
#include <unistd.h>

static int members(int asked) {
    int got = 0;
    #pragma omp parallel num_threads(asked) reduction(+ : got)
    got++;
    return got;
}

/* In a function: no routine may be called right inside of `teams`. */
static void in_a_team(void) {
    CHECK(omp_get_thread_limit() == 4);
    CHECK(members(3) == 3 && members(4) == 4 && members(9) == 4);
    int now = 0, most = 0;
    #pragma omp parallel num_threads(3)
    #pragma omp parallel num_threads(3)
    #pragma omp parallel num_threads(2)
    {
        int mine = __atomic_add_fetch(&now, 1, __ATOMIC_RELAXED);
        #pragma omp critical
        if (mine > most) most = mine;
        usleep(2000);
        __atomic_sub_fetch(&now, 1, __ATOMIC_RELAXED);
    }
    CHECK(most <= 4);
    CHECK(members(4) == 4);
}

int main(void) {
    CHECK(omp_get_thread_limit() == 7);
    omp_set_dynamic(0);
    omp_set_max_active_levels(4);
    for (int round = 0; round < 3; round++) {
        int asked[] = {6, 16, 2, 7, 3};
        for (int k = 0; k < 5; k++) printf("%d asked, %d members\n", asked[k], members(asked[k]));
        #pragma omp teams num_teams(2) thread_limit(4)
        in_a_team();
    }
    return done();
}
