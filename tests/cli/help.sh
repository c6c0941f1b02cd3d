#!/usr/bin/env bash
# list, explain and help: what there is, said within the width of a terminal.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"

narrow() { # WIDTH WHAT
    local longest
    longest=$(awk '{ if (length($0) > most) most = length($0) } END { print most + 0 }' "$folder/out")
    ((longest <= $1)) || fail "$2 has a line of $longest columns"
}

run 0 list --format csv --no-provenance
[[ $(head -1 "$folder/out") == 'card,kind,quantity,title,exponent,settings,provenance' ]] || fail 'the columns of list'
cards=$(tail -n +2 "$folder/out" | cut -d, -f1)
for card in nwidth thm1 thm2 thm3 thm4 thm5 separation bits capacity capacity-tanh1 capacity-sigmoid entropy \
    thm2-counting thm3-counting kuhn ramp mcshane tanh2 syz lsyz; do
    grep -qxF "$card" <<<"$cards" || fail "list lacks $card"
done
run 0 list
narrow 100 list
for card in $cards; do
    grep -q "^$card " "$folder/out" || fail "list as text lacks $card"
done
for format in json csv latex markdown; do
    run 0 list --format "$format"
    [[ -s $folder/out ]] || fail "list --format $format is empty"
done

for card in $cards; do
    run 0 explain "$card"
    narrow 80 "explain $card"
    silent "explain $card"
    for part in Settings Derivation reference provenance; do
        grep -q "^$part" "$folder/out" || fail "explain $card has no $part"
    done
done

for command in list explain bound table audit; do
    run 0 "$command" --help
    silent "$command --help"
    narrow 80 "$command --help"
    cp "$folder/out" "$folder/help"
    run 0 help "$command"
    cmp -s "$folder/help" "$folder/out" || fail "help $command and $command --help differ"
    run 0 "$command" -h
    cmp -s "$folder/help" "$folder/out" || fail "$command -h and $command --help differ"
    run 0 help --options "$command"
    while read -r option; do
        grep -qE "(^|[ ,])$option( |$)" "$folder/help" || fail "$command --help lacks $option"
    done <"$folder/out"
done
run 0 bound thm1 --eps 1 --help # --help wins over what is missing
run 0 help
grep -q '^  bound ' "$folder/out" || fail 'help does not list bound'
run 0 --help
run 0 --version
grep -q "^nwidth [0-9]" "$folder/out" || fail '--version has no version'
grep -qE 'GMP [0-9.]+, MPFR [0-9.]+.*, FLINT [0-9.]+, Arb [0-9.]+.*, Jansson [0-9.]+' "$folder/out" ||
    fail '--version lacks the libraries'

finish
