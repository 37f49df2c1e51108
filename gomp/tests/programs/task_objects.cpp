// Objects in tasks: constructed and destroyed once for each task, and exceptions that stay inside.
#include "check.h"
#include <stdexcept>
#include <string>
#include <vector>

static int alive, copies;

struct Counted {
    int value;
    Counted *self;
    explicit Counted(int v) : value(v), self(this) { __atomic_add_fetch(&alive, 1, __ATOMIC_RELAXED); }
    Counted(const Counted &other) : value(other.value), self(this) {
        CHECK(other.self == &other);
        __atomic_add_fetch(&alive, 1, __ATOMIC_RELAXED);
        __atomic_add_fetch(&copies, 1, __ATOMIC_RELAXED);
    }
    ~Counted() {
        CHECK(self == this); // Never moved by hand.
        __atomic_sub_fetch(&alive, 1, __ATOMIC_RELAXED);
    }
};

// A copy constructor that creates tasks itself.
struct Busy {
    int n;
    Busy() : n(0) {}
    Busy(const Busy &other) : n(other.n + 1) {
        int inner = 0;
        #pragma omp task shared(inner) depend(out: inner)
        inner = 1;
        #pragma omp taskwait
        CHECK(inner == 1);
    }
};

static void objects() {
    int sum = 0;
    {
        Counted counted(3);
        std::string text = "a text that is too long to be kept in place, so that it owns memory";
        std::vector<int> numbers(100, 7);
        for (int i = 0; i < 700; i++) {
            #pragma omp task firstprivate(counted, text, numbers, i) shared(sum)
            {
                CHECK(counted.self == &counted && counted.value == 3);
                CHECK(text.size() > 40 && numbers[99] == 7);
                __atomic_add_fetch(&sum, i, __ATOMIC_RELAXED);
            }
        }
        #pragma omp task if(0) firstprivate(counted, text)
        { counted.value = 9; text += "!"; }
        CHECK(counted.value == 3);
        #pragma omp task final(1) firstprivate(counted)
        {
            #pragma omp task firstprivate(counted)
            counted.value++;
            CHECK(counted.value == 3);
        }
        #pragma omp taskloop firstprivate(counted, numbers) grainsize(9)
        for (int i = 0; i < 100; i++) CHECK(counted.self == &counted && numbers[i] == 7);
        #pragma omp task firstprivate(counted) depend(inout: sum)
        CHECK(counted.self == &counted);
        #pragma omp taskwait
    }
    CHECK(sum == 700 * 699 / 2);
}

static void busy() {
    Busy b;
    for (int i = 0; i < 50; i++) {
        #pragma omp task firstprivate(b)
        CHECK(b.n == 1);
        #pragma omp task firstprivate(b) depend(inout: b)
        CHECK(b.n == 1);
    }
    #pragma omp taskwait
}

static int thrown;
static void exceptions() {
    for (int i = 0; i < 200; i++) {
        #pragma omp task firstprivate(i)
        try {
            Counted local(i);
            if (i % 2) throw std::runtime_error("inside");
        } catch (const std::exception &) {
            __atomic_add_fetch(&thrown, 1, __ATOMIC_RELAXED);
        }
    }
    #pragma omp taskwait
}

int main() {
    for (int round = 0; round < 3; round++) {
        thrown = 0;
        #pragma omp parallel
        #pragma omp single
        { objects(); busy(); exceptions(); }
        CHECK(thrown == 100);
    }
    objects(); busy(); exceptions();
    CHECK(alive == 0 && copies > 2000);
    return done();
}
