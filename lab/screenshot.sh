#!/usr/bin/env bash
# Renders a report in headless Chromium and checks that the picture shows something:
#
#   lab/screenshot.sh [REPORT.html [PICTURE.png]]     without arguments: of a small run, which it makes itself; the picture
#                                                     is target/ferromp-lab-report.png
#
# Needs chromium; exits with 77 where there is none.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "screenshot: left out, there is no chromium here"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
lab() { cargo run --locked --quiet --release -p ferromp-lab -- "$@"; }

report=${1:-}
if [[ -z $report ]]; then
    report=$work/report.html
    lab simulate --scale 0.05 --threads 4,16 --html "$report" >"$work/table"
fi
picture=${2:-target/ferromp-lab-report.png}
for scheme in light dark; do
    rendered=$work/$scheme.png
    dark=()
    [[ $scheme == light ]] || dark=(--blink-settings=preferredColorScheme=0)
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
        --user-data-dir="$work/profile-$scheme" --window-size=1040,1700 "${dark[@]}" \
        --screenshot="$rendered" "file://$(realpath "$report")" 2>"$work/chromium.log" ||
        { cat "$work/chromium.log" >&2; exit 1; }
    cargo run --locked --quiet --release -p ferromp-lab --example check_picture -- "$rendered" "$scheme"
done
cp "$work/light.png" "$picture"
echo "screenshot: $picture"
