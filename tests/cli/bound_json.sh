#!/usr/bin/env bash
# The JSON of nwidth bound is what its users may rely on.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq

out=$folder/out

run 0 bound thm1 --r 1 --m1 1 --m2 1 --eps 0.01 --format json
jq_is "\"$("$NWIDTH" --version | sed -n '1s/^nwidth //p')\"" .nwidth "$out"
jq_is '["nwidth","bound","thm1","--r","1","--m1","1","--m2","1","--eps","0.01","--format","json"]' .command "$out"
jq_is 1 '.results | length' "$out"
jq_is '["thm1","lower","N_f","proved"]' '.results[0] | [.card, .kind, .quantity, .outcome]' "$out"
jq_is '["545","545","545","2"]' '.results[0] | [.value, .lower, .upper, .exponent]' "$out"
jq_is '{"r":"1","m1":"1","m2":"1","eps":"1/100","alpha":"3"}' '.results[0].setting' "$out"
jq_is '["r","m1","m2","eps","alpha"]' '.results[0].setting | keys_unsorted' "$out"
jq_is '{"name":"lattice-2","M":"32","D":"545","C":"33"}' '.results[0].witness' "$out"
jq_is '"derived"' '.results[0].provenance' "$out"
jq_is true '.results[0] | (.hypotheses | length > 0 and all(type == "string")) and (.notes | type == "array")' "$out"
jq_is true '.results[0] | (.details | type == "object") and (.reference | type == "string")' "$out"
jq_is false '.results[0] | has("reason")' "$out"

# Every number is a string; a grid is one document.
run 0 bound thm1 thm4 --m1 1,2 --m2 1 --eps 1e-1:1e-3:log3 --format json
jq_is 12 '.results | length' "$out"
jq_is true '[.results[] | .value, .lower, .upper, .exponent, .setting[]] | all(type == "string")' "$out"
jq_is true '[.results[] | .card] == [(range(6) | "thm1"), (range(6) | "thm4")]' "$out"
# The document is laid out like jq does it.
jq . "$out" | cmp -s - "$out" || fail 'the layout of the JSON is not regular'

# A vacuous bound is 0 with a note.
run 0 bound thm1 --m1 1 --m2 1 --eps 1 --format json
jq_is '"0"' '.results[0].value' "$out"
jq_is true '.results[0].notes | any(test("vacuous"))' "$out"

# Integers have all their digits.
run 0 bound thm1 --m1 10 --m2 10 --eps 1e-1000 --format json
jq_is 19978 '.results[0].value | length' "$out"
jq_is true '.results[0] | .value == .lower and .value == .upper' "$out"

# A constant that is no short number is an interval that encloses it.
run 0 bound nwidth --r 4 --n 2 --eps 1e-3 --format json
jq_is true '.results[0].witness.C | test("^\\[[0-9.e]+, [0-9.e]+\\]$")' "$out"

# Feasible appears only where the question arises.
run 0 bound thm2 --m1 3 --m2 1 --eps 1e-3 --format json
jq_is true '.results[0].feasible' "$out"
jq_is '"55331676"' '.results[0].value' "$out"
run 0 bound thm2 --m1 3 --m2 1 --eps 1e-3 --l2 497.00798403 --format json
jq_is '"53840652"' '.results[0].value' "$out"
run 0 bound thm2 --m1 1 --m2 1 --eps 1e-3 --l2 1 --format json
jq_is false '.results[0].feasible' "$out"
jq_is '"7775"' '.results[0].value' "$out"
run 0 bound thm1 --m1 1 --m2 1 --eps 0.1 --format json
jq_is false '.results[0] | has("feasible")' "$out"

# Outside the domain: a result without a number, and exit status 2 for a single one.
run 2 bound kuhn --n 2 --eps 0.1 --activation tanh --format json
says 'kuhn: --activation tanh is outside its domain' 'bound kuhn --activation tanh'
jq_is '["outside",null,null,null,null]' '.results[0] | [.outcome, .value, .lower, .upper, .exponent]' "$out"
jq_is true '.results[0].reason | test("activation tanh is outside its domain")' "$out"
run 0 bound kuhn --n 2 --eps 0.1 --activation tanh,relu --format json
jq_is '["outside","proved"]' '[.results[].outcome]' "$out"

# Without provenance there is no command.
run 0 bound thm1 --m1 1 --m2 1 --eps 0.1 --format json --no-provenance
jq_is '["nwidth","results"]' keys_unsorted "$out"

# Real-valued results enclose: lower <= upper, and more digits narrow.
run 0 bound separation --m1 3 --m2 1 --eps 1e-3 --digits 5 --format json
jq_is true '.results[0] | .value == null and (.lower | tonumber) <= (.upper | tonumber)' "$out"

# Bytes that are no UTF-8 on the command line do not break the document.
run 0 bound thm1 --m1 1 --m2 1 --eps 0.1 --format json --output "$folder/$(printf 'caf\351').json"
jq_is '"thm1"' '.results[0].card' "$folder/$(printf 'caf\351').json"

# The other commands' JSON.
run 0 list --format json
jq_is true '[.rows[].card] | contains(["nwidth", "thm1", "separation", "kuhn"])' "$out"
run 0 explain thm1 thm4 --format json
jq_is '["thm1","thm4"]' '[.cards[].card]' "$out"
jq_is true '.cards[0] | (.derivation | length > 100) and (.settings | map(.name) | contains(["eps"]))' "$out"
run 0 table thm1 --m1 1 --m2 1 --eps 0.1,0.01 --format json
jq_is '[{"eps":"0.1","thm1":"5"},{"eps":"0.01","thm1":"545"}]' .rows "$out"

finish
