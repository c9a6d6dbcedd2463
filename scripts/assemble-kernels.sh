#!/usr/bin/env bash
# Assembles the kernels that a build with feature `cuda` left below a target folder, as the driver
# of a GPU does when they are first launched: a kernel that wants more registers or shared memory
# than there is fails here and not there. Run it with scripts/with-cuda.sh.
set -euo pipefail
files=$(find "$1" -path '*/build/faceoff-kernels-*/out/*.ptx')
[ -n "$files" ] || { echo "no kernels below $1: build with --features cuda first" >&2; exit 1; }
for file in $files; do
    target=$(sed -n 's/^\.target \([a-z0-9_]*\).*/\1/p' "$file" | head -1)
    said=$(ptxas --gpu-name "$target" --verbose --output-file /dev/null "$file" 2>&1) || {
        grep -v '^ptxas info\|bytes stack frame' <<<"$said" >&2
        echo "$file does not assemble for $target" >&2
        exit 1
    }
    spilled=$(grep -c ' [1-9][0-9]* bytes spill' <<<"$said" || true)
    echo "$file: $(grep -c '\.entry' "$file") kernels for $target, $spilled of them spill registers"
done
