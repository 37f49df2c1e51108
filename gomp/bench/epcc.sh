#!/usr/bin/env bash
# Compares our libgomp.so.1 with gcc's on EPCC's OpenMP micro-benchmarks, and prints a table for each of them.
#
#   gomp/bench/epcc.sh PROGRAMS [OURS]
#
# PROGRAMS is a folder with syncbench, schedbench and taskbench, compiled by gcc -O2 -fopenmp (version 4.0 of the suite wants
# -D'omp_init_lock_with_hint(l,h)=omp_init_lock(l)', which gcc's library has not); OURS a folder with our library, by
# default what gomp/build.sh builds. The same binaries run on both, in turns, ROUNDS times (5) at each of THREADS ("2 4 8").
#
# A program repeats each measurement (REPETITIONS, 20, of TIME microseconds, 1000). What counts is the least time of all
# repetitions of all rounds less that of the reference in the same run: what else runs on the machine only ever adds. On a
# machine with as many processors as threads that is the cost; with fewer, gcc's library has times that differ by orders of
# magnitude from repetition to repetition, so the table gives medians of the rounds' medians beside them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

programs=$(realpath "$1")
ours=$(realpath "${2:-$(gomp/build.sh)}")
rounds=${ROUNDS:-5}
read -ra numbers <<<"${THREADS:-2 4 8}"
read -ra benches <<<"${BENCHES:-syncbench schedbench taskbench}"
results=$(mktemp)
trap 'rm -f "$results"' EXIT

# What a program prints, as lines of: bench, threads, library, measurement, least overhead, median overhead.
digest() {
    awk -v bench="$1" -v threads="$2" -v library="$3" '
        /^Computing / {
            name = $0
            sub(/^Computing /, "", name)
            sub(/ time using .*/, "", name)
        }
        /^ *[0-9]+ +[0-9.]+ +[0-9.]+ +[0-9.]+/ && name != "" {
            if (name ~ /reference/) { least = $4; median = $3 }
            else print bench "\t" threads "\t" library "\t" name "\t" $4 - least "\t" $3 - median
            name = ""
        }'
}

for bench in "${benches[@]}"; do
    for threads in "${numbers[@]}"; do
        for ((round = 1; round <= rounds; round++)); do
            for library in ours theirs; do
                printf '%s at %s threads, round %s: %s\n' "$bench" "$threads" "$round" "$library" >&2
                path=
                [[ $library == theirs ]] || path=$ours
                LD_LIBRARY_PATH=$path OMP_NUM_THREADS=$threads timeout "${LIMIT:-600}" "$programs/$bench" \
                    --outer-repetitions "${REPETITIONS:-20}" --test-time "${TIME:-1000}" |
                    digest "$bench" "$threads" "$library" >>"$results" ||
                    echo "  did not end in time: what it had measured counts" >&2
            done
        done
    done
done

awk -F '\t' '
    function median(list,    count, values, i, j, swap) {
        count = split(list, values, " ")
        for (i = 2; i <= count; i++)
            for (j = i; j > 1 && values[j - 1] + 0 > values[j] + 0; j--) {
                swap = values[j]; values[j] = values[j - 1]; values[j - 1] = swap
            }
        return values[int((count + 1) / 2)]
    }
    function ratio(a, b) { return b > 0 ? sprintf("%.2f", a / b) : "-" }
    {
        row = $1 "\t" $2 "\t" $4
        if (!(row in seen)) { seen[row] = 1; rows[++count] = row }
        key = row "\t" $3
        if (!(key in least) || $5 + 0 < least[key]) least[key] = $5 + 0
        medians[key] = medians[key] " " $6
    }
    END {
        for (i = 1; i <= count; i++) {
            split(rows[i], part, "\t")
            if (part[1] != bench) {
                bench = part[1]
                print "\n" bench ", overhead in microseconds\n"
                print "| measurement | threads | ours, least | gcc, least | ratio | ours, median | gcc, median | ratio |"
                print "|---|---|---|---|---|---|---|---|"
            }
            a = least[rows[i] "\tours"]; b = least[rows[i] "\ttheirs"]
            c = median(medians[rows[i] "\tours"]); d = median(medians[rows[i] "\ttheirs"])
            printf "| %s | %s | %.3f | %.3f | %s | %.3f | %.3f | %s |\n", part[3], part[2], a, b, ratio(a, b), c, d, ratio(c, d)
        }
    }' "$results"
