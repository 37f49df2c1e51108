// Objects that tasks are given copies of are destroyed once, whether the task has begun, never begins, or is cancelled.
// env OMP_CANCELLATION=true
#include "check.h"
#include <atomic>

static std::atomic<int> made, destroyed;

struct Counted {
    int value;
    char room[100];
    explicit Counted(int value) : value(value) { made++; }
    Counted(const Counted &other) : value(other.value) { made++; }
    ~Counted() { destroyed++; }
};

static void in_a_group(int tasks) {
    Counted first(1), second(2);
    #pragma omp taskgroup
    for (int i = 0; i < tasks; i++) {
        #pragma omp task firstprivate(first, second, i)
        {
            CHECK(first.value == 1 && second.value == 2);
            Counted mine(i);
            #pragma omp cancel taskgroup if (i == 5)
            mine.value++;
        }
    }
}

static void with_dependences(int tasks) {
    Counted object(7);
    int data = 0;
    (void)data;
    #pragma omp taskgroup
    for (int i = 0; i < tasks; i++) {
        #pragma omp task firstprivate(object, i) depend(inout : data)
        {
            CHECK(object.value == 7);
            #pragma omp cancel taskgroup if (i == 3)
        }
    }
}

static void loop(int tasks) {
    Counted object(9);
    #pragma omp taskloop firstprivate(object) grainsize(1)
    for (int i = 0; i < tasks; i++) {
        CHECK(object.value == 9);
        #pragma omp cancel taskgroup if (i == 2)
    }
}

static void region() {
    Counted object(4);
    #pragma omp parallel firstprivate(object)
    {
        #pragma omp single nowait
        for (int i = 0; i < 100; i++) {
            #pragma omp task firstprivate(object)
            CHECK(object.value == 4);
        }
        #pragma omp cancel parallel
    }
}

int main() {
    for (int round = 0; round < 50; round++) {
        #pragma omp parallel
        {
            #pragma omp single
            in_a_group(100);
            with_dependences(20);
            loop(20);
        }
        region();
        CHECK(made == destroyed);
    }
    return done();
}
