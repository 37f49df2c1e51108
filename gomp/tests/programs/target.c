/* Device constructs, which the host runs, and `teams`. */
#include "check.h"
#include <stdint.h>

/* The compiler lets few routines be called in `teams` where it sees it. */
static int __attribute__((noinline)) thread_limit(void) { return omp_get_thread_limit(); }
static int __attribute__((noinline)) max_threads(void) { return omp_get_max_threads(); }
static int __attribute__((noinline)) num_threads(void) { return omp_get_num_threads(); }

struct wide { _Alignas(64) int words[16]; };

static void copies(void) {
    int x = 1, y = 2, array[10] = {0}, *pointer = array;
    double z = 1.5;
    struct wide wide = {{5, 6}};
    #pragma omp target map(tofrom : y, array) firstprivate(x, z, wide)
    {
        y = x + (int)z + wide.words[1] + ((uintptr_t)&wide % 64 == 0);
        x = 100;
        z = 100;
        wide.words[1] = 100;
        array[1] = 7;
    }
    CHECK(x == 1 && z == 1.5 && wide.words[1] == 6 && y == 9 && array[1] == 7);
    #pragma omp target data map(tofrom : array) use_device_ptr(pointer)
    {
        pointer[2] = 8;
        #pragma omp target update to(array)
        #pragma omp target map(array)
        array[2]++;
        #pragma omp target update from(array)
    }
    #pragma omp target enter data map(to : array)
    #pragma omp target map(array)
    array[3] = array[2];
    #pragma omp target exit data map(from : array)
    CHECK(array[2] == 9 && array[3] == 9);
}

/* A region is as if a thread had just begun. */
static void fresh(void) {
    int most = omp_get_max_threads();
    int seen[8] = {0};
    omp_set_num_threads(7);
    #pragma omp parallel num_threads(2)
    #pragma omp single
    {
        omp_set_num_threads(9);
        omp_set_dynamic(1);
        #pragma omp target map(tofrom : seen)
        {
            seen[0] = omp_get_level();
            seen[1] = omp_get_num_threads();
            seen[2] = omp_get_max_threads();
            seen[3] = omp_get_dynamic();
            seen[4] = omp_in_parallel();
            #pragma omp parallel num_threads(2)
            {
                #pragma omp atomic
                seen[5] += 1 + omp_get_level();
            }
            omp_set_num_threads(11);
            seen[6] = omp_is_initial_device();
        }
        CHECK(omp_get_level() == 1 && omp_get_num_threads() == 2 && omp_get_max_threads() == 9);
        CHECK(omp_get_dynamic() == 1);
    }
    CHECK(seen[0] == 0 && seen[1] == 1 && seen[2] == most && seen[3] == 0 && seen[4] == 0);
    CHECK(seen[5] == 4 && seen[6] == 1);
    CHECK(omp_get_max_threads() == 7);
    omp_set_num_threads(most);
}

static void dependences(void) {
    int value = 0, read = 0;
    for (int round = 0; round < 200; round++) {
        #pragma omp parallel num_threads(3)
        #pragma omp single
        {
            #pragma omp task depend(out : value) shared(value)
            value = round;
            #pragma omp target map(tofrom : value) depend(inout : value) nowait
            value++;
            #pragma omp target update to(value) depend(inout : value) nowait
            #pragma omp task depend(in : value) shared(value, read)
            read = value;
        }
        CHECK(read == round + 1);
    }
}

static void leagues(void) {
    int seen = 0;
    #pragma omp target teams num_teams(3) thread_limit(2) map(tofrom : seen)
    {
        if (omp_get_num_teams() == 3 && thread_limit() == 2)
            __atomic_or_fetch(&seen, 1 << omp_get_team_num(), __ATOMIC_RELAXED);
    }
    CHECK(seen == 7);
    CHECK(omp_get_num_teams() == 1 && omp_get_team_num() == 0 && thread_limit() == 2147483647);
    seen = 0;
    int inner = 0, most = max_threads();
    #pragma omp teams num_teams(4) thread_limit(3) shared(seen, inner)
    {
        if (num_threads() == 1 && thread_limit() == 3 && max_threads() == most)
            __atomic_or_fetch(&seen, 1 << omp_get_team_num(), __ATOMIC_RELAXED);
        #pragma omp parallel num_threads(2)
        {
            #pragma omp atomic
            inner += omp_get_num_teams() == 4 && omp_get_level() == 1 && omp_get_num_threads() == 2;
        }
    }
    CHECK(seen == 15 && inner == 8);
    int count = 0;
    #pragma omp teams shared(count)
    __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    printf("%d teams\n", count);
    int sum = 0;
    #pragma omp target teams distribute parallel for reduction(+ : sum) num_teams(2)
    for (int i = 0; i < 1000; i++) sum += i;
    CHECK(sum == 499500);
    omp_set_num_teams(2);
    omp_set_teams_thread_limit(1);
    count = 0;
    #pragma omp teams shared(count)
    {
        #pragma omp parallel num_threads(3)
        #pragma omp atomic
        count += thread_limit() == 1;
    }
    CHECK(count == 2);
}

static void errors(void) {
    #pragma omp error at(execution) severity(warning) message("to be seen")
    #pragma omp error at(execution) severity(warning)
    puts("still there");
}

int main(void) {
    copies();
    fresh();
    dependences();
    leagues();
    errors();
    return done();
}
