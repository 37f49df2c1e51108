/* Old versions of names that have a newer one, which programs linked long ago ask for; and what runs when the library is
   loaded. Linked into the shared library only: a Rust program that contains the archive needs neither. */

    .macro old name, ours
    .globl old_\name
    .type old_\name, @function
old_\name:
    jmp \ours@PLT
    .size old_\name, . - old_\name
    .symver old_\name, \name@OMP_1.0
    .endm

    .text
    old omp_init_lock, omp_init_lock
    old omp_destroy_lock, omp_destroy_lock
    old omp_set_lock, omp_set_lock
    old omp_unset_lock, omp_unset_lock
    old omp_test_lock, omp_test_lock
    old omp_init_lock_, omp_init_lock_
    old omp_destroy_lock_, omp_destroy_lock_
    old omp_set_lock_, omp_set_lock_
    old omp_unset_lock_, omp_unset_lock_
    old omp_test_lock_, omp_test_lock_
    old omp_init_nest_lock, ferromp_init_nest_lock_1
    old omp_destroy_nest_lock, ferromp_destroy_nest_lock_1
    old omp_set_nest_lock, ferromp_set_nest_lock_1
    old omp_unset_nest_lock, ferromp_unset_nest_lock_1
    old omp_test_nest_lock, ferromp_test_nest_lock_1
    old omp_init_nest_lock_, ferromp_init_nest_lock_1_
    old omp_destroy_nest_lock_, ferromp_destroy_nest_lock_1_
    old omp_set_nest_lock_, ferromp_set_nest_lock_1_
    old omp_unset_nest_lock_, ferromp_unset_nest_lock_1_
    old omp_test_nest_lock_, ferromp_test_nest_lock_1_

    .section .init_array,"aw",@init_array
    .p2align 3
    .quad ferromp_gomp_loaded

    .section .fini_array,"aw",@fini_array
    .p2align 3
    .quad ferromp_gomp_unloaded

    .section .note.GNU-stack,"",@progbits
