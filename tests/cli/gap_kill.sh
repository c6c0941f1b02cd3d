#!/usr/bin/env bash
# Usage: gap_kill.sh [KILLS]
# A gap study is killed with kill -9 at random moments, and resumed each time: no result is lost, none is there twice, and
# the records are those of a run nobody disturbed.  KILLS is the number of kills, 20; NW_TEST_SEED chooses the moments.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

kills=${1:-${NWIDTH_KILLS:-20}}
seed=${NW_TEST_SEED:-20260101}
RANDOM=$((seed % 32768))
echo "moments from NW_TEST_SEED=$seed"

study=(--methods g --scales 1:2 --theta 0.25,0.3,0.35,0.4 --targets 3 --starts 0 --max-width 24)
begin=${EPOCHREALTIME/[.,]/}
run 0 gap "${study[@]}" --out whole.db --threads 2 --quiet
span=$(((${EPOCHREALTIME/[.,]/} - begin) / 1000)) # milliseconds of a whole run
run 0 gap records whole.db --no-provenance -o whole.json
jobs=$(jq '.jobs | length' whole.json)

# The numbers of the jobs that are done, one a line; nothing where there is no file yet.
done_jobs() {
    if [[ -f killed.db ]]; then
        "$NWIDTH" gap records killed.db --no-provenance >records.json || fail 'the records of a killed run cannot be read'
        jq -r '.jobs | to_entries[] | select(.value.record != null) | .key' records.json
    fi
}

killed=0
rounds=0
: >before
while ((killed < kills)); do
    rounds=$((rounds + 1))
    if ((rounds > 20 * kills)); then
        fail "only $killed of $kills kills hit in $rounds rounds"
        break
    fi
    # Whole runs one after the other; each is killed a few times on its way.
    if (($(wc -l <before) == jobs)); then
        checks=$((checks + 1))
        cmp -s records.json whole.json || fail 'the records differ from those of an undisturbed run'
        rm -f killed.db*
        : >before
    fi
    "$NWIDTH" gap "${study[@]}" --out killed.db --threads 2 --quiet >/dev/null 2>errors &
    child=$!
    wait_ms=$((RANDOM * (span / 3 + 20) / 32768))
    sleep "$((wait_ms / 1000)).$(printf '%03d' $((wait_ms % 1000)))"
    if kill -KILL $child 2>/dev/null; then
        killed=$((killed + 1))
    fi
    wait $child 2>/dev/null
    if [[ -s errors ]]; then
        fail "a resumed run says $(<errors)"
    fi
    done_jobs >after
    checks=$((checks + 1))
    [[ -z $(comm -23 <(sort before) <(sort after)) ]] || fail "kill $killed: results were lost"
    [[ -z $(uniq -d <(sort after)) ]] || fail "kill $killed: results are there twice"
    mv after before
done

run 0 gap "${study[@]}" --out killed.db --threads 2 --quiet
run 0 gap records killed.db --no-provenance -o killed.json
checks=$((checks + 1))
cmp -s killed.json whole.json || fail 'the last records differ from those of an undisturbed run'
checks=$((checks + 1))
[[ ! -e killed.db-wal && ! -e killed.db-shm ]] || fail 'a finished study is more than one file'
echo "$killed kills of a run of $span ms, $jobs jobs"
finish
