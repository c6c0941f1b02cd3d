#!/usr/bin/env bash
# Training steps of plain networks, hypernetworks and embedding methods, the library beside PyTorch on one thread in the
# same run.  First both take steps from the same start on the same samples, with each loss and each method of descent,
# and must arrive at the same parameters; then both are timed by turns, in the settings of the paper's experiments.
# Exit status 77: PyTorch is missing.
set -euo pipefail
export LC_ALL=C OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${top_builddir:=$PWD}"
program=$top_builddir/bench/bench_train

if [[ ! -x $program ]]; then
    echo "train.sh: $program is missing; run 'make bench' in the build folder" >&2
    exit 2
fi
source "$here/find_torch.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" "$here/train_torch.py" "$program" "$folder"
