#!/usr/bin/env bash
# nwidth gap under mpirun: the same records as threads, bit for bit, for any number of ranks; errors said once; a rank that
# dies.  Skipped in a build without MPI.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
if [[ ${NWIDTH_MPI-} != yes ]]; then
    echo 'skipped: built without MPI'
    exit 77
fi
need mpirun
need jq
cd "$folder" || exit 1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1

study=(--methods g --scales 2,3 --targets 3 --starts 1)
run 0 gap "${study[@]}" --out threads.db --quiet # no mpirun: as ever
run 0 gap records threads.db --no-provenance -o threads.json
for ranks in 1 2 3; do
    checks=$((checks + 1))
    timeout 300 mpirun -n $ranks "$NWIDTH" gap "${study[@]}" --out $ranks.db --quiet >mpi-out 2>mpi-err ||
        fail "mpirun -n $ranks exits with $?: $(<mpi-err)"
    run 0 gap records $ranks.db --no-provenance -o $ranks.json
    checks=$((checks + 1))
    cmp -s threads.json $ranks.json || fail "$ranks ranks give other records than threads"
    checks=$((checks + 1))
    [[ $(grep -c '^all ' mpi-out) -eq 1 ]] || fail "$ranks ranks report more or less than once"
    [[ ! -e $ranks.db-wal ]] || fail "$ranks ranks leave a log"
done

checks=$((checks + 1))
timeout 300 mpirun -n 2 "$NWIDTH" gap "${study[@]}" --seed 2 --out 2.db >mpi-out 2>mpi-err
code=$?
[[ $code -eq 2 && $(grep -c '2.db holds another study: seed is 1 there and 2 here' mpi-err) -eq 1 ]] ||
    fail "another study under mpirun exits with $code: $(<mpi-err)"

# A rank that is killed ends the run; the next one does what is missing.
longer=(--methods g --scales 2,3 --targets 4 --starts 2)
timeout 300 mpirun -n 2 "$NWIDTH" gap "${longer[@]}" --out killed.db --quiet >mpi-out 2>mpi-err &
child=$!
for ((i = 0; i < 600; i++)); do
    if [[ -f killed.db ]] && [[ $("$NWIDTH" gap status killed.db --format json | jq .total.done) -ge 1 ]]; then
        break
    fi
    sleep 0.05
done
# Rank 1 is the child of mpirun that did not open the file.
for process in /proc/[0-9]*; do
    if tr '\0' '\n' 2>/dev/null <"$process/environ" | grep -qx 'OMPI_COMM_WORLD_RANK=1' &&
        [[ $(readlink "$process/cwd") == "$PWD" ]]; then
        kill -KILL "${process##*/}"
    fi
done
wait $child
run 0 gap status killed.db
checks=$((checks + 1))
timeout 300 mpirun -n 2 "$NWIDTH" gap "${longer[@]}" --out killed.db --quiet >mpi-out 2>mpi-err || fail "after a death: $(<mpi-err)"
run 0 gap "${longer[@]}" --out whole.db --quiet
run 0 gap records killed.db --no-provenance -o killed.json
run 0 gap records whole.db --no-provenance -o whole.json
checks=$((checks + 1))
cmp -s killed.json whole.json || fail 'after the death of a rank the records differ'
finish
