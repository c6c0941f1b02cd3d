#!/usr/bin/env bash
# nwidth table gap, table headline and plot gap: every style of a study that is finished and of one that is not.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
maker=${top_builddir:=$srcdir/build}/tests/check_gap_report
if [[ ! -x $maker ]]; then
    echo "skipped: $maker, which writes the study, is not built"
    exit 77
fi
cd "$folder" || exit 1
"$maker" --write whole.gap || exit 1
"$maker" --write part.gap unfinished || exit 1
sum=$(cksum <whole.gap)

# ---- tables ----

run 0 table gap whole.gap --format json -o gap.json
jq_is '21' '.rows | length' gap.json
jq_is '["25","101","84","4.12"]' '[.rows[] | select(.M == "8")] | [.[0].N, .[1].N, .[1].connections, (.[1].ratio | tonumber * 100 | round / 100 | tostring)]' gap.json
jq_is '["5","5","5"]' '.rows[20] | [.targets, .done, .certified]' gap.json
jq_is '[null,null]' '.rows[0] | [.thm2_counting, .ratio]' gap.json
jq_is 'true' '.rows | all((.over_thm1_alpha3 | tonumber) * (.thm1_alpha3 | tonumber) - (.N | tonumber) | fabs < 1e-9)' gap.json
jq_is 'true' '[.notes[] | select(test("counted twice: densely"))] | length == 1' gap.json
jq_is 'true' '[.notes[] | select(test("which is easier than every task in the box"))] | length == 1' gap.json
run 0 table gap whole.gap --format csv --no-provenance
checks=$((checks + 1))
[[ $(wc -l <out) -eq 22 ]] || fail 'the CSV of 21 groups has not 22 lines'
for style in text latex markdown; do
    run 0 table gap whole.gap --format $style
    checks=$((checks + 1))
    [[ $(grep -c 'Gap study: ' out) -eq 3 ]] || fail "table gap --format $style writes not three tables"
    [[ $(grep -c 'nwidth table gap' out) -eq 1 ]] || fail "table gap --format $style says its origin not once"
done
run 0 table gap whole.gap
checks=$((checks + 1))
(($(wc -L <out) <= 110)) || fail "table gap writes lines of $(wc -L <out) columns"

# ---- the page ----

run 0 table headline whole.gap --no-provenance
for words in 'Proven: in 105 of 105 jobs' 'Measured (bump' 'Assumed: that the searches'; do
    checks=$((checks + 1))
    grep -qF "$words" out || fail "the page does not say '$words'"
done
grep -q 'Not all measured' out && fail 'the page of a finished study says that it is not'
run 0 table headline part.gap --format json -o part.json
jq_is 'true' '.notes[0] | test("^Not all measured: 1 of 105 jobs have not run.* 1 of 104 jobs that ran ended unknown")' part.json
jq_is '"g 5; q 4 of 5, 1 unfinished"' '.rows[] | select(.method == "q-free" and .M == "8") | .certified' part.json

# ---- figures ----

run 0 plot gap whole.gap
checks=$((checks + 1))
[[ $(grep -c '^plot \$panel' out) -eq 2 ]] || fail 'the script has not two panels'
grep -q '^68[0-9.]* 101 97 105$' out || grep -q '^68 101 97 105$' out || fail 'the script has no N_q of M = 8'
run 0 plot gap whole.gap -o figure.tex
run 0 plot gap part.gap -o figure.gp
if command -v gnuplot >/dev/null; then
    run 0 plot gap whole.gap -o figure.svg
    run 0 plot gap part.gap -o figure.pdf
    checks=$((checks + 1))
    grep -q '</svg>' figure.svg || fail 'figure.svg is no SVG'
    [[ $(head -c 5 figure.pdf) == %PDF- ]] || fail 'figure.pdf is no PDF'
    gnuplot -e "set terminal svg" figure.gp >/dev/null 2>complaints
    [[ ! -s complaints ]] || fail "gnuplot says: $(cat complaints)"
fi

# ---- what is refused, and what is left as it was ----

printf 'no study' >foreign
refuses 2 'takes one file' table gap
refuses 2 'takes one file' table headline whole.gap part.gap
refuses 2 'takes one file' plot gap
refuses 2 'takes no setting' table gap whole.gap --r 2
refuses 2 'takes no setting' table headline whole.gap --eps 0.1
refuses 2 'no/such/file' table gap no/such/file
refuses 2 'foreign' table headline foreign
refuses 2 'foreign' plot gap foreign
refuses 2 'ends with .svg, .pdf, .tex (pgfplots) or .gp' plot gap whole.gap -o figure.png
refuses 2 'ends with .svg, .pdf or .gp' plot widths whole.gap -o figure.tex
refuses 4 'cannot write' plot gap whole.gap -o no/such/figure.svg
checks=$((checks + 1))
[[ $(cksum <whole.gap) == "$sum" ]] || fail 'reading a study changed its file'
finish
