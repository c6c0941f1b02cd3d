#!/usr/bin/env bash
# The bash completion offers commands, cards, presets, options, the words of options and files, as the program has them
# today; it needs nothing but bash.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"

mkdir "$folder/bin" "$folder/desk" "$folder/desk/two words"
printf '#!/bin/sh\nexec "%s" "$@"\n' "$NWIDTH" >"$folder/bin/nwidth"
chmod +x "$folder/bin/nwidth"
PATH=$folder/bin:$PATH
cd "$folder/desk" || exit 1
: >grid.conf

# shellcheck source=completions/nwidth
source "$srcdir/completions/nwidth" || exit 1

# Completes the words of the arguments as bash would, the last one being typed; the offer, one a line, into `offer`.
complete_words() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _nwidth "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>"$folder/errors"
    offer=$(printf '%s\n' "${COMPREPLY[@]+"${COMPREPLY[@]}"}")
    if [[ -s $folder/errors ]]; then
        fail "completing '$*' writes to standard error: $(<"$folder/errors")"
    fi
}

# Its offer is exactly the lines of EXPECTED, in any order.
offers() { # EXPECTED WORD...
    local expected=$1
    shift
    checks=$((checks + 1))
    complete_words "$@"
    if [[ $(sort <<<"$offer") != "$(sort <<<"$expected")" ]]; then
        fail "completing '$*' offers"
        printf '%s\nand not\n%s\n' "$offer" "$expected"
    fi
}

lines() { # WORD...: one a line
    printf '%s\n' "$@"
}

commands=$(nwidth help | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }')
cards=$(nwidth list --format json --no-provenance | sed -n 's/^ *"card": "\(.*\)",$/\1/p')
presets=$(nwidth help table | awk '/^Presets:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }')
claims=$(nwidth audit list --format csv --no-provenance | awk -F, 'NR > 1 { print $1 }')
if [[ -z $commands || -z $cards || -z $presets || -z $claims ]]; then
    fail 'the program names no commands, no cards, no presets or no claims'
fi

# commands, and what help is asked about
offers "$commands"$'\n--help\n--version' nwidth ''
offers "$(grep '^e' <<<"$commands")" nwidth e
offers "$commands" nwidth help ''
offers '' nwidth no-such-command ''

# cards, alone and in lists
offers "$cards" nwidth bound ''
offers "$cards" nwidth explain ''
offers "$(lines thm1 thm2 thm3 thm4 thm5 thm2-counting thm3-counting)" nwidth bound th
offers "$(lines thm1,capacity thm1,capacity-tanh1 thm1,capacity-sigmoid)" nwidth bound thm1,cap
offers kuhn nwidth bound thm4 --eps 0.1 ku
offers "$presets"$'\n'"$cards" nwidth table ''
offers "$(lines thm1,kuhn)" nwidth table thm1,ku
offers "list"$'\n'"all"$'\n'"$claims" nwidth audit ''
offers '' nwidth list ''
offers "$(lines kuhn ramp mcshane thm4 thm5)" nwidth construct ''
offers "$(lines relu crelu)" nwidth construct kuhn --activation ''
offers "$(lines network embedding)" nwidth construct mcshane --as ''
offers hyper nwidth fit ''
offers "$(lines all shift outputs)" nwidth fit hyper --varies ''

experiments=$(nwidth help experiment | awk '/^Experiments:/ { on = 1; next } /^$/ { on = 0 } on && /^  [^ ]/ { print $1 }')
offers "$experiments"$'\n'"$(lines list status records)" nwidth experiment ''
offers "$(lines grid.conf 'two words')" nwidth experiment status ''
offers "$(lines grid.conf 'two words')" nwidth plot experiment ''
offers "$(lines grid.conf 'two words')" nwidth table experiment ''
offers "$(lines grid.conf 'two words')" nwidth experiment rotation --data ''
offers "$(lines paper quick tiny)" nwidth experiment rotation --preset ''
offers "$(lines I,II I,III I,I)" nwidth experiment synthetic-depth --types I,
offers "$(lines paper equal)" nwidth experiment rotation --budget ''
offers '' nwidth experiment rotation --epochs ''

# options: each command its own
for command in $commands; do
    if [[ $command != help ]]; then
        offers "$(nwidth help --options "$command")" nwidth "$command" --
    fi
done
offers "$(lines --format --form)" nwidth bound thm1 --fo
offers '--quiet' nwidth table theorems --qu

# values: words, lists of them, files; none for numbers
offers "$(lines text json csv latex markdown)" nwidth bound thm1 --format ''
offers "$(lines text json csv latex markdown)" nwidth bound thm1 -f ''
offers "$(lines text json)" nwidth explain thm1 --format ''
offers "$(lines paper constructive)" nwidth bound separation --form ''
offers "$(lines paper constructive)" nwidth bound separation --form =
offers constructive nwidth bound separation --form = con
offers "$(lines entrywise induced)" nwidth bound thm3 --norm ''
offers "$(lines tanh logistic arctan crelu relu)" nwidth bound thm4 --activation ''
offers "$(lines tanh,crelu)" nwidth bound thm4 --activation tanh,c
offers "$(lines no yes)" nwidth bound capacity --output-bias ''
offers feasible nwidth bound thm2 --l2 ''
offers '' nwidth bound thm2 --eps ''
offers "$(lines grid.conf 'two words')" nwidth bound --config ''
offers grid.conf nwidth bound thm1 --config gr
offers grid.conf nwidth bound thm1 --output = gr
offers 'two words' nwidth list -o tw
offers "$cards" nwidth bound --quiet ''

# a program that cannot be run offers nothing and says nothing
checks=$((checks + 1))
complete_words "$folder/absent" bound ''
if [[ -n $offer ]]; then
    fail "without a program the completion offers: $offer"
fi

finish
