#!/bin/sh
# The kernels beside other implementations of them: interleaved rounds, medians, ratios.
#
#   npb/compare.sh [-f FORM] [-c CLASS] [-r ROUNDS] [-t "THREADS …"] [-k "KERNELS …"] NAME=COMMAND …
#
# In COMMAND, %k stands for the kernel (`ep`), %K for the same in capitals, %c for the class, and %t for the number of
# threads. It must print the benchmarks' usual report. For example, with NPB-CPP built in ~/NPB-CPP/NPB-OMP:
#
#   npb/compare.sh -c A 'cpp=env OMP_NUM_THREADS=%t ~/NPB-CPP/NPB-OMP/bin/%k.%c'
#
# For each kernel and number of threads: the median time of ours, and of ours divided by theirs; and the parallel efficiency of
# each, its time on one thread divided by the processor time of all its threads, if one thread is among those measured. A run
# that does not verify ends the comparison. FORM is `annotations` or `regions`.
set -eu
form=annotations class=A rounds=5 threads="1 2" kernels="ep mg cg ft is bt sp lu"
while getopts f:c:r:t:k: option; do
    case $option in
        f) form=$OPTARG ;;
        c) class=$OPTARG ;;
        r) rounds=$OPTARG ;;
        t) threads=$OPTARG ;;
        k) kernels=$OPTARG ;;
        *) sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 2; }

cd "$(dirname "$0")/.."
cargo build --quiet --release --package npb
ours="${CARGO_TARGET_DIR:-target}/release/npb %k --class %c --threads %t --form $form"
times=$(mktemp)
trap 'rm -f "$times"' EXIT

# run NAME COMMAND KERNEL THREADS: notes the time that the report gives, and the operations in a second.
run() {
    capitals=$(echo "$3" | tr a-z A-Z)
    command=$(echo "$2" | sed "s/%k/$3/g; s/%K/$capitals/g; s/%c/$class/g; s/%t/$4/g")
    report=$(sh -c "$command") || { echo "$report"; echo "failed: $command" >&2; exit 1; }
    case $report in
        *UNSUCCESSFUL*) echo "not verified: $command" >&2; exit 1 ;;
        *SUCCESSFUL*) ;;
        *) echo "no verification: $command" >&2; exit 1 ;;
    esac
    echo "$report" | awk -v key="$3 $4 $1" '
        /Time in seconds/ { time = $NF }
        /Mop\/s total/ { mops = $NF }
        END { print key, time, mops }' >>"$times"
}

round=0
while [ $((round += 1)) -le "$rounds" ]; do
    for kernel in $kernels; do
        for count in $threads; do
            run ours "$ours" "$kernel" "$count"
            for other in "$@"; do
                run "${other%%=*}" "${other#*=}" "$kernel" "$count"
            done
        done
    done
    echo "round $round of $rounds" >&2
done

# Some reports give two digits after the point: the operations in a second, which have more, say what the time was, if they are
# counted as ours.
awk '
    $3 == "ours" { operations[$1] = $4 * $5 }
    {
        fine = $5 ? operations[$1] / $5 : 0
        print $1, $2, $3, fine > $4 - 0.02 && fine < $4 + 0.02 ? fine : $4
    }' "$times" | sort -k1,1 -k2,2n -k3,3 -k4,4n | awk -v names="$(for other in "$@"; do echo "${other%%=*}"; done)" '
    { key = $1 " " $2; n[key, $3]++; time[key, $3, n[key, $3]] = $4; if (!(key in seen)) { seen[key]; keys[++count] = key } }
    function median(key, name, m) {
        m = n[key, name]
        if (!m) return 0
        return m % 2 ? time[key, name, (m + 1) / 2] : (time[key, name, m / 2] + time[key, name, m / 2 + 1]) / 2
    }
    function efficiency(kernel, threads, name, one) {
        one = median(kernel " 1", name)
        return one ? sprintf("%.2f", one / (threads * median(kernel " " threads, name))) : "-"
    }
    END {
        others = split(names, other)
        printf "%-6s %7s %10s", "kernel", "threads", "ours (s)"
        for (o = 1; o <= others; o++) printf " %12s", "/ " other[o]
        printf " %10s", "efficiency"
        for (o = 1; o <= others; o++) printf " %10s", "of " other[o]
        printf "\n"
        for (k = 1; k <= count; k++) {
            split(keys[k], part)
            mine = median(keys[k], "ours")
            printf "%-6s %7s %10.3f", part[1], part[2], mine
            for (o = 1; o <= others; o++) printf " %12.2f", mine / median(keys[k], other[o])
            printf " %10s", efficiency(part[1], part[2], "ours")
            for (o = 1; o <= others; o++) printf " %10s", efficiency(part[1], part[2], other[o])
            printf "\n"
        }
    }'
