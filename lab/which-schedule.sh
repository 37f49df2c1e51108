#!/usr/bin/env bash
# Measures and simulates what the README's section "Which schedule?" shows, in some minutes on a quiet machine:
#
#   lab/which-schedule.sh         writes docs/which-schedule.svg, and prints the tables and what the simulator is worth
#
# Everything else that was found goes to target/which-schedule/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=target/which-schedule
mkdir -p "$out" docs
cargo build --locked --release -p ferromp-lab
lab=target/release/ferromp-lab
"$lab" bench --threads 2 --rounds "${ROUNDS:-15}" --html "$out/bench.html" --json "$out/bench.json" --md "$out/bench.md" \
    >"$out/bench.txt"
"$lab" simulate --threads 16,128 --html "$out/simulate.html" --md "$out/simulate.md" --svg "$out/simulate.svg" \
    >"$out/simulate.txt"
"$lab" simulate --threads 128 --svg docs/which-schedule.svg >"$out/picture.txt"
"$lab" validate --rounds "${ROUNDS:-15}" >"$out/validate.txt"
cat "$out/bench.md" "$out/simulate.md"
grep '^On ' "$out/bench.txt" "$out/simulate.txt" "$out/validate.txt"
