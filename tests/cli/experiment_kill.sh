#!/usr/bin/env bash
# An experiment is ended by SIGTERM and by kill -9 at random moments and resumed each time: in the end its records are
# those of a run nobody disturbed, to the last bit, and no checkpoint is left.  NW_TEST_SEED chooses the moments.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

seed=${NW_TEST_SEED:-20260101}
RANDOM=$((seed % 32768))
echo "moments from NW_TEST_SEED=$seed"

settings=(rotation --preset tiny --values 2 --epochs 12 --optimiser adam --rate 0.001 --threads 2)
begin=${EPOCHREALTIME/[.,]/}
run 0 experiment "${settings[@]}" --out whole.db --quiet
span=$(((${EPOCHREALTIME/[.,]/} - begin) / 1000)) # milliseconds of a whole run
run 0 experiment records whole.db --no-provenance -o whole.json

# Every other time SIGTERM, which leaves checkpoints, and the moments come later and later.
for ((round = 1; round <= 10; round++)); do
    "$NWIDTH" experiment "${settings[@]}" --out ended.db --quiet >/dev/null 2>errors &
    child=$!
    wait_ms=$((RANDOM * span / 32768 * round / 10))
    sleep "$((wait_ms / 1000)).$(printf '%03d' $((wait_ms % 1000)))"
    if ((round % 2 == 0)); then
        kill -KILL $child 2>/dev/null
    else
        kill -TERM $child 2>/dev/null
    fi
    wait $child 2>/dev/null
    if [[ -f ended.db ]]; then
        checks=$((checks + 1))
        "$NWIDTH" experiment status ended.db >/dev/null || fail "round $round: the status cannot be read"
    fi
done
run 0 experiment "${settings[@]}" --out ended.db --quiet
run 0 experiment records ended.db --no-provenance -o ended.json
checks=$((checks + 2))
cmp -s whole.json ended.json || fail 'the records differ from those of an undisturbed run'
[[ ! -e ended.db.checkpoints && ! -e ended.db-wal ]] || fail "left behind: $(ls -d ended.db*)"

# Other settings do not go on from there.
refuses 2 'another study' experiment "${settings[@]}" --seed 2 --out ended.db
finish
