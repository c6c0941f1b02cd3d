#!/usr/bin/env bash
# A gap study on one rank of MPI and on two: throughput of the whole command, start of MPI included, and whether the
# records are the same bytes.  The figures are the fastest of three runs each, taken in turns.  Exit status 77: there is
# one core, or no MPI.
set -euo pipefail
export LC_ALL=C OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

: "${top_builddir:=$PWD}"
: "${NWIDTH:=$top_builddir/nwidth}"
if (($(nproc) < 2)); then
    echo 'gap_mpi.sh: skipped, there is one core' >&2
    exit 77
fi
if ! command -v mpirun >/dev/null || ! grep -q '^MPI_LIBS = .*mpi' "$top_builddir/Makefile"; then
    echo 'gap_mpi.sh: skipped, built without MPI' >&2
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

study=(--methods g --scales 10 --targets 60 --starts 8)

# Milliseconds of one study.
measure() { # RANKS
    local begin=${EPOCHREALTIME/[.,]/} end
    rm -f "$folder/$1.db"
    mpirun --oversubscribe --bind-to none -n "$1" "$NWIDTH" gap "${study[@]}" --out "$folder/$1.db" --quiet >/dev/null
    end=${EPOCHREALTIME/[.,]/}
    echo $(((end - begin) / 1000))
}

least=([1]=999999999 [2]=999999999)
for _ in 1 2 3; do
    for ranks in 1 2; do
        took=$(measure "$ranks")
        if ((took < least[ranks])); then
            least[ranks]=$took
        fi
    done
done
for ranks in 1 2; do
    "$NWIDTH" gap records "$folder/$ranks.db" --no-provenance --output "$folder/$ranks.json"
done
same=different
if cmp -s "$folder/1.json" "$folder/2.json"; then
    same=identical
fi
awk -v one="${least[1]}" -v two="${least[2]}" -v same="$same" 'BEGIN {
    printf "gap study, 60 jobs, M = 10: %.2f s on one rank, %.2f s on two: %.2f times the throughput, records %s\n",
        one / 1000, two / 1000, one / two, same }'
