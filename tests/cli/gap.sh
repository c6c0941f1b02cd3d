#!/usr/bin/env bash
# nwidth gap: studies from files and options, resuming, what is refused, status and records; Ctrl-C.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

small=(--methods g --scales 2 --targets 3 --starts 1)

# ---- studies ----

run 0 gap --print-study "${small[@]}" --theta 0.25,1/2 -o study.json
jq_is '["nwidth-study",1,"bump",[2],["0.25","0.5"],3,["g"],[1,8]]' \
    '[.format, .version, .target, .scales, .theta, .targets, .methods, .k]' study.json
run 0 gap study.json --print-study -o again.json
checks=$((checks + 1))
cmp -s study.json again.json || fail '--print-study of a printed study is another study'
run 0 gap study.json --eps 0.1 --seed 4 --print-study
jq_is '[null,["0.1"],4,3]' '[.theta, .eps, .seed, .targets]' "$folder/out"
run 0 gap --print-study --methods g --r 1:2 --m 1+1,2+1 --activation tanh,relu --hidden-layers 1,2 --output-bias --k 2:4 \
    --tasks grid:3 --l1 1 --l2 1e1 --max-width 9
jq_is '[[1,2],[[1,1],[2,1]],["tanh","relu"],[1,2],true,[2,4],"grid:3","1","10",9]' \
    '[.r, .m, .activations, .hidden_layers, .output_bias, .k, .tasks, .l1, .l2, .largest_width]' "$folder/out"

# ---- a run, and the same again ----

run 0 gap "${small[@]}" --out one.db --threads 1 --quiet
run 0 gap "${small[@]}" --out two.db --threads 2 --quiet
for name in one two; do
    run 0 gap records $name.db --no-provenance -o $name.json
done
checks=$((checks + 1))
cmp -s one.json two.json || fail 'two threads give other records than one'
jq_is '[3,"proved","g",1]' '[(.jobs | length), .jobs[0].record.outcome, .jobs[0].job.method, .study.seed]' one.json
cp one.db kept.db
run 0 gap "${small[@]}" --out one.db --format json --quiet
jq_is '[3,3,0,false]' '[.total.jobs, .total.done, .total.unknown, .running]' "$folder/out"
silent 'gap of a complete study'
checks=$((checks + 1))
cmp -s one.db kept.db || fail 'a complete study is written again'
run 0 gap status one.db --format csv --no-provenance
checks=$((checks + 1))
grep -qx 'g,3,3,0' "$folder/out" || fail 'gap status does not count three jobs of g'
checks=$((checks + 1))
[[ -z $(find . -name '*-wal' -o -name '*-shm' -o -name '*.tmp' -o -name '*-journal') ]] || fail 'something stays beside the file'

# What cannot be proven is named, with exit status 3.
run 3 gap "${small[@]}" --max-width 1 --out unknown.db --quiet --format json
jq_is '[3,"g"]' '[.total.unknown, .unknown[0].method]' "$folder/out"
run 0 gap status unknown.db
checks=$((checks + 1))
grep -q 'Unknown: job 0, g of bump' "$folder/out" || fail 'gap status does not name unknown jobs'

# ---- an interruption ----

longer=(--methods g --scales 2,3 --targets 4 --starts 2)
"$NWIDTH" gap "${longer[@]}" --out stopped.db --threads 1 >/dev/null 2>interrupted &
child=$!
for ((i = 0; i < 400; i++)); do
    if [[ -f stopped.db ]] && [[ $("$NWIDTH" gap status stopped.db --format json | jq .total.done) -ge 1 ]]; then
        break
    fi
    sleep 0.05
done
run 0 gap status stopped.db --format json
if kill -TERM $child 2>/dev/null; then
    wait $child
    code=$?
    done_jobs=$("$NWIDTH" gap status stopped.db --format json | jq .total.done)
    if ((done_jobs < 8)); then
        checks=$((checks + 3))
        ((code == 143)) || fail "a run that SIGTERM ended exits with $code"
        ((done_jobs >= 1)) || fail 'an interrupted run lost its results'
        grep -q "of 8 jobs are done and kept" interrupted || fail "an interrupted run says $(<interrupted)"
    fi
fi
run 0 gap "${longer[@]}" --out stopped.db --quiet
run 0 gap "${longer[@]}" --out whole.db --quiet
run 0 gap records stopped.db --no-provenance -o stopped.json
run 0 gap records whole.db --no-provenance -o whole.json
checks=$((checks + 1))
cmp -s stopped.json whole.json || fail 'an interrupted run ends with other results'

# ---- what is refused ----

refuses 2 'which file is the study kept in?' gap
refuses 2 'one.db holds another study: scales is [2] there and [2,3] here' gap --methods g --scales 2,3 --targets 3 \
    --starts 1 --out one.db
refuses 2 'one.db is there already' gap "${small[@]}" --out one.db --no-resume
refuses 2 'study.json with the options: scales holds 2 twice' gap study.json --scales 2,2 --out new.db
refuses 2 "the options: methods holds 'q'" gap --methods q --out new.db
refuses 2 'the options: target gives bumb' gap --target bumb --out new.db
refuses 2 'cannot open none.json' gap none.json --out new.db
refuses 2 'one study file' gap study.json again.json --out new.db
refuses 2 'cannot open none.db' gap status none.db
refuses 2 'study.json is no SQLite database' gap records study.json
refuses 2 'which file? write' gap status
refuses 4 'study.json is no SQLite database' gap "${small[@]}" --out study.json
refuses 4 'cannot write none/new.db: No such file' gap "${small[@]}" --out none/new.db
checks=$((checks + 1))
[[ ! -e new.db ]] || fail 'a refused run made its file'
jq . study.json >"$folder/whole-study" || fail 'a refused run changed a file that is no database'

head -c 5000 one.db >cut.db
cp cut.db before.db
refuses 4 'cut.db is damaged' gap "${small[@]}" --out cut.db
refuses 4 'cut.db is damaged' gap status cut.db
checks=$((checks + 1))
cmp -s cut.db before.db || fail 'a damaged file was changed'

# A full disk: what was kept stays, and a later run goes on.
(
    ulimit -f 34 # the log of eight results is longer
    "$NWIDTH" gap "${longer[@]}" --out full.db --quiet >/dev/null 2>full
    echo $? >full-code
)
if [[ -f full.db ]]; then
    checks=$((checks + 1))
    [[ $(<full-code) -eq 4 && $(<full) == 'nwidth: cannot write full.db: '* ]] ||
        fail "on a full disk: $(<full-code), $(<full)"
    run 0 gap status full.db
    run 0 gap "${longer[@]}" --out full.db --quiet
    run 0 gap records full.db --no-provenance -o full.json
    cmp -s full.json whole.json || fail 'a run after a full disk ends with other results'
else
    fail 'the limit of the file size was too small for this test'
fi
finish
