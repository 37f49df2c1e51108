/* The programs of tasks, each repeated; serial_* without OpenMP. */
#ifndef TASKS_H
#define TASKS_H

#define OPAQUE(value) __asm__ volatile("/* %0 */" : "+r"(value))

void task_fib27(long reps), serial_fib27(long reps), group_fib27(long reps);
void task_fib32(long reps), serial_fib32(long reps);
void task_queens11(long reps), serial_queens11(long reps);
void task_tree(long reps), serial_tree(long reps);
void task_cholesky(long reps), serial_cholesky(long reps), copy_matrix(long reps);
void task_burst(long reps);

#endif
