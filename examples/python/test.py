"""Builds the module and tries it: python3 examples/python/test.py

Shows that a region lets other Python threads go on, and that it works in the children of a fork. The same loop, compiled
by gcc with libgomp, is called in the same way if there is a gcc: there the child hangs, and is ended after some seconds.
"""

import ctypes
import math
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent

C = """
double pi(long steps) {
    double sum = 0, width = 1.0 / steps;
#pragma omp parallel for num_threads(2) reduction(+ : sum)
    for (long i = 0; i < steps; i++) { double x = (i + 0.5) * width; sum += 4.0 / (1.0 + x * x); }
    return sum * width;
}
"""


def build():
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
    environment = dict(os.environ, PYO3_PYTHON=sys.executable, CARGO_TARGET_DIR=str(target))
    subprocess.run(["cargo", "build", "--quiet", "--release"], cwd=HERE, env=environment, check=True)
    folder = tempfile.mkdtemp()
    shutil.copy(target / "release" / "libferromp_example.so", f"{folder}/ferromp_example.so")
    sys.path.insert(0, folder)
    return folder


def in_child(function, seconds):
    """The result of `function` in a forked child, or None if it took too long."""
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=lambda: queue.put(function()))
    child.start()
    child.join(seconds)
    if child.is_alive():
        child.kill()
        child.join()
        return None
    return None if queue.empty() else queue.get()


def others_go_on(module):
    """Whether Python code runs while a region does."""
    done, counted = threading.Event(), 0

    def work():
        module.pi(50_000_000, 2)
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not done.is_set():
        counted += 1
    worker.join()
    return counted > 1000


def main():
    folder = build()
    import ferromp_example

    close = lambda x: x is not None and abs(x - math.pi) < 1e-6
    assert close(ferromp_example.pi(1_000_000, 2))
    try:
        ferromp_example.pi(0)
    except ValueError:
        pass
    else:
        raise AssertionError("no steps are an error")
    numbers = [1.0 / (k + 1) for k in range(100_000)]
    assert len({ferromp_example.exact_sum(numbers, threads).hex() for threads in (1, 2, 3, 8)}) == 1
    assert others_go_on(ferromp_example), "the region has kept the interpreter"
    print("ferromp: regions let other Python threads go on")

    for attempt in range(20):
        assert close(in_child(lambda: ferromp_example.pi(1_000_000, 2), 60)), "a region in a forked child"
        assert close(ferromp_example.pi(1_000_000, 2))
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert all(close(x) for x in pool.map(ferromp_example.pi, [1_000_000] * 40))
    print("ferromp: regions work in forked children")

    if shutil.which("gcc"):
        pathlib.Path(folder, "pi.c").write_text(C)
        subprocess.run(["gcc", "-O2", "-fopenmp", "-shared", "-fPIC", "-o", f"{folder}/libpi.so", f"{folder}/pi.c"], check=True)
        other = ctypes.CDLL(f"{folder}/libpi.so")
        other.pi.restype = ctypes.c_double
        assert close(other.pi(1_000_000))
        result = in_child(lambda: other.pi(1_000_000), 5)
        print("libgomp: a region in a forked child", "works" if close(result) else "hangs")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
