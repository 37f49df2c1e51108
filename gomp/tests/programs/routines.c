/* Every library routine that answers or changes a setting, outside of regions and inside. */
#include "check.h"
#include <math.h>
#include <unistd.h>

/* The compiler knows some of these, and lets nobody call them in a `teams` region. */
static int thread_limit(void) { return omp_get_thread_limit(); }

static void outside(void) {
    CHECK(omp_get_thread_num() == 0);
    CHECK(omp_get_num_threads() == 1);
    CHECK(!omp_in_parallel());
    CHECK(omp_get_level() == 0 && omp_get_active_level() == 0);
    CHECK(omp_get_ancestor_thread_num(0) == 0 && omp_get_team_size(0) == 1);
    CHECK(omp_get_ancestor_thread_num(1) == -1 && omp_get_team_size(1) == -1);
    CHECK(omp_get_ancestor_thread_num(-1) == -1 && omp_get_team_size(-1) == -1);
    CHECK(omp_get_num_procs() >= 1);
    CHECK(omp_in_final() == 0);
    CHECK(omp_get_cancellation() == 0);
    CHECK(omp_get_max_task_priority() == 0);
    CHECK(thread_limit() == 2147483647);
    CHECK(omp_get_num_teams() == 1 && omp_get_team_num() == 0);
    CHECK(omp_get_proc_bind() == omp_proc_bind_false);
    CHECK(omp_get_place_num() == -1);
}

static void numbers_of_threads(void) {
    int most = omp_get_max_threads();
    printf("max threads %d\n", most);
    omp_set_num_threads(3);
    CHECK(omp_get_max_threads() == 3);
    int size = 0;
    #pragma omp parallel
    {
        #pragma omp single
        size = omp_get_num_threads();
        omp_set_num_threads(5);
        CHECK(omp_get_max_threads() == 5);
    }
    CHECK(size == 3);
    CHECK(omp_get_max_threads() == 3); /* What members set is theirs. */
    omp_set_num_threads(0);
    CHECK(omp_get_max_threads() == 1);
    omp_set_num_threads(-7);
    CHECK(omp_get_max_threads() == 1);
    omp_set_num_threads(most);
}

static void dynamic_and_nesting(void) {
    omp_set_dynamic(7);
    CHECK(omp_get_dynamic() == 1);
    omp_set_dynamic(0);
    CHECK(omp_get_dynamic() == 0);
    CHECK(omp_get_max_active_levels() == 1 && omp_get_nested() == 0);
    omp_set_max_active_levels(-1);
    CHECK(omp_get_max_active_levels() == 1);
    omp_set_max_active_levels(1 << 30);
    CHECK(omp_get_max_active_levels() == omp_get_supported_active_levels() && omp_get_nested() == 1);
    omp_set_nested(0);
    CHECK(omp_get_max_active_levels() == 1);
    omp_set_nested(1);
    CHECK(omp_get_nested() == 1);
    int seen[2][3] = {{0}};
    #pragma omp parallel num_threads(2)
    {
        int outer = omp_get_thread_num();
        #pragma omp parallel num_threads(3)
        {
            CHECK(omp_get_level() == 2 && omp_get_active_level() == 2 && omp_in_parallel());
            CHECK(omp_get_ancestor_thread_num(1) == outer);
            CHECK(omp_get_ancestor_thread_num(2) == omp_get_thread_num());
            CHECK(omp_get_team_size(1) == 2 && omp_get_team_size(2) == 3 && omp_get_team_size(3) == -1);
            __atomic_add_fetch(&seen[outer][omp_get_thread_num()], 1, __ATOMIC_RELAXED);
            #pragma omp parallel num_threads(1)
            CHECK(omp_get_level() == 3 && omp_get_active_level() == 2 && omp_get_team_size(3) == 1);
        }
    }
    for (int i = 0; i < 6; i++) CHECK(seen[i / 3][i % 3] == 1);
    omp_set_max_active_levels(1);
    #pragma omp parallel num_threads(2)
    #pragma omp parallel num_threads(2)
    CHECK(omp_get_num_threads() == 1 && omp_get_level() == 2 && omp_get_active_level() == 1);
    omp_set_max_active_levels(0);
    #pragma omp parallel num_threads(4)
    CHECK(omp_get_num_threads() == 1 && !omp_in_parallel());
    omp_set_max_active_levels(1);
}

static void schedules(void) {
    omp_sched_t kind;
    int chunk;
    omp_get_schedule(&kind, &chunk);
    printf("schedule at first %x %d\n", (unsigned)kind, chunk);
    for (unsigned code = 0; code < 7; code++) {
        for (unsigned monotonic = 0; monotonic < 2; monotonic++) {
            for (int size = -1; size < 3; size++) {
                omp_set_schedule(omp_sched_dynamic, 77);
                omp_set_schedule((omp_sched_t)(code | monotonic << 31), size);
                omp_get_schedule(&kind, &chunk);
                if ((kind & 7) != omp_sched_auto) printf("%x,%d ", (unsigned)kind, chunk);
            }
        }
    }
    printf("\n");
    omp_set_schedule(omp_sched_static, 4);
    int right = 1;
    #pragma omp parallel num_threads(2)
    {
        #pragma omp for schedule(runtime)
        for (int i = 0; i < 16; i++)
            if (omp_get_thread_num() != i / 4 % 2) right = 0;
        omp_set_schedule(omp_sched_guided, 9); /* This member's own. */
    }
    CHECK(right);
    omp_get_schedule(&kind, &chunk);
    CHECK(kind == omp_sched_static && chunk == 4);
    omp_set_schedule(omp_sched_dynamic, 1);
}

static void devices(void) {
    CHECK(omp_get_num_devices() == 0);
    CHECK(omp_get_initial_device() == 0 && omp_get_device_num() == 0 && omp_is_initial_device());
    CHECK(omp_get_default_device() == 0);
    omp_set_default_device(4);
    CHECK(omp_get_default_device() == 4);
    int seen = 0;
    #pragma omp parallel num_threads(2)
    {
        if (omp_get_default_device() == 4) __atomic_add_fetch(&seen, 1, __ATOMIC_RELAXED);
        omp_set_default_device(omp_get_thread_num());
    }
    CHECK(seen == 2 && omp_get_default_device() == 4);
    omp_set_default_device(-4);
    CHECK(omp_get_default_device() == 0);
}

static void teams(void) {
    CHECK(omp_get_max_teams() == 0 && omp_get_teams_thread_limit() == 0);
    omp_set_num_teams(5);
    omp_set_teams_thread_limit(7);
    CHECK(omp_get_max_teams() == 5 && omp_get_teams_thread_limit() == 7);
    omp_set_num_teams(-5);
    omp_set_teams_thread_limit(-7);
    CHECK(omp_get_max_teams() == 5 && omp_get_teams_thread_limit() == 7);
    omp_set_num_teams(0);
    omp_set_teams_thread_limit(0);
    CHECK(omp_get_max_teams() == 0 && omp_get_teams_thread_limit() == 0);
}

static void clocks_and_resources(void) {
    double start = omp_get_wtime();
    usleep(2000);
    double passed = omp_get_wtime() - start;
    CHECK(passed >= 0.0019 && isfinite(passed));
    CHECK(omp_get_wtick() > 0 && omp_get_wtick() < 0.1);
    CHECK(omp_pause_resource(omp_pause_soft, omp_get_initial_device()) == 0);
    CHECK(omp_pause_resource(omp_pause_hard, 5) != 0);
    CHECK(omp_pause_resource_all(omp_pause_hard) == 0);
    int refused = 0, size = 0;
    #pragma omp parallel num_threads(3) reduction(+ : refused)
    {
        #pragma omp single
        size = omp_get_num_threads();
        refused += omp_pause_resource_all(omp_pause_soft) != 0;
    }
    CHECK(size == 3 && refused == 3);
}

int main(void) {
    outside();
    numbers_of_threads();
    dynamic_and_nesting();
    schedules();
    devices();
    teams();
    clocks_and_resources();
    outside();
    return done();
}
