/* Old versions of names that have a newer one: programs linked long ago ask for these. */
    .section .note.GNU-stack,"",@progbits
