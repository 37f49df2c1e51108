/* Places, binding, and what is shown of them. */
/* env OMP_PLACES={0},{1},{0} */
/* env OMP_PROC_BIND=close */
#include "check.h"

static void places(void) {
    int count = omp_get_num_places();
    printf("%d places\n", count);
    for (int place = -1; place <= count; place++) {
        int procs = omp_get_place_num_procs(place), ids[8] = {-1, -1};
        omp_get_place_proc_ids(place, ids);
        printf("place %d: %d, first %d\n", place, procs, ids[0]);
    }
    CHECK(omp_get_proc_bind() == omp_proc_bind_close);
    int part = omp_get_partition_num_places(), numbers[8];
    CHECK(part == count);
    omp_get_partition_place_nums(numbers);
    for (int i = 0; i < part; i++) CHECK(numbers[i] == i);
}

static void bound(void) {
    int at[3];
    #pragma omp parallel num_threads(3)
    at[omp_get_thread_num()] = omp_get_place_num();
    printf("close: %d %d %d\n", at[0], at[1], at[2]);
    #pragma omp parallel num_threads(3) proc_bind(primary)
    at[omp_get_thread_num()] = omp_get_place_num();
    printf("primary: %d %d %d\n", at[0], at[1], at[2]);
    int parts[3];
    #pragma omp parallel num_threads(3) proc_bind(spread)
    {
        at[omp_get_thread_num()] = omp_get_place_num();
        parts[omp_get_thread_num()] = omp_get_partition_num_places();
    }
    printf("spread: %d %d %d of %d %d %d\n", at[0], at[1], at[2], parts[0], parts[1], parts[2]);
}

static void formats(void) {
    char text[100];
    size_t length = omp_get_affinity_format(text, sizeof text);
    printf("%zu '%s'\n", length, text);
    length = omp_get_affinity_format(text, 6);
    printf("%zu '%s'\n", length, text);
    CHECK(omp_get_affinity_format(NULL, 0) == length);
    omp_set_affinity_format("%0.3n of %N at %L, %a, team %t of %T, %{num_threads}|%8n|%.5L|%%");
    length = omp_capture_affinity(text, sizeof text, NULL);
    printf("%zu '%s'\n", length, text);
    length = omp_capture_affinity(text, 5, "0123456789");
    printf("%zu '%s'\n", length, text);
    char seen[2][30];
    #pragma omp parallel num_threads(2)
    omp_capture_affinity(seen[omp_get_thread_num()], 30, "%n of %N at %L, %a, %A");
    printf("%s\n%s\n", seen[0], seen[1]);
    omp_display_affinity("thread %n on %A"); /* To standard error. */
}

int main(void) {
    places();
    bound();
    formats();
    return done();
}
