#!/usr/bin/env bash
# Usage: main_job.sh PROGRAM FOLDER
# The main job: the theorem tables for m1 = m2 = 1 and for m1 = 2, m2 = 3 over eps = 1e-1 .. 1e-6 and the separation
# thresholds (FOLDER/theorems); the widths of g measured on bump targets with r = 1 and r = 2, certified, beside the
# bounds (FOLDER/widths); q of embedding methods against g of hypernetworks for m1 = m2 = 1, M = 2 .. 8 (FOLDER/gap).
# It ends with the headline page and the audit's table of what the theorems assume (FOLDER/audit), whose claims are checked
# for it.  An interrupted study goes on where it ended.  The paper's own experiments, which take
# longer, are made by nwidth reproduce without --parts.
set -euo pipefail

if [ $# -ne 2 ]; then
    echo "usage: $0 PROGRAM FOLDER" >&2
    exit 2
fi

program=$(realpath "$1")
"$program" reproduce "$2" --parts theorems,widths,gap
mkdir -p "$2/audit"
cd "$2/audit"
"$program" table audit --format text --output audit.txt
cd ..
for table in theorems/theorems-m1-1-m2-1 theorems/theorems-m1-2-m2-3 theorems/separation widths/widths gap/headline \
    audit/audit; do
    cat "$table.txt"
    echo
done
echo "figures: $PWD/widths/widths.svg, $PWD/gap/figure.svg; all tables: $PWD"
echo "the paper's own experiments: nwidth reproduce"
