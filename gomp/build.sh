#!/usr/bin/env bash
# Builds libgomp.so.1, and libgomp.so for linking, in target/<profile>/gomp. Installs nothing. Prints the folder.
#
#   gomp/build.sh             optimised
#   gomp/build.sh --debug     with debug assertions
#
# Needs gcc and binutils beside the Rust toolchain. The archive of the crate is linked by gcc, because rustc gives a
# shared library no versions, and the loader warns of a libgomp without them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

profile=release
arguments=(--release)
if [[ ${1:-} == --debug ]]; then
    profile=debug
    arguments=()
fi
target=${CARGO_TARGET_DIR:-target}
out=$target/$profile/gomp
archive=$target/$profile/libferromp_gomp.a

cargo build --quiet --locked --package ferromp-gomp --lib "${arguments[@]}"
mkdir -p "$out"

# What the map names and the archive has: these are taken out of it with all that they need.
needed=()
while read -r name; do
    needed+=("-Wl,-u,$name")
done < <(comm -12 \
    <(grep -oE '^ +(omp|GOMP)_\w+' gomp/gomp.map | tr -d ' ' | sort -u) \
    <(nm --extern-only --defined-only "$archive" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u))

gcc -shared -o "$out/libgomp.so.1.tmp" gomp/compat.S "${needed[@]}" "$archive" \
    -Wl,-soname,libgomp.so.1 -Wl,--version-script=gomp/gomp.map -Wl,--gc-sections -Wl,-z,defs -Wl,-z,now \
    -lpthread -ldl -lm -lgcc_s -lc
# Renamed, so that a program which runs on the old one keeps it.
mv "$out/libgomp.so.1.tmp" "$out/libgomp.so.1"
ln -sf libgomp.so.1 "$out/libgomp.so"
(cd "$out" && pwd)
