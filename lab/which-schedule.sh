#!/usr/bin/env bash
# Measures and simulates what the README's section "Which schedule?" shows, in some minutes on a quiet machine:
#
#   lab/which-schedule.sh         writes docs/which-schedule.svg and the tables of README.md, and prints what the simulator
#                                 is worth
#
# Everything else that was found goes to target/which-schedule/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=target/which-schedule
mkdir -p "$out" docs
cargo build --locked --release -p ferromp-lab
lab=target/release/ferromp-lab
"$lab" bench --threads 2 --rounds "${ROUNDS:-15}" --scale "${SCALE:-1}" --html "$out/bench.html" --json "$out/bench.json" --md "$out/bench.md" \
    >"$out/bench.txt"
"$lab" simulate --threads 16,128 --html "$out/simulate.html" --md "$out/simulate.md" --svg docs/which-schedule.svg \
    >"$out/simulate.txt"
"$lab" validate --rounds "${ROUNDS:-15}" --scale "${SCALE:-1}" >"$out/validate.txt"
cat "$out/bench.md" "$out/simulate.md" >"$out/tables.md"
# Between the two marks of the README.
awk -v tables="$out/tables.md" '
    /<!-- which-schedule -->/ { print; while ((getline line < tables) > 0) if (line != "" || !blank) { print line; blank = line == "" }; hidden = 1 }
    /<!-- \/which-schedule -->/ { hidden = 0 }
    !hidden && !/<!-- which-schedule -->/
' README.md >"$out/README.md"
cp "$out/README.md" README.md
cat "$out/tables.md"
grep '^On ' "$out/bench.txt" "$out/simulate.txt" "$out/validate.txt"
