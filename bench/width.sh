#!/usr/bin/env bash
# The width search on one thread and on two: throughput, and whether the results are the same bytes.
# The figures are the fastest of three runs each, taken in turns.  Exit status 77: there is one core.
set -euo pipefail
export LC_ALL=C

: "${top_builddir:=$PWD}"
: "${NWIDTH:=$top_builddir/nwidth}"
if (($(nproc) < 2)); then
    echo 'width.sh: skipped, there is one core' >&2
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

search() { # THREADS
    "$NWIDTH" width g --target bump:r=1 --scales 8,12,16 --targets 8 --theta 0.25 --seed 1 --threads "$1" \
        --quiet --no-provenance --format json --output "$folder/$1.json"
}

# Milliseconds of one search.
measure() { # THREADS
    local begin=${EPOCHREALTIME/[.,]/} end
    search "$1"
    end=${EPOCHREALTIME/[.,]/}
    echo $(((end - begin) / 1000))
}

least=([1]=999999999 [2]=999999999)
for _ in 1 2 3; do
    for threads in 1 2; do
        took=$(measure "$threads")
        if ((took < least[threads])); then
            least[threads]=$took
        fi
    done
done
same=different
if cmp -s "$folder/1.json" "$folder/2.json"; then
    same=identical
fi
awk -v one="${least[1]}" -v two="${least[2]}" -v same="$same" 'BEGIN {
    printf "width search, 24 targets, M = 8, 12, 16: %.2f s on one thread, %.2f s on two: %.2f times the throughput, results %s\n",
        one / 1000, two / 1000, one / two, same }'
