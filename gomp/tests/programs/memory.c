/* Allocators, the clause `allocate`, and memory of devices. */
#include "check.h"
#include <stdint.h>

static void traits(void) {
    for (int space = 0; space < 8; space++) printf("%d", omp_init_allocator((omp_memspace_handle_t)space, 0, NULL) != 0);
    printf("\n");
    for (int key = 0; key < 10; key++) {
        for (long value = -1; value < 20; value++) {
            omp_alloctrait_t trait = {(omp_alloctrait_key_t)key, (omp_uintptr_t)value};
            omp_allocator_handle_t made = omp_init_allocator(omp_default_mem_space, 1, &trait);
            printf("%d", made != omp_null_allocator);
            omp_destroy_allocator(made);
        }
        printf("\n");
    }
}

static void pools(void) {
    omp_alloctrait_t traits[] = {
        {omp_atk_alignment, 256}, {omp_atk_pool_size, 4096}, {omp_atk_fallback, omp_atv_null_fb}};
    omp_allocator_handle_t pool = omp_init_allocator(omp_default_mem_space, 3, traits);
    char *first = omp_alloc(3000, pool);
    CHECK(first && (uintptr_t)first % 256 == 0);
    memset(first, 1, 3000);
    CHECK(!omp_alloc(3000, pool));
    omp_free(first, pool);
    first = omp_aligned_alloc(1024, 2500, pool);
    CHECK(first && (uintptr_t)first % 1024 == 0);
    omp_free(first, omp_null_allocator);

    omp_alloctrait_t next[] = {{omp_atk_pool_size, 100}, {omp_atk_fallback, omp_atv_allocator_fb}, {omp_atk_fb_data, pool}};
    omp_allocator_handle_t small = omp_init_allocator(omp_default_mem_space, 3, next);
    first = omp_alloc(1000, small);
    CHECK(first && (uintptr_t)first % 256 == 0);
    CHECK(!omp_alloc(4000, small));
    omp_free(first, small);
    omp_alloctrait_t none = {omp_atk_pool_size, 10};
    omp_allocator_handle_t other = omp_init_allocator(omp_default_mem_space, 1, &none);
    first = omp_alloc(1000, other);
    CHECK(first);
    omp_free(first, other);
    omp_destroy_allocator(other);
    omp_destroy_allocator(small);
    omp_destroy_allocator(pool);
}

static void blocks(void) {
    for (int handle = 0; handle <= 8; handle++) {
        int *block = omp_calloc(10, sizeof *block, (omp_allocator_handle_t)handle);
        for (int i = 0; i < 10; i++) CHECK(block[i] == 0);
        omp_free(block, (omp_allocator_handle_t)handle);
        char *aligned = omp_aligned_calloc(512, 3, 100, (omp_allocator_handle_t)handle);
        CHECK(aligned && (uintptr_t)aligned % 512 == 0 && aligned[299] == 0);
        omp_free(aligned, omp_null_allocator);
    }
    CHECK(!omp_alloc(0, omp_default_mem_alloc) && !omp_calloc(0, 4, omp_default_mem_alloc));
    volatile size_t great = (size_t)1 << 40; /* The compiler would say that this cannot be had. */
    CHECK(!omp_alloc(great << 22, omp_default_mem_alloc) && !omp_calloc(great, great, omp_default_mem_alloc));
    char *text = omp_realloc(NULL, 10, omp_default_mem_alloc, omp_default_mem_alloc);
    strcpy(text, "hello");
    text = omp_realloc(text, 100000, omp_null_allocator, omp_null_allocator);
    CHECK(!strcmp(text, "hello"));
    text = omp_realloc(text, 6, omp_large_cap_mem_alloc, omp_default_mem_alloc);
    CHECK(!strcmp(text, "hello"));
    CHECK(!omp_realloc(text, 0, omp_null_allocator, omp_null_allocator));
    omp_free(NULL, omp_default_mem_alloc);
}

/* Members have the default allocator of the task around them, and change their own only. */
static void defaults(void) {
    CHECK(omp_get_default_allocator() == omp_default_mem_alloc);
    omp_set_default_allocator(omp_const_mem_alloc);
    int inherited = 0, size = 0;
    #pragma omp parallel reduction(+ : inherited, size)
    {
        size++;
        inherited += omp_get_default_allocator() == omp_const_mem_alloc;
        omp_set_default_allocator(omp_low_lat_mem_alloc);
    }
    CHECK(inherited == size && omp_get_default_allocator() == omp_const_mem_alloc);
    omp_set_default_allocator(omp_null_allocator);
    CHECK(omp_get_default_allocator() == omp_default_mem_alloc);
}

static void clauses(void) {
    omp_alloctrait_t trait = {omp_atk_alignment, 128};
    omp_allocator_handle_t aligned = omp_init_allocator(omp_default_mem_space, 1, &trait);
    int row[50], scalar = 3, right = 0, size = 0;
    for (int i = 0; i < 50; i++) row[i] = i;
    #pragma omp parallel firstprivate(row, scalar) allocate(aligned : row, scalar) reduction(+ : right, size)
    {
        size++;
        int good = (uintptr_t)row % 128 == 0 && scalar == 3;
        for (int i = 0; i < 50; i++) good &= row[i] == i;
        row[omp_get_thread_num()] = -1;
        scalar += omp_get_thread_num();
        right += good;
    }
    CHECK(right == size);
    omp_destroy_allocator(aligned);
}

static void devices(void) {
    int host = omp_get_initial_device();
    double *there = omp_target_alloc(24 * sizeof *there, host), here[24], back[24] = {0};
    for (int i = 0; i < 24; i++) here[i] = i;
    CHECK(omp_target_memcpy(there, here, 20 * sizeof *here, 2 * sizeof *here, 4 * sizeof *here, host, host) == 0);
    CHECK(there[2] == 4 && there[21] == 23);
    CHECK(omp_target_memcpy(there, here, 8, 0, 0, host, 5) != 0 && omp_target_memcpy(there, here, 8, 0, 0, -7, host) != 0);
    size_t volume[] = {2, 3}, to[] = {1, 1}, from[] = {0, 2}, to_size[] = {4, 6}, from_size[] = {4, 6};
    CHECK(omp_target_memcpy_rect(NULL, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, host, host) > 2);
    CHECK(omp_target_memcpy_rect(back, here, sizeof *here, 2, volume, to, from, to_size, from_size, host, host) == 0);
    for (int i = 0; i < 24; i++) printf("%g ", back[i]);
    printf("\n");
    CHECK(omp_target_memcpy_rect(back, here, 8, 2, volume, to, from, to_size, from_size, host, 3) != 0);
    CHECK(omp_target_is_present(here, host) && !omp_target_is_present(here, 3) && omp_target_is_present(NULL, 3));
    CHECK(omp_target_associate_ptr(here, there, 8, 0, host) != 0 && omp_target_disassociate_ptr(here, host) != 0);
    CHECK(!omp_target_alloc(8, 3) && !omp_target_alloc(8, -1));
    omp_target_free(there, host);
    omp_target_free(NULL, host);
}

int main(void) {
    traits();
    pools();
    blocks();
    defaults();
    clauses();
    devices();
    return done();
}
