#!/usr/bin/env bash
# Runs programs and libraries as Debian builds them on our libgomp.so.1 and on gcc's, and compares what comes out.
#
#   gomp/clients.sh               with the library that gomp/build.sh builds
#   gomp/clients.sh FOLDER        with the one in FOLDER
#
# Installs nothing: a client that is not there is left out, and the Debian package named that has it. Ends with 1 if a
# client fails on our library or something else comes out. THREADS="2 4" sets the numbers of threads.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

ours=$(realpath "${1:-$(gomp/build.sh)}")
[[ -e $ours/libgomp.so.1 ]] || { echo "clients: no libgomp.so.1 in $ours" >&2; exit 2; }
read -ra numbers <<<"${THREADS:-2 4 8}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# client NAME COMMAND...: runs the command on both libraries, in folders of their own; what it prints must be the same.
client() {
    local name=$1 threads
    shift
    for threads in "${numbers[@]}"; do
        local verdict=same seconds=()
        local library
        for library in theirs ours; do
            local folder=$scratch/$library path=${client_path:-}
            [[ $library == theirs ]] || path=$ours${path:+:$path}
            mkdir -p "$folder"
            local begin=$EPOCHREALTIME
            if ! (cd "$folder" && LD_LIBRARY_PATH=$path OMP_NUM_THREADS=$threads timeout 600 "$@") \
                >"$scratch/$library.out" 2>"$scratch/$library.err"; then
                verdict="FAILS on $library: $(tail -n 1 "$scratch/$library.err")"
                break
            fi
            seconds+=("$(awk "BEGIN { printf \"%.2f\", $EPOCHREALTIME - $begin }")")
            rm -rf "$folder"
        done
        if [[ $verdict == same ]] && ! cmp -s "$scratch/theirs.out" "$scratch/ours.out"; then
            verdict=DIFFERENT
            diff "$scratch/theirs.out" "$scratch/ours.out" | head -n 6 >&2 || true
        fi
        [[ $verdict == same ]] || failures=$((failures + 1))
        printf '%-16s %s threads: %s (theirs %s s, ours %s s)\n' "$name" "$threads" "$verdict" "${seconds[0]:--}" "${seconds[1]:--}"
    done
}

missing() { printf '%-16s left out: %s\n' "$1" "install $2"; }

# --- OpenBLAS, through numpy -------------------------------------------------------------------------------------------
openblas=/usr/lib/x86_64-linux-gnu/openblas-openmp
cat >"$scratch/blas.py" <<'PYTHON'
import hashlib
import numpy as np

random = np.random.default_rng(7)
a, b = random.standard_normal((700, 500)), random.standard_normal((500, 900))
square = random.standard_normal((400, 400)) + 400 * np.eye(400)
results = {
    "product": a @ b,
    "single": a.astype(np.float32) @ b.astype(np.float32),
    "vector": a @ b[:, 0],
    "solution": np.linalg.solve(square, a[:400]),
    "inverse": np.linalg.inv(square),
    "cholesky": np.linalg.cholesky(square @ square.T),
    "singular values": np.linalg.svd(a[:300], compute_uv=False),
    "eigenvalues": np.linalg.eigvalsh(square + square.T),
    "many small": sum(random.standard_normal((60, 60)) @ random.standard_normal((60, 60)) for _ in range(300)),
}
for name, result in results.items():
    print(name, hashlib.sha256(np.ascontiguousarray(result).tobytes()).hexdigest())
assert np.allclose(square @ results["solution"], a[:400])
libraries = {line.split()[-1].split("/")[-1] for line in open("/proc/self/maps") if "libgomp" in line or "openblas" in line}
assert any("libgomp" in library for library in libraries), libraries
PYTHON
if [[ -d $openblas ]] && /usr/bin/python3 -c 'import numpy' 2>/dev/null; then
    client_path=$openblas client OpenBLAS /usr/bin/python3 "$scratch/blas.py"
else
    missing OpenBLAS "libopenblas0-openmp python3-numpy"
fi

# --- FFTW ----------------------------------------------------------------------------------------------------------------
cat >"$scratch/fft.c" <<'C'
#include <fftw3.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>

static unsigned long long hash(const fftw_complex *data, int n) {
    unsigned long long sum = 14695981039346656037ull;
    const unsigned char *bytes = (const unsigned char *)data;
    for (size_t i = 0; i < n * sizeof *data; i++) sum = (sum ^ bytes[i]) * 1099511628211ull;
    return sum;
}

int main(void) {
    fftw_init_threads();
    fftw_plan_with_nthreads(omp_get_max_threads());
    int sizes[][3] = {{1, 1, 1 << 16}, {1, 300, 500}, {40, 50, 60}, {1, 1, 99991}};
    for (int s = 0; s < 4; s++) {
        int n = sizes[s][0] * sizes[s][1] * sizes[s][2];
        fftw_complex *in = fftw_malloc(n * sizeof *in), *out = fftw_malloc(n * sizeof *out);
        fftw_plan there = fftw_plan_dft_3d(sizes[s][0], sizes[s][1], sizes[s][2], in, out, FFTW_FORWARD, FFTW_ESTIMATE);
        fftw_plan back = fftw_plan_dft_3d(sizes[s][0], sizes[s][1], sizes[s][2], out, in, FFTW_BACKWARD, FFTW_ESTIMATE);
        for (int i = 0; i < n; i++) in[i][0] = sin(i), in[i][1] = cos(3 * i);
        for (int round = 0; round < 10; round++) {
            fftw_execute(there);
            printf("%d there %llx\n", n, hash(out, n));
            fftw_execute(back);
            for (int i = 0; i < n; i++) in[i][0] /= n, in[i][1] /= n;
        }
        double worst = 0;
        for (int i = 0; i < n; i++) worst = fmax(worst, hypot(in[i][0] - sin(i), in[i][1] - cos(3 * i)));
        if (worst > 1e-9) return 1;
    }
    return 0;
}
C
if gcc -O2 -fopenmp -o "$scratch/fft" "$scratch/fft.c" -lfftw3_omp -lfftw3 -lm 2>"$scratch/gcc.err"; then
    client FFTW "$scratch/fft"
else
    missing FFTW "libfftw3-dev"
fi

# --- GraphicsMagick and ImageMagick ----------------------------------------------------------------------------------------
# A picture, worked on with what they do in parallel.
cat >"$scratch/picture.sh" <<'SHELL'
set -e
"$@" -size 900x700 gradient:red-blue -swirl 200 -charcoal 1 first.png
"$@" -size 900x700 gradient:yellow-green -implode 0.4 second.png
"$@" first.png -blur 0x3 -rotate 17 -resize 150% -sharpen 0x2 third.png
"$@" second.png -despeckle -emboss 1 -edge 2 -normalize -colors 64 fourth.png
"$@" first.png second.png -average -wave 10x50 -median 2 fifth.png
for picture in *.png; do "$@" "$picture" "rgb:$picture.raw"; done
sha256sum ./*.raw
SHELL
if command -v gm >/dev/null; then
    client GraphicsMagick sh "$scratch/picture.sh" gm convert
else
    missing GraphicsMagick "graphicsmagick"
fi
if command -v convert-im6.q16 >/dev/null; then
    client ImageMagick sh "$scratch/picture.sh" convert-im6.q16
else
    missing ImageMagick "imagemagick"
fi

# --- IQ-TREE: a program of 100,000 lines that finds the tree of life behind some sequences -----------------------------------
iqtree=$(command -v iqtree2 || command -v iqtree || true)
awk 'BEGIN {
    srand(11); letters = "ACGT"; taxa = 14; sites = 1500
    printf "%d %d\n", taxa, sites
    for (s = 0; s < sites; s++) root[s] = substr(letters, 1 + int(rand() * 4), 1)
    for (t = 0; t < taxa; t++) {
        printf "taxon%02d  ", t
        for (s = 0; s < sites; s++) {
            # Relatives share what an ancestor has changed.
            if (t % 4 == 0 && rand() < 0.08) root[s] = substr(letters, 1 + int(rand() * 4), 1)
            printf "%s", rand() < 0.1 ? substr(letters, 1 + int(rand() * 4), 1) : root[s]
        }
        printf "\n"
    }
}' >"$scratch/sequences.phy"
cat >"$scratch/tree.sh" <<'SHELL'
set -e
"$1" -s "$2" -m GTR+G4 -nt "$OMP_NUM_THREADS" -seed 3 -pre tree -quiet -redo
grep -h 'Log-likelihood of the tree' tree.iqtree
cat tree.treefile
SHELL
if [[ -n $iqtree ]] && ldd "$iqtree" | grep -q libgomp; then
    client IQ-TREE sh "$scratch/tree.sh" "$iqtree" "$scratch/sequences.phy"
else
    missing IQ-TREE "iqtree"
fi

((failures == 0)) || { echo "clients: $failures failures" >&2; exit 1; }
