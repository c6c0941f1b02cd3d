#!/usr/bin/env bash
# A full-batch gradient step, the forward pass and the Jacobian of networks with one input, one hidden tanh layer and
# one output, on 384 points, in double on one thread: the library beside PyTorch in the same run.  The losses, gradients
# and Jacobians must agree.  Beside each pass stands its rate against cblas_dgemm's.  Exit status 77: PyTorch is
# missing.
set -euo pipefail
export LC_ALL=C OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${top_builddir:=$PWD}"
program=$top_builddir/bench/bench_network

if [[ ! -x $program ]]; then
    echo "network.sh: $program is missing; run 'make bench' in the build folder" >&2
    exit 2
fi
source "$here/find_torch.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$program" >"$folder/library"
"$python" "$here/network_torch.py" >"$folder/torch"

"$python" - "$folder" <<'PYTHON'
import sys

folder = sys.argv[1]


def lines(name):
    with open(folder + "/" + name) as rows:
        return {tuple(row.split()[:2]): [float(word) for word in row.split()[2:]] for row in rows}


library, peer = lines("library"), lines("torch")
time, operations, _ = library.pop(("dgemm", "192"))
rate = operations / time
print("%-9s %6s %12s %12s %8s %9s %8s" % ("pass", "width", "library, us", "PyTorch, us", "ratio", "GFLOP/s", "/ dgemm"))
wrong = []
for key, (time, operations, check) in library.items():
    other, _, expected = peer[key]
    print("%-9s %6s %12.2f %12.2f %8.1f %9.2f %8.2f" % (key[0], key[1], time / 1e3, other / 1e3, other / time,
                                                       operations / time, operations / time / rate))
    if not abs(check - expected) <= 1e-11 * abs(expected):
        wrong.append((key, check, expected))
print("cblas_dgemm, 192 x 192: %.2f GFLOP/s; tanh counts as one operation" % rate)
if wrong:
    print("the values differ:", wrong)
    sys.exit(1)
print("losses and gradients agree")
PYTHON
