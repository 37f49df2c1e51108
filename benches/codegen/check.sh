#!/bin/sh
# Do the bodies of loops compile to the code of the serial loop? Counts instructions with valgrind, which is exact and
# does not mind what else the machine does. For each kernel, serial and ours on one thread:
#   per item   the slope between two lengths: must be the serial loop's, within 5 %
#   per call   what a loop costs beside its items, from many calls of length 1
# Without valgrind it says so and succeeds.
set -eu
cd "$(dirname "$0")/../.."
command -v valgrind >/dev/null || { echo "codegen: no valgrind, nothing checked"; exit 0; }
cargo build --quiet --release --example codegen
program=${CARGO_TARGET_DIR:-target}/release/examples/codegen

count() { # kernel form n repeats
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

failed=0
printf '%-24s %10s %10s %7s %14s\n' kernel serial/item ours/item ratio ours-per-call
for kernel in ${KERNELS:-$("$program")}; do
    s1=$(count "$kernel" serial 20000 10); s2=$(count "$kernel" serial 40000 10)
    o1=$(count "$kernel" ours 20000 10);   o2=$(count "$kernel" ours 40000 10)
    c1=$(count "$kernel" ours 5 1000);     c2=$(count "$kernel" ours 5 2000)
    # Filling the vectors costs the same in both forms: it is measured with no repeats and taken off.
    f1=$(count "$kernel" serial 20000 0);  f2=$(count "$kernel" serial 40000 0)
    awk -v k="$kernel" -v s1="$s1" -v s2="$s2" -v o1="$o1" -v o2="$o2" -v f1="$f1" -v f2="$f2" -v c1="$c1" -v c2="$c2" '
        BEGIN {
            s = (s2 - s1 - (f2 - f1)) / 200000; o = (o2 - o1 - (f2 - f1)) / 200000
            printf "%-24s %10.3f %10.3f %7.3f %14.0f\n", k, s, o, o / s, (c2 - c1) / 1000
            exit o > 1.05 * s
        }' || { echo "codegen: $kernel runs more instructions than the serial loop" >&2; failed=1; }
done
exit $failed
