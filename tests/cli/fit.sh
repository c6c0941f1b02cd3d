#!/usr/bin/env bash
# nwidth fit: networks of the asked size, what the result says, and bad input.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

target=bump:r=1,n=1,M=2,signs=plus

run 0 fit --target "$target" --width 3 --theta 0.25 --save net.json --format json -o fit.json
jq_is '"nwidth-network"' .format net.json
jq_is '[1,1,10]' '[.inputs, .outputs, .parameters]' net.json
jq_is '[3,1]' '[.layers[].units]' net.json
jq_is '10' '.results[0].parameters' fit.json
jq_is '"net.json"' '.results[0].network' fit.json
jq_is 'true' '.results[0].sampled_error | tonumber < 0.0834' fit.json
jq_is 'true' '.results[0].stages | length > 0' fit.json

run 0 fit --target "$target" --width 3 --no-output-bias --theta 0.25 --save bare.json --quiet -o fit.txt
jq_is '9' .parameters bare.json
jq_is 'false' .output_bias bare.json

run 0 fit --target "$target" --width 2 --hidden-layers 2 --starts 1 --save deep.json --quiet -o fit.txt
jq_is '[2,2,1]' '[.layers[].units]' deep.json

# The same command writes the same network.
run 0 fit --target "$target" --width 3 --theta 0.25 --save again.json --no-provenance --quiet -o fit.txt
run 0 fit --target "$target" --width 3 --theta 0.25 --save once-more.json --no-provenance --quiet -o fit.txt
checks=$((checks + 1))
cmp -s again.json once-more.json || fail 'two equal fits write different networks'

# The command line wins over a file, also when it says the goal in the other way.
printf 'theta = 0.5\n' >goal.conf
run 0 fit --target "$target" --width 3 --starts 0 --eps 0.2 --config goal.conf --quiet -o fit.txt

refuses 2 'which target?' fit --width 3
refuses 2 'how many units?' fit --target "$target"
refuses 2 "there is no target 'bumb'" fit --target bumb:M=2 --width 3
refuses 2 '--width 0' fit --target "$target" --width 0
refuses 2 'give one of them' fit --target "$target" --width 3 --eps 0.1 --theta 0.2
refuses 2 '--eps -1' fit --target "$target" --width 3 --eps=-1
refuses 2 'do not reach below' fit --target "$target" --width 3 --eps 1e-30
refuses 2 '--activation sine' fit --target "$target" --width 3 --activation sine
refuses 2 '--hidden-layers 3' fit --target "$target" --width 3 --hidden-layers 3
refuses 2 'fit takes no operand' fit net.json --target "$target" --width 3
refuses 2 'also where --save writes' fit --target "$target" --width 3 --save both.json -o both.json
refuses 4 'cannot write' fit --target "$target" --width 3 --starts 0 --save no/such/folder.json
finish
