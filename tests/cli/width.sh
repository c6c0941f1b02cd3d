#!/usr/bin/env bash
# nwidth width g: widths, certificates, the same results for any number of threads; table widths and plot widths of them.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

# Bumps of one sign need a unit more than there are bumps.
for scale in 2 4; do
    run 0 width g --target bump:r=1,n=1,M=$scale,signs=plus --theta 0.25 --format json --quiet -o plus.json
    jq_is "$((scale + 1))" '.results[0].width' plus.json
    jq_is "$((3 * scale + 4))" '.results[0].parameters' plus.json
done
jq_is '["g","proved",null,null]' '.results[0] | [.method, .outcome, .network, .certificate]' plus.json
jq_is 'true' '.results[0] | (.certified.lower | tonumber) <= (.certified.upper | tonumber)' plus.json
jq_is 'true' '.results[0] | (.certified.upper | tonumber) <= (.eps | tonumber)' plus.json

# Many targets: files, certificates that are valid, and the same bits from one thread and from two.
search=(width g --target bump:r=1 --scales 2,4 --targets 3 --theta 0.25 --seed 5 --quiet --no-provenance)
run 0 "${search[@]}" --threads 1 --save one --format json -o one.json
run 0 "${search[@]}" --threads 2 --save two --format json -o two.json
checks=$((checks + 1))
diff -r one two >"$folder/difference" || fail 'two threads write other networks than one'
jq_is '6' '.results | length' one.json
jq_is '6' .summary.found one.json
run 0 verify one/*.cert.json
checks=$((checks + 1))
[[ $(grep -c ': valid: ' "$folder/out") -eq 6 ]] || fail 'six certificates are not six valid ones'

run 0 width g --target bump:M=2,signs=plus --theta 0.25 --recheck --format json --quiet -o again.json
jq_is '[1,0]' '.summary | [.rechecked, .moved]' again.json

# ReLU: what is found lies above the exact least width.
run 0 width g --target bump:r=1,M=3,signs=plus --theta 0.25 --activation relu --format json --quiet -o relu.json
jq_is 'true' '.results[0] | .width >= .pieces.least_width' relu.json

# --scales completes a word with and without keys; long words widen their column instead of breaking the table.
for word in bump bump:r=1 bump:; do
    run 0 width g --target "$word" --scales 2 --theta 0.25 --starts 2 --format csv --quiet
    checks=$((checks + 1))
    grep -q '^"bump:r=1,n=1,M=2,signs=seed:7"' "$folder/out" || fail "--target $word --scales 2 has another target"
done
run 0 width g --target bump:M=2,signs=plus --theta 0.25 --activation relu --starts 2 --quiet --no-provenance
checks=$((checks + 1))
[[ $(sed -n '/^---/p' "$folder/out" | cut -d ' ' -f 1 | wc -c) -eq $((27 + 1)) ]] ||
    fail 'the column of targets is narrower than a target'

run 0 width g --target bump:M=2,signs=plus --theta 0.25 --starts 2 --quiet --no-provenance --digits 3
checks=$((checks + 1))
grep -q ' 0\.0833 ' "$folder/out" || fail '--digits 3 does not show eps with three digits'

# What cannot be reached is said with exit status 3.
run 3 width g --target bump:M=4,signs=plus --theta 0.25 --max-width 2 --starts 1 --format json --quiet -o none.json
jq_is '["unknown",null]' '.results[0] | [.outcome, .width]' none.json

# ---- tables and figures of them ----

run 0 table widths one.json --format json --no-provenance -o table.json
jq_is '[["2","3"],["4","3"]]' '[.rows[] | [.M, .targets]]' table.json
jq_is 'true' '[.notes[] | select(test("slope of log N_g"))] | length == 1' table.json
run 0 table widths one.json plus.json --format csv --no-provenance
run 0 plot widths one.json -o figure.gp
run 0 plot widths one.json
checks=$((checks + 1))
grep -q '^plot \$series1' "$folder/out" || fail 'the script plots no series'
if command -v gnuplot >/dev/null; then
    run 0 plot widths one.json -o figure.svg
    run 0 plot widths one.json -o figure.pdf
    checks=$((checks + 1))
    [[ $(head -c 5 figure.pdf) == %PDF- ]] || fail 'figure.pdf is no PDF'
    grep -q '</svg>' figure.svg || fail 'figure.svg is no SVG'
    sleep 1.1 # a PDF knows when it was made
    run 0 plot widths one.json -o again.pdf
    cmp -s figure.pdf again.pdf || fail 'two figures of the same results differ'
fi
refuses 2 'ends with .svg' plot widths one.json -o figure.png
refuses 2 'what to plot?' plot one.json
refuses 2 'which results?' plot widths
refuses 2 'results is missing' table widths table.json
jq '.results[0].target = "bumb"' one.json >wrong.json
refuses 2 'wrong.json: results[0].target: there is no target' table widths wrong.json
refuses 2 'takes no setting' table widths one.json --r 2

# ---- bad input ----

refuses 2 'the width of what?' width --target bump:M=2 --theta 0.25
refuses 2 'width knows g' width h --target bump:M=2 --theta 0.25
refuses 2 'has 1 input:' width q --target bump:M=2 --theta 0.25
refuses 2 '--k is of width q' width g --target bump:M=2 --theta 0.25 --k 3
refuses 2 '--tasks is of width q' width g --target bump:n=2,M=2 --theta 0.25 --tasks centres
refuses 2 '--k is of free and bounded' width q --target bump:n=2,M=2 --theta 0.25 --embedding identity --k 2
refuses 2 'which error?' width g --target bump:M=2
refuses 2 '--theta 0' width g --target bump:M=2 --theta 0
refuses 2 '--scales' width g --target bump: --scales 0:3 --theta 0.25
refuses 2 'at most 1000000 targets' width g --target bump --scales 2:16 --targets 1000000 --theta 0.25
refuses 2 'leave it out' width g --target bump:M=3 --scales 2,3 --theta 0.25
refuses 2 'seed' width g --target expr:x1/4 --targets 3 --eps 0.1
refuses 4 'cannot write' width g --target bump:M=2 --theta 0.25 --save unmade -o no/such/file
checks=$((checks + 1))
[[ ! -e unmade ]] || fail 'a refused run made a folder'
refuses 4 'cannot make the folder' width g --target bump:M=2 --theta 0.25 --save no/such/folder
finish
