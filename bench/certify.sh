#!/usr/bin/env bash
# Certificates: boxes and time of networks with one to four inputs and of constructed networks, then the cases with one
# input beside Sollya's infnorm at the same tolerance (1 %; the seconds are Sollya's own, without its start).  Both
# enclosures must overlap.  Exit status 77: Sollya is missing.
set -euo pipefail
export LC_ALL=C

: "${top_builddir:=$PWD}"
program=$top_builddir/bench/bench_certify

if [[ ! -x $program ]]; then
    echo "certify.sh: $program is missing; run 'make bench' in the build folder" >&2
    exit 2
fi
"$program"
echo
"$top_builddir/bench/bench_certify_built"
if ! command -v sollya >/dev/null; then
    echo 'certify.sh: the comparison is skipped, it needs sollya (Debian package: sollya)' >&2
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$program" --sollya "$folder" >"$folder/ours"
printf '\n%-22s %12s %12s %10s\n' 'against infnorm, 1 %' 'nwidth, ms' 'Sollya, ms' 'ratio'
while read -r number seconds lower upper name; do
    read -r their_seconds their_lower their_upper < <(timeout 300 sollya "$folder/$number.sollya" </dev/null)
    awk -v name="$name" -v a="$seconds" -v b="$their_seconds" \
        'BEGIN { printf "%-22s %12.3f %12.1f %9.0fx\n", name, 1e3 * a, 1e3 * b, b / a }'
    if ! awk -v a="$lower" -v b="$upper" -v c="$their_lower" -v d="$their_upper" \
        'BEGIN { exit !(a <= d && c <= b) }'; then
        echo "the enclosures differ: $lower .. $upper and $their_lower .. $their_upper" >&2
        exit 1
    fi
done <"$folder/ours"
