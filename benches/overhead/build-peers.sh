#!/bin/sh
# Builds the OpenMP peers of the measuring program from the C files here into target/peers:
#   omp-gomp   gcc and its libgomp
#   omp-iomp5  clang 19 and LLVM's runtime in Intel's release build, libiomp5 of the PyPI package intel-openmp
#              (Debian's libomp is a debug build: its figures say nothing about LLVM's runtime)
# What is missing is named and left out; with --install it is installed first (apt as root, the wheel into target/peers).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${CARGO_TARGET_DIR:-$here/../../target}/peers
clang=${CLANG:-clang-19}
sources="omp.c tasks.c cholesky.c"
flags="-O3 -std=gnu11 -Wall -Wextra -Wno-unknown-pragmas"
mkdir -p "$out"
out=$(cd "$out" && pwd)
wheel=$out/intel-openmp
cd "$here"

if [ "${1:-}" = --install ]; then
    command -v gcc >/dev/null && command -v "$clang" >/dev/null ||
        { apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libgomp1 clang-19; }
    [ -e "$wheel" ] || {
        python3 -m pip download --quiet --no-deps --dest "$out" intel-openmp
        python3 -m zipfile -e "$out"/intel_openmp-*.whl "$wheel"
    }
elif [ $# -gt 0 ]; then
    echo "usage: $0 [--install]" >&2
    exit 2
fi

if command -v gcc >/dev/null; then
    # shellcheck disable=SC2086
    gcc $flags -fopenmp $sources -lm -o "$out/omp-gomp"
    echo "$out/omp-gomp: $(gcc --version | head -n 1)"
else
    echo "gcc is missing: no libgomp peer (try --install)" >&2
fi

library=$(find "$wheel" -name libiomp5.so 2>/dev/null | head -n 1)
header=$(find "$wheel" -name omp.h 2>/dev/null | head -n 1)
if command -v "$clang" >/dev/null && [ -n "$library" ] && [ -n "$header" ]; then
    lib=$(dirname "$library")
    # shellcheck disable=SC2086
    "$clang" $flags -Wno-sign-compare -fopenmp=libiomp5 -isystem "$(dirname "$header")" $sources \
        -lm -L"$lib" -Wl,-rpath,"$lib" -o "$out/omp-iomp5"
    echo "$out/omp-iomp5: $("$clang" --version | head -n 1), $library"
else
    echo "$clang or intel-openmp is missing: no libiomp5 peer (try --install)" >&2
fi
