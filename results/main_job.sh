#!/usr/bin/env bash
# Usage: main_job.sh PROGRAM FOLDER
# The main job.  FOLDER/theorems: the theorem tables for m1 = m2 = 1 and for m1 = 2, m2 = 3 over eps = 1e-1 .. 1e-6 and
# the separation thresholds.  FOLDER/widths: the widths of g measured on bump targets with r = 1 and r = 2, certified,
# beside the bounds, as tables and as a figure; the networks have the paper's form, for which the bounds are stated: no
# bias in the last layer.  FOLDER/gap: q of embedding methods against g of hypernetworks for m1 = m2 = 1, M = 2 .. 8, the
# study of study.json, measured, certified, bounded; it ends with the headline page.  An interrupted study goes on where
# it ended.  Tables are written as text, CSV, JSON and LaTeX; the text is shown.
set -euo pipefail

if [ $# -ne 2 ]; then
    echo "usage: $0 PROGRAM FOLDER" >&2
    exit 2
fi
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
study=$(cd "$(dirname "$0")" && pwd)/gap/study.json
mkdir -p "$2/theorems" "$2/widths" "$2/gap"
cd "$2"

# make_table NAME ARGUMENT...: one table in every format.
make_table() {
    local name=$1 format
    shift
    for format in text:txt csv:csv json:json latex:tex; do
        "$program" table "$@" --format "${format%:*}" --output "$name.${format#*:}"
    done
    cat "$name.txt"
    echo
}

(
    cd theorems
    make_table theorems-m1-1-m2-1 theorems --m1 1 --m2 1 --eps 1e-1:1e-6:log6
    make_table theorems-m1-2-m2-3 theorems --m1 2 --m2 3 --eps 1e-1:1e-6:log6
    make_table separation separation --m1 1:3 --m2 1:3
)

(
    cd widths
    for r in 1 2; do
        echo "measuring widths on bump targets, r = $r" >&2
        "$program" width g --target "bump:r=$r,n=1" --scales 2:16 --targets 20 --seed 1 --theta 0.25 \
            --no-output-bias --format json --no-provenance --output "measured-r$r.json"
    done
    make_table widths widths measured-r1.json measured-r2.json
    for suffix in svg pdf gp; do
        "$program" plot widths measured-r1.json measured-r2.json --output "widths.$suffix"
    done
    echo "figure: $PWD/widths.svg, $PWD/widths.pdf"
)

cd gap
echo "measuring q against g, m1 = m2 = 1" >&2
# A file of another study or version is put aside.  Exit status 3: some job came out unknown, which the tables say.
measure_gap() {
    "$program" gap "$study" --out gap.db >/dev/null
}
status=0
measure_gap || status=$?
if [ "$status" -eq 2 ] && [ -f gap.db ]; then
    mv gap.db gap.db.old
    status=0
    measure_gap || status=$?
fi
[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
"$program" gap records gap.db --no-provenance --output records.json
make_table gap gap gap.db >/dev/null
for suffix in svg pdf gp tex; do
    "$program" plot gap gap.db --output "figure.$suffix"
done
echo
make_table headline headline gap.db
echo "figure: $PWD/figure.svg, $PWD/figure.pdf; all tables: $PWD/gap.txt"
