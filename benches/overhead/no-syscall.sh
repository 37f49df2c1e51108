#!/bin/sh
# Shows that regions, loops, barriers, reductions and single make no system call while the team spins: traces
# rivals/src/bin/hot_paths.rs with strace and counts the calls of all threads between its two marks.
#
# A busy machine may preempt a member long enough for the others to yield or sleep, as they should; so up to five runs
# are made, and one without any call is the proof. Exits with 1 if there is none; `chrt -f 1 no-syscall.sh`, as root,
# keeps other processes away.
set -eu
rounds=${1:-100000}
cd "$(dirname "$0")/../.."
command -v strace >/dev/null || { echo "strace is missing" >&2; exit 2; }
cargo build --quiet --release --package rivals --bin hot_paths
trace=$(mktemp)
trap 'rm -f "$trace"' EXIT
for run in 1 2 3 4 5; do
    strace -f -o "$trace" "${CARGO_TARGET_DIR:-target}/release/hot_paths" "$rounds" 2>/dev/null
    # Lines are "PID call(…"; "PID <... call resumed>" ends a call that began earlier, and counts as well, unless it
    # is the write of a mark.
    calls=$(awk '/hot ends/ { hot = 0 } hot && !/write resumed/ { print $2, $3, $4 } /hot begins/ { hot = 1 }' "$trace" |
        sed 's/(.*//; s/^<\.\.\. \([a-z0-9_]*\) .*/\1/' | sort | uniq -c | sort -rn)
    if ! grep -q 'hot ends' "$trace"; then
        echo "the traced program did not finish" >&2
        exit 1
    fi
    if [ -z "$calls" ]; then
        echo "run $run: $rounds rounds, no system call in any thread"
        exit 0
    fi
    echo "run $run: $rounds rounds, system calls between the marks:"
    echo "$calls"
done
exit 1
