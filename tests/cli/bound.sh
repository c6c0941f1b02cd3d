#!/usr/bin/env bash
# nwidth bound and table: worked values, grids, several cards, formats.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"

# One number.
prints 'N_f >= 545' bound thm1 --m1 1 --m2 1 --eps 0.01
prints 'N_f >= 4901' bound thm1 --m1 1 --m2 1 --eps 0.01 --alpha 1
prints 'N_f >= 181' bound thm1 --m1=1 --m2=1 --eps=1/100 --alpha=5
prints 'setting     r = 1, m1 = 1, m2 = 1, eps = 0.01, alpha = 3' bound thm1 --m1 1 --m2 1 --eps 1e-2
run 0 bound thm1 --m1 1 --m2 1 --eps 0.01 -q
[[ $(<"$folder/out") == 'N_f >= 545' ]] || fail 'bound -q prints more'

# Options and operands in any order.
prints 'N_f >= 545' bound --m1 1 --eps 0.01 thm1 --m2 1

# A long number is shortened, and rounded down because it is a lower bound.
prints 'N_f >= 4.8396e19977' bound thm1 --m1 10 --m2 10 --eps 1e-1000

# A grid: the option given last varies fastest.
run 0 bound thm1 --m2 1 --m1 1,2 --eps 1e-1:1e-3:log3 --format csv --no-provenance
cut -d, -f5,10,12 "$folder/out" >"$folder/got"
cat >"$folder/expected" <<'END'
value,m1,eps
5,1,0.1
545,1,0.01
55445,1,0.001
END
head -4 "$folder/got" | cmp -s - "$folder/expected" || fail "the grid is $(head -4 "$folder/got")"
[[ $(wc -l <"$folder/got") -eq 7 ]] || fail "the grid has not 6 points"

# Several cards: each takes what it reads, and stands with its own rows.
run 0 bound thm1 thm4 --m1 1 --m2 1 --eps 0.1,0.01 --format csv --no-provenance
[[ $(cut -d, -f1 "$folder/out" | tr '\n' ' ') == 'card thm1 thm1 thm4 thm4 ' ]] || fail 'cards are not outermost'
run 0 bound thm1,thm4 --m1 1 --m2 1 --eps 0.1,0.01 --format csv --no-provenance
[[ $(wc -l <"$folder/out") -eq 5 ]] || fail 'a list of cards with a comma differs'

# Words can be listed too.
run 0 bound kuhn --n 2 --eps 0.1 --activation relu,crelu --format csv --no-provenance
[[ $(grep -c '^kuhn,upper,[^,]*,proved,2180,' "$folder/out") -eq 2 ]] || fail 'kuhn is not 2180 for relu and crelu'

# Tables of cards.
run 0 table thm1,thm4 --m1 1 --m2 1 --eps 0.1,0.01 --format csv --no-provenance
printf 'eps,thm1,thm4\n0.1,5,123\n0.01,545,1203\n' | cmp -s - "$folder/out" || fail "table thm1,thm4: $(<"$folder/out")"

# In a grid a point outside the domain says so in its row, and the others are computed.
run 0 bound kuhn --n 2 --eps 0.1 --activation relu,tanh --format csv --no-provenance
[[ $(cut -d, -f4 "$folder/out" | tr '\n' ' ') == 'outcome proved outside ' ]] || fail 'a row outside the domain'
grep -q 'activation tanh is outside its domain' "$folder/out" || fail 'the row has no reason'
silent 'bound kuhn with one point outside'
run 0 table kuhn --n 2 --eps 0.1 --activation relu,tanh
grep -qF 'outside [1]' "$folder/out" || fail 'a cell outside the domain'

# Every format of every command that has it is written.
for format in text json csv latex markdown; do
    run 0 bound thm1 --m1 1 --m2 1 --eps 0.1,0.01 --format "$format"
    [[ -s $folder/out ]] || fail "bound --format $format is empty"
    run 0 table thm1 --m1 1 --m2 1 --eps 0.1,0.01 -f "$format"
    [[ -s $folder/out ]] || fail "table --format $format is empty"
done

# The precision changes no proven number.
grid=(bound thm1 nwidth --r 1:4 --m1 1 --m2 1 --n 2 --eps 1e-1:1e-9:log5 --format json --no-provenance)
run 0 "${grid[@]}"
cp "$folder/out" "$folder/usual"
for bits in 53 64 1000; do
    run 0 "${grid[@]}" --prec "$bits"
    cmp -s "$folder/usual" "$folder/out" || fail "--prec $bits changes the output"
done

finish
