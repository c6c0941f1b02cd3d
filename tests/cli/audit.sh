#!/usr/bin/env bash
# nwidth audit: the list, what a claim says, the evidence in every format, and the exit status.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"

# The claim with few settings; its own grid and sample take a minute.
run 0 audit consistency --quick
silent 'audit consistency --quick'
grep -q '^consistency holds: ' "$folder/out" || {
    fail 'the claim does not hold'
    cat "$folder/out"
}
for title in 'a grid of settings' 'settings that are drawn' 'networks that were built, and their cards'; do
    checks=$((checks + 1))
    grep -qx "$title" "$folder/out" || fail "no table '$title'"
done

small=(--quick --r 1 --m1 1 --m2 0,1 --eps 1/2,1e-2,2e-14,1e-14)

# The list and the explanation.
run 0 audit list --format csv --no-provenance
grep -q '^consistency,' "$folder/out" || fail 'the list lacks consistency'
for format in text json csv latex markdown; do
    run 0 audit list --format "$format"
    [[ -s $folder/out ]] || fail "audit list --format $format is empty"
done
run 0 audit consistency --explain
silent 'audit consistency --explain'
for part in Claim Check Constants Settings; do
    grep -q "^$part" "$folder/out" || fail "--explain has no $part"
done
run 0 audit consistency --explain --format json
[[ $(head -1 "$folder/out") == '{' ]] || fail '--explain --format json is no JSON'

# A small grid: the verdict, and what separates nwidth from syz in one dimension.
run 0 audit consistency "${small[@]}" --quiet
[[ $(wc -l <"$folder/out") -eq 1 ]] || fail '--quiet prints more than a line'
grep -q '^consistency holds: .* 0 refuted, 0 undecided' "$folder/out" || fail "the verdict is $(<"$folder/out")"
run 0 audit consistency "${small[@]}" --format csv --no-provenance
[[ $(head -1 "$folder/out") == table,check,left,right,settings,verdict,* ]] || fail 'the columns'
grep -q '^grid,apart,nwidth,syz,8,separated,.*,r=1 m=2 eps=2e-14,1249999999999950000000000001,' "$folder/out" ||
    fail "nwidth and syz: $(grep '^grid,apart,nwidth,syz' "$folder/out")"
grep -q '^grid,pair,nwidth,kuhn,8,holds,' "$folder/out" || fail 'nwidth and kuhn'
cp "$folder/out" "$folder/first"
run 0 audit consistency "${small[@]}" --format csv --no-provenance -o "$folder/file"
cmp -s "$folder/file" "$folder/first" || fail 'a second run or a file differs'
for format in latex markdown; do
    run 0 audit consistency "${small[@]}" --format "$format"
    [[ -s $folder/out ]] || fail "--format $format is empty"
done
if command -v jq >/dev/null; then
    run 0 audit consistency "${small[@]}" --format json
    jq_is '["consistency","holds"]' '[.claim, .verdict]' "$folder/out"
    jq_is '["continuous selection"]' \
        '[.evidence[0].rows[] | select(.left == "nwidth" and .right == "syz") | .why | split(":")[0]]' "$folder/out"
    jq_is '["grid","random","built"]' '[.evidence[].table]' "$folder/out"
    jq_is '"1"' '.constants[] | select(.name == "ratio") | .value' "$folder/out"
    jq_is 'true' '(.evidence[0].rows | length) > 100 and all(.evidence[0].rows[]; .settings | test("^[0-9]+$"))' "$folder/out"
fi

# Another seed draws other settings.
run 0 audit consistency "${small[@]}" --seed 8 --format csv --no-provenance
checks=$((checks + 1))
cmp -s "$folder/out" "$folder/first" && fail 'another seed gives the same evidence'

# Small letters; one table a part in LaTeX and Markdown; all claims in a line each, and the worst exit status.
run 0 audit h7 --quick --quiet
grep -q '^H7 holds: ' "$folder/out" || fail "h7 is $(<"$folder/out")"
run 0 audit H7 --quick --format latex
checks=$((checks + 1))
[[ $(grep -c '\\begin{table}' "$folder/out") -eq 3 ]] || fail 'H7 is not three tables of LaTeX'
run 0 audit list --format csv --no-provenance
claims=$(($(wc -l <"$folder/out") - 1))
run 0 audit --quick --quiet --save "$folder/saved"
checks=$((checks + 2))
[[ $(grep -c ' holds: ' "$folder/out") -eq $claims ]] || fail "not every claim holds: $(grep -v ' holds: ' "$folder/out")"
[[ -d $folder/saved/H7 ]] || fail '--save makes no folder for a claim'

# The table of hypotheses.
run 0 table audit --format csv --no-provenance
checks=$((checks + 2))
grep -q '^3,induced-norm,fails,fails,' "$folder/out" || fail 'table audit: the norm of Theorem 3'
grep -q '^2-4,zero,holds,fails,holds,holds,holds,fails,H6,' "$folder/out" || fail 'table audit: s(0) = 0'

# What cannot be used.
refuses 2 "there is no claim 'consistancy'; did you mean 'consistency'?" audit consistancy
refuses 2 "there is no claim 'xyzzy'; see 'nwidth audit list'" audit xyzzy
refuses 2 'audit checks one claim, or all of them' audit consistency list
refuses 2 'audit all takes no setting' audit --eps 1
refuses 4 'cannot make the folder' audit H7 --quick --save "$folder/none/folder"
refuses 2 'audit list takes no setting' audit list --eps 1
refuses 2 'audit consistency does not take --n; it takes --r, --m1,' audit consistency --n 3
refuses 2 '--format csv: audit --explain writes text or json' audit consistency --explain --format csv
refuses 2 "--eps: 'abc' is not a number" audit consistency --eps abc
refuses 4 "cannot write $folder/none/file" audit consistency "${small[@]}" -o "$folder/none/file"

finish
