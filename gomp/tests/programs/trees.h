/* Fibonacci's numbers by a tree of tasks: what tests and benchmarks of tasks begin with. */

static long fib(int n) {
    if (n < 2) return n;
    long a, b;
    #pragma omp task shared(a)
    a = fib(n - 1);
    #pragma omp task shared(b)
    b = fib(n - 2);
    #pragma omp taskwait
    return a + b;
}

static long fib_grouped(int n) {
    if (n < 2) return n;
    long a, b;
    #pragma omp taskgroup
    {
        #pragma omp task shared(a)
        a = fib_grouped(n - 1);
        b = fib_grouped(n - 2);
    }
    return a + b;
}
