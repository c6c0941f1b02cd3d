#!/usr/bin/env bash
# nwidth experiment: the catalogue, counts, a tiny run kept in a file and in memory, its tables and figures in every
# format, and what is refused.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

# ---- the catalogue and the settings ----

run 0 experiment list --format json -o list.json
jq_is '["synthetic-depth","synthetic-embedding","assumption1","assumption2","rotation","lr","colorization"]' \
    '[.rows[].experiment]' list.json
jq_is '"Figures 1a, 4a, 4b"' '.rows[0].figures' list.json
while read -r name; do
    run 0 experiment "$name" --preset tiny --print-study -o "$name.json"
    jq_is "\"$name\"" .experiment "$name.json"
    run 0 experiment "$name.json" --print-study -o again.json
    checks=$((checks + 1))
    cmp -s "$name.json" again.json || fail "the settings of $name change when they are read back"
done < <(jq -r '.rows[].experiment' list.json)
run 0 experiment rotation --values 2,4:5 --methods embedding --epochs 3 --rate 0.5 --biases no --batch 7 --print-study \
    -o set.json
jq_is '[[2,4,5],["embedding"],3,"0.5",false,7]' '[.values, .methods, .epochs, .rate, .biases, .batch]' set.json
run 0 experiment set.json --preset tiny --as-released --budget equal --seed 9 --print-study -o more.json
jq_is '["tiny",true,"equal",9,3,"0.5"]' '[.preset, .as_released, .budget, .seed, .epochs, .rate]' more.json

# ---- counts: as the paper has them ----

run 0 experiment synthetic-depth --counts --format json -o counts.json
jq_is '16' '.rows | length' counts.json
jq_is '["10010","1101000","yes"]' \
    '.rows[] | select(.k == "2" and .method == "hypernetwork") | [.primary, .inner, .agree]' counts.json
jq_is '["110010","1170000","yes"]' \
    '.rows[] | select(.k == "9" and .method == "embedding") | [.primary, .inner, .agree]' counts.json
run 0 experiment synthetic-embedding --counts
grep -q 'no: N_q is 9000 less' out || fail 'the counts of synthetic-embedding hide that a formula differs'

# ---- a run: in a file, on another number of threads, in memory ----

tiny=(experiment synthetic-depth --preset tiny --types "I,II" --quiet --no-provenance)
run 0 "${tiny[@]}" --out first.db --threads 1
mv out first.txt
run 0 "${tiny[@]}" --out second.db --threads 2
run 0 "${tiny[@]}" --out first.db
checks=$((checks + 3))
cmp -s first.txt out || fail 'asking again gives another table'
run 0 "${tiny[@]}"
cmp -s first.txt out || fail 'results in memory give another table than those in a file'
for words in 'The paper saw: ' 'This run, type I: hypernetwork ' 'preset tiny' 'drawn from N(0, 1)' \
    'each an estimate on' 'Not stated in the paper' 'Baselines, on the same test samples' 'N_q/N_g = '; do
    checks=$((checks + 1))
    tr '\n' ' ' <out | tr -s ' ' | grep -qF "$words" || fail "the table does not say '$words'"
done
for file in first second; do
    run 0 experiment records $file.db --no-provenance -o $file.json
done
cmp -s first.json second.json || fail 'the number of threads changes the records'
jq_is '16' '.jobs | length' first.json
jq_is 'true' '.jobs | all(.record.epochs == [0, 1, 2, 3])' first.json
run 0 experiment status first.db

# the means of the table are those of the records
run 0 table experiment first.db --format json -o table.json
jq_is '8' '.rows | length' table.json
jq -r '.jobs[].record.test[-1]' first.json >last
while read -r number; do printf '%.17g\n' "$number"; done <last >decimal
jq -r '.rows[] | .test' table.json >means
checks=$((checks + 1))
paste - - <decimal | awk '{ printf "%.12g\n", ($1 + $2) / 2 }' >expected
awk '{ printf "%.12g\n", $1 }' means | diff expected - >difference || fail "the means are not those of the records:
$(cat difference)"

# ---- tables and figures ----

run 0 experiment assumption1 --preset tiny --images uniform --out pair.db --quiet -o /dev/null
run 0 experiment rotation --preset tiny --values 2 --out rotation.db --quiet --format csv
[[ $(head -1 out) == '#'* ]] || fail 'the CSV has no line of provenance'
run 0 table experiment first.db pair.db rotation.db --format csv --no-provenance
checks=$((checks + 1))
[[ $(wc -l <out) -eq $((1 + 8 + 4 + 2)) ]] || fail 'the CSV of three experiments has not a row for each group and epoch'
run 0 table experiment first.db pair.db rotation.db --format json -o all.json
jq_is '["assumption1","rotation","synthetic-depth"]' '[.rows[].experiment] | unique' all.json
jq_is 'true' '[.notes[] | select(test("^rotation: Data: grey images drawn by nwidth"))] | length == 1' all.json
for style in text latex markdown; do
    run 0 table experiment first.db pair.db --format $style
    checks=$((checks + 1))
    [[ $(grep -c 'nwidth table experiment' out) -eq 1 ]] || fail "table experiment --format $style says its origin not once"
done
run 0 table experiment first.db pair.db rotation.db
checks=$((checks + 1))
(($(wc -L <out) <= 110)) || fail "table experiment writes lines of $(wc -L <out) columns"
for file in first pair rotation; do
    run 0 plot experiment $file.db -o $file.tex
    run 0 plot experiment $file.db -o $file.gp
    if command -v gnuplot >/dev/null; then
        run 0 plot experiment $file.db -o $file.svg
        run 0 plot experiment $file.db -o $file.pdf
        checks=$((checks + 2))
        grep -q '</svg>' $file.svg || fail "$file.svg is no SVG"
        [[ $(head -c 5 $file.pdf) == %PDF- ]] || fail "$file.pdf is no PDF"
        gnuplot -e 'set terminal svg' $file.gp >/dev/null 2>complaints
        [[ ! -s complaints ]] || fail "gnuplot says: $(cat complaints)"
    fi
done
checks=$((checks + 1))
[[ $(grep -c '^plot \$panel' first.gp) -eq 2 ]] || fail 'the figure of two types has not two panels'

# ---- what is refused ----

refuses 2 "which experiment? see 'nwidth experiment list'" experiment
refuses 2 "there is no experiment 'rotatoin'; did you mean 'rotation'?" experiment rotatoin
refuses 2 'experiment takes one name' experiment rotation lr
refuses 2 '--types means nothing to the experiment rotation; it is for synthetic-depth, synthetic-embedding' \
    experiment rotation --types I
refuses 2 '--rate means nothing to the experiment lr' experiment lr --rate 1
refuses 2 '--budget means nothing' experiment assumption1 --budget equal
refuses 2 '--points means nothing' experiment synthetic-depth --points 4
refuses 2 "--preset is 'huge'; expected one of paper, quick, tiny" experiment rotation --preset huge
refuses 2 "--types holds 'IV'; expected I, II, III" experiment synthetic-depth --types IV
refuses 2 '--values ' experiment synthetic-depth --values 1
refuses 2 '--values ' experiment synthetic-depth --values 2,2
refuses 2 '--epochs 1e3: expected an integer' experiment rotation --epochs 1e3
refuses 2 '--epochs is 0, and must be from 1' experiment rotation --epochs 0
refuses 2 '--biases maybe: expected yes or no' experiment rotation --biases maybe
refuses 2 '--rate ' experiment rotation --rate nan
refuses 2 '--d-i ' experiment synthetic-depth --preset tiny --d-x 7
refuses 2 'no/such/folder' experiment rotation --preset tiny --data no/such/folder
refuses 2 'which file?' table experiment
refuses 2 'takes no setting' table experiment first.db --r 2
refuses 2 'no/such/file' table experiment no/such/file
refuses 2 'takes one file' plot experiment
refuses 2 'takes one file' plot experiment first.db pair.db
refuses 2 'first.json' table experiment first.json
refuses 2 'another study' experiment synthetic-depth --preset tiny --types I --quiet --out first.db
refuses 2 'first.db' plot gap first.db
finish
