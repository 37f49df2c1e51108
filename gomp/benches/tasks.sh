#!/usr/bin/env bash
# What tasks cost on our library and on gcc's: the same program on both by turns, the least of the rounds.
#
#   gomp/benches/tasks.sh [THREADS [ROUNDS]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
threads=${1:-2}
rounds=${2:-5}
library=$(gomp/build.sh)
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
gcc -O2 -fopenmp gomp/benches/tasks.c -o "$scratch/tasks"
for ((round = 0; round < rounds; round++)); do
    LD_LIBRARY_PATH=$library OMP_NUM_THREADS=$threads timeout 300 "$scratch/tasks" | sed 's/^/ours /' >>"$scratch/out"
    LD_LIBRARY_PATH= OMP_NUM_THREADS=$threads timeout 300 "$scratch/tasks" | sed 's/^/gcc /' >>"$scratch/out"
done
awk '{ key = $1 " " $2; if (!(key in least) || $3 < least[key]) least[key] = $3; if (!seen[$2]++) order[++n] = $2 }
     END { printf "%-10s %10s %10s %8s\n", "", "ours", "gcc", "ratio"
           for (i = 1; i <= n; i++) { o = least["ours " order[i]]; g = least["gcc " order[i]]
               printf "%-10s %10.1f %10.1f %8.2f\n", order[i], o, g, o / g } }' "$scratch/out"
