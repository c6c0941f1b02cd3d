#!/usr/bin/env bash
# nwidth construct: counts are the card's, errors are proven, files are certificates that verify accepts, and bad input.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

# Builds, certifies, and compares the count of .primary or .task with the number.
builds() { # NUMBER PART ARGUMENT...
    local number=$1 part=$2
    shift 2
    run 0 construct "$@" --format json -o made.json || return
    jq_is "$number" ".results[0].$part.connections" made.json
    jq_is '"proved"' '.results[0].outcome' made.json
    jq_is 'true' '.results[0] | (.lower | tonumber) <= (.upper | tonumber)' made.json
}

builds 33 primary kuhn --target bump:n=1,M=4 --eps 0.1
jq_is '"33"' '.results[0].primary.bound' made.json
jq_is '[11,1]' '.results[0].primary.units' made.json
jq_is '"crelu"' '.results[0].activation' made.json
jq_is 'true' '.results[0] | (.upper | tonumber) <= 0.1' made.json
builds 33 primary ramp --target step:n=1,M=4,signs=alternate --eps 0.1
builds 452 primary kuhn --target step:n=2,M=2 --eps 0.25 --activation relu --save built
jq_is '[51,100,25,1]' '.results[0].primary.units' made.json
jq_is '"built/kuhn-001-step-r-1-n-2-M-2-signs-alternate.json"' '.results[0].network' made.json
jq_is '"built/kuhn-001-step-r-1-n-2-M-2-signs-alternate.cert.json"' '.results[0].certificate' made.json

builds 31 primary mcshane --target trig:n=1,seed=2 --eps 0.25
builds 20 primary mcshane --as embedding --target trig:n=2,degree=1,terms=2 --eps 0.5 --save built
jq_is '"of one task"' '.results[0].built_to_bound' made.json
jq_is '3' '.results[0] | [.primary.bound, .thm3, .thm4] | map(tonumber) | length' made.json

# Theorem 4 (eps/2 for each of g and f) and Theorem 5, beside their cards.
builds 33 primary thm4 --target trig:n=2,degree=1,terms=2 --eps 0.2 --save built
jq_is '[1,1]' '.results[0] | [.m1, .m2]' made.json
jq_is '"33"' '.results[0].primary.bound' made.json
jq_is '143' '.results[0].task.connections' made.json # 2 * 11 hinges in I, 11 * 11 output weights
builds 60 task thm5 --target product:m1=1,m2=1,terms=3,seed=2 --eps 0.25 --save built
jq_is 'true' '.results[0] | (.task.bound | tonumber) >= .task.connections' made.json
jq_is '"at most"' '.results[0].built_to_bound' made.json
jq_is '3' '.results[0].w' made.json
jq_is '40' '.results[0].shared_hats' made.json # 2 * 5 hinges, 3 * 5 weights to P, 3 * 5 in W
jq_is 'true' '.results[0] | (.selector_norm | tonumber) > 0' made.json

# What was saved is what verify accepts; a certificate whose network was changed is not.
for file in built/*.cert.json; do
    run 0 verify "$file"
done
certificate=built/thm4-001-trig-r-1-n-2-terms-2-degree-1-seed-1.cert.json
jq_is '10' '.composite.fed | length - 1' "$certificate"
jq '.composite.task.layers[1].weights[0] = "0x1p+0"' "$certificate" >changed.cert.json
run 1 verify --no-checksum changed.cert.json

# --tol encloses the error.
run 0 construct kuhn --target trig:n=1,seed=2 --eps 0.1 --tol 0.01 --format json -o made.json
jq_is 'true' '.results[0] | (.upper | tonumber) <= 1.01 * (.lower | tonumber)' made.json

# Every format; the same command writes the same bytes.
for format in text csv latex markdown; do
    run 0 construct ramp --target trig:n=1 --eps 0.2 --format "$format" --no-provenance -o once.txt
    run 0 construct ramp --target trig:n=1 --eps 0.2 --format "$format" --no-provenance -o twice.txt
    checks=$((checks + 1))
    cmp -s once.txt twice.txt || fail "construct --format $format writes different bytes"
    grep -q 18 once.txt || fail "construct --format $format does not say N = 18"
done
run 0 construct ramp --target trig:n=1 --eps 0.2 --quiet --no-provenance
checks=$((checks + 1))
(($(wc -l <out) == 5)) || fail 'construct --quiet prints notes' # title, blank line, headers, rule, row

# For people: a row for each network, at most 100 columns; eps as it is written.
run 0 construct thm5 --target product:m1=1,m2=1,terms=3 --eps 0.1 --save built --no-provenance
checks=$((checks + 3))
(($(wc -L <out) <= 100)) || fail 'construct writes lines of more than 100 columns'
(($(grep -c '^N_[gf] ' out) == 2)) || fail 'construct thm5 does not give g and f a row each'
[[ $(grep -c dense out) == 1 && $(grep -o dense out | wc -l) == 1 ]] || fail 'construct thm5 has two columns dense'
run 0 construct kuhn --target bump:n=1,M=4 --eps 1e300 --quiet --no-provenance
checks=$((checks + 1))
grep -q 'eps = 1e300$' out || fail 'construct does not show eps as 1e300'

# CSV: one line with everything.
run 0 construct thm5 --target product:m1=1,m2=1,terms=3 --eps 0.1 --format csv --no-provenance
checks=$((checks + 2))
[[ $(head -n 1 out) == card,target,eps,intervals,units,connections,bound,dense,task_units,task_connections,\
task_bound,task_dense,lower,upper,outcome,network,certificate ]] || fail 'the columns of construct --format csv'
(($(wc -l <out) == 2)) || fail 'construct --format csv writes more than one row'

# Undecided: 3, and what was proven is said.
run 3 construct kuhn --target trig:n=2 --eps 0.1 --budget 1 --format json -o made.json
jq_is '"unknown"' '.results[0].outcome' made.json

refuses 2 'which network?' construct
refuses 2 "did you mean 'kuhn'?" construct kuhm --target trig:n=1 --eps 0.1
refuses 2 'there are kuhn' construct thm1 --target trig:n=1 --eps 0.1
refuses 2 'one card' construct kuhn ramp --target trig:n=1 --eps 0.1
refuses 2 'which target?' construct kuhn --eps 0.1
refuses 2 'which error?' construct kuhn --target trig:n=1
refuses 2 'expected 1 to 3' construct kuhn --target trig:n=4 --eps 0.5
refuses 2 'it has 2 inputs, expected 1' construct ramp --target trig:n=2 --eps 0.5
refuses 2 'outside its domain: expected' construct kuhn --target trig:n=1 --eps 0.1 --activation tanh
refuses 2 'leave them out' construct kuhn --target trig:n=2 --eps 0.1 --m1 1
refuses 2 'give --m1' construct thm4 --target trig:n=3 --eps 0.5
refuses 2 'family product' construct thm5 --target trig:n=2 --eps 0.5
refuses 2 'take a larger error' construct kuhn --target trig:n=3 --eps 0.005
refuses 2 'as a network' construct kuhn --target trig:n=2 --eps 0.1 --as embedding
refuses 2 "--as 'q': expected network" construct kuhn --target trig:n=1 --eps 0.1 --as q
refuses 2 "--as '': expected network" construct kuhn --target trig:n=1 --eps 0.1 --as ''
refuses 2 'more than 1048576 intervals an axis' construct kuhn --target bump:n=1,M=4 --eps 1e-9
refuses 2 'expected a number > 0' construct kuhn --target trig:n=1 --eps 0
refuses 4 'cannot make the folder' construct kuhn --target trig:n=1 --eps 0.1 --save no/such/folder
finish
