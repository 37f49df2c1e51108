#!/usr/bin/env bash
# Runs the tests of the runtime's protocols under ThreadSanitizer; stops at the first report.
#
#   .ci/tsan.sh             the tests below
#   .ci/tsan.sh NAME...     only these test programs (names of files in tests/)
#
# Needs a nightly toolchain for x86_64 or aarch64 Linux, without further components: std stays uninstrumented, and
# what follows from that is in tsan.supp, each with its reason. SeqCst fences, which ThreadSanitizer does not model,
# publish no data here: they only decide who rings whom (src/wait).
# Nothing is captured: std's lock around captured output is precompiled.
# Left out: programs that fork or measure the process, doctests, and tests that read what scoped threads wrote
# (the join at the end of a scope is precompiled).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=$(rustc -vV | sed -n 's/^host: //p')
case $target in
    x86_64-unknown-linux-gnu | aarch64-unknown-linux-gnu) ;;
    *) echo "tsan: left out, not set up for $target"; exit 0 ;;
esac
if ! cargo +nightly --version >/dev/null 2>&1; then
    echo "tsan: left out, no nightly toolchain (rustup toolchain install nightly)"
    exit 0
fi

flags="-Zsanitizer=thread"
# Newer compilers refuse to link with an uninstrumented std unless told that it is meant.
if rustc +nightly -Cunsafe-allow-abi-mismatch=sanitizer --print cfg >/dev/null 2>&1; then
    flags+=" -Cunsafe-allow-abi-mismatch=sanitizer"
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export TSAN_OPTIONS="suppressions=$PWD/.ci/tsan.supp halt_on_error=1 exitcode=66 history_size=7"

# A tool that reports nothing proves nothing: it must see a race that is there.
cat >"$scratch/race.rs" <<'RUST'
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
static mut SHARED: u64 = 0;
static READY: AtomicU32 = AtomicU32::new(0);
fn race() {
    READY.fetch_add(1, Relaxed); // orders nothing
    while READY.load(Relaxed) < 2 { std::thread::yield_now() }
    for _ in 0..1000 { unsafe { SHARED += 1 } }
}
fn main() {
    let other = std::thread::spawn(race);
    race();
    other.join().unwrap();
}
RUST
# shellcheck disable=SC2086
rustc +nightly --target "$target" --edition 2021 $flags -o "$scratch/race" "$scratch/race.rs" 2>"$scratch/errors" || {
    cat "$scratch/errors"
    echo "tsan: left out, this nightly cannot build with the sanitizer"
    exit 0
}
seen=no
for _ in 1 2 3 4 5; do
    "$scratch/race" >/dev/null 2>"$scratch/report" || { seen=yes; break; }
done
if [[ $seen == no ]]; then
    echo "tsan: a race went unseen, so the rest would prove nothing" >&2
    exit 1
fi

if (($#)); then programs=("$@"); else programs=(soundness misuse divergent stress_regions exactly_once shared_data critical \
    depend detach tasks_hostile tasks_loops tasks_panics tasks_trees tasks_waits); fi
# Scoped threads and what they wrote; data behind a std lock that is contended, whose slow path is precompiled.
left_out=(tasks_of_several_teams regions_with_tasks_from_many_threads trees_from_many_threads an_async_runtime
    a_chunk_that_waits_runs_no_other_chunk a_second_half_is_not_run_inside_the_first
    a_tied_task_that_waits_runs_nothing_unrelated)
arguments=()
for program in "${programs[@]}"; do arguments+=(--test "$program"); done
export RUSTFLAGS="$flags" CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}/tsan" PROPTEST_CASES=20 RUST_BACKTRACE=0
cargo +nightly test --target "$target" "${arguments[@]}" -- \
    --test-threads 2 --nocapture "${left_out[@]/#/--skip=}"
if (($# == 0)); then
    cargo +nightly test --target "$target" --lib -- --test-threads 2 --nocapture team:: barrier:: wait:: worksharing::
fi
echo "tsan: no report"
