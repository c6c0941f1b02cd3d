#!/usr/bin/env bash
# How small q becomes: m1 = m2 = 1, bumps of order 1, theta = 1/4, a free embedding at the centres, output bias
# counted (N_q = w (k + 3) + 1).  For each scale M the seconds of `nwidth gap' on all cores, and the median and range
# of N_q over five targets, beside the median of the prototype that is to be beaten.  Q_SCALES (4 6 8) chooses the
# scales.
set -euo pipefail
export LC_ALL=C

: "${top_builddir:=$PWD}"
: "${NWIDTH:=$top_builddir/nwidth}"
: "${Q_SCALES:=4 6 8}"
declare -A to_beat=([4]=27 [6]=51 [8]=101)

if [[ ! -x $NWIDTH ]]; then
    echo "q_search.sh: $NWIDTH is missing; run 'make' in the build folder" >&2
    exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

echo 'q with free embeddings, theta = 1/4, five targets: the smallest proven N_q'
for scale in $Q_SCALES; do
    begin=${EPOCHREALTIME/[.,]/}
    "$NWIDTH" gap --methods q-free --scales "$scale" --targets 5 --theta 0.25 --k 1:8 --output-bias --seed 1 \
        --out "$folder/$scale.db" --quiet >/dev/null
    end=${EPOCHREALTIME/[.,]/}
    "$NWIDTH" gap records "$folder/$scale.db" --no-provenance --output "$folder/$scale.json"
    # One line a target: N_q, k, the width, the fewest connections; the indices come after the points they count.
    awk '
        { value = $2; sub(/,$/, "", value) }
        $1 == "\"points\":" { points = 0; proved = 0 }
        $1 == "\"k\":" && value != "[" { k[points] = value }
        $1 == "\"width\":" { width[points] = value }
        $1 == "\"parameters\":" { parameters[points] = value }
        $1 == "\"connections\":" { connections[points++] = value }
        $1 == "\"fewest_parameters\":" { least = value; proved = value ~ /^[0-9]+$/ }
        $1 == "\"fewest_connections\":" && proved {
            print parameters[least], k[least], width[least], connections[value]
        }' "$folder/$scale.json" | sort -n >"$folder/$scale.rows"
    awk -v scale="$scale" -v took=$((end - begin)) -v beat="${to_beat[$scale]:-}" '
        { dense[NR] = $1; shape[NR] = "k = " $2 ", width " $3; sparse[NR] = $4 }
        END {
            if (NR < 5) {
                printf("  M = %d: %.1f s; only %d of 5 targets have a proven q\n", scale, took / 1e6, NR)
                exit
            }
            for (i = 2; i <= NR; i++)
                for (j = i; j > 1 && sparse[j - 1] > sparse[j]; j--) {
                    spare = sparse[j]; sparse[j] = sparse[j - 1]; sparse[j - 1] = spare
                }
            printf("  M = %d: %.1f s; N_q %d (%d to %d; %s), by connections %d", scale, took / 1e6, dense[3], dense[1],
                dense[5], shape[3], sparse[3])
            if (beat != "")
                printf("; to beat %d: %s", beat, dense[3] <= beat ? "yes" : "no")
            printf("\n")
        }' "$folder/$scale.rows"
done
