#!/usr/bin/env bash
# Where the time of one Levenberg-Marquardt iteration goes, and the rate of the normal equations beside DGEMM; then
# sup-norm fits of bump targets at M = 8 and M = 16: the expected time to a given error (time of all starts over the
# number that reached it), beside PyTorch's L-BFGS and Adam from the same starts, all on one thread.  PyTorch gets
# FIT_SECONDS (20) for each method and target.  Exit status 77: PyTorch is missing.
set -euo pipefail
export LC_ALL=C OPENBLAS_NUM_THREADS=1

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${top_builddir:=$PWD}"
: "${FIT_SECONDS:=20}"
program=$top_builddir/bench/bench_fit
starts=40
errors=(0.5 0.25 0.1)

if [[ ! -x $program ]]; then
    echo "fit.sh: $program is missing; run 'make bench' in the build folder" >&2
    exit 2
fi

for size in '8 16' '16 32' '16 16'; do
    read -r scale width <<<"$size"
    "$program" iteration "$scale" "$width"
done

source "$here/find_torch.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for size in '8 16' '16 32'; do
    read -r scale width <<<"$size"
    "$program" problem "$scale" "$width" $starts >"$folder/problem"
    "$program" fit "$scale" "$width" $starts "${errors[@]}" | sed 's/^/nwidth /' >"$folder/rows"
    "$python" "$here/fit_torch.py" "$folder/problem" "$FIT_SECONDS" "${errors[@]}" >>"$folder/rows"
    echo "M = $scale, width $width: seconds to a sup error (fraction of the height); starts that reached it"
    awk '
        { expected = $3 > 0 ? $5 / $3 : -1 }
        $1 == "nwidth" { ours[$2] = expected }
        {
            beside = ""
            if ($1 != "nwidth" && ours[$2] > 0)
                beside = sprintf("  %s%.0f x", expected < 0 ? "over " : "", (expected < 0 ? $5 : expected) / ours[$2])
            if (expected < 0)
                printf("  %-7s %5s  never in %7.2f s  (0 of %d)%s\n", $1, $2, $5, $4, beside)
            else
                printf("  %-7s %5s  %14.6f s  (%d of %d)%s\n", $1, $2, expected, $3, $4, beside)
        }' "$folder/rows"
done
