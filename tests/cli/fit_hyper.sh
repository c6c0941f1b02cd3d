#!/usr/bin/env bash
# nwidth fit hyper: f and g of the asked or the least size, the files it writes, their proof, and bad input.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

bump=bump:r=1,n=2,M=3,signs=seed:1

# The least widths, proven over the whole box; the certificate is checked by the checker, which shares no arithmetic.
run 0 fit hyper --target "$bump" --theta 0.25 --save h.json --format json -o h.report
jq_is '"proved"' '.results[0].outcome' h.report
jq_is '[1,1]' '.results[0] | [.m1, .m2]' h.report
jq_is 'true' '.results[0] | (.upper | tonumber) <= (.eps | tonumber) and (.lower | tonumber) > 0' h.report
jq_is 'true' '.results[0] | .width <= 4 and .f_width <= 3' h.report
jq_is 'true' '.results[0] | .N_g == 3 * .width + 1' h.report
jq_is 'true' '.results[0] | .N_f == 2 * .f_width + .N_g * (.f_width + 1)' h.report
jq_is 'true' '.results[0] | .N_f_no_output_bias == (.f_width + 1) * (2 + .N_g)' h.report
jq_is '["h.json","h.cert.json"]' '.results[0] | [.network, .certificate]' h.report
jq_is '"nwidth-composite"' .format h.json
jq_is '"hypernetwork"' .form h.json
jq_is 'false' '.primary.layers[0] | has("weights")' h.json
run 0 verify h.cert.json

# A claim that is a little too good is refuted or not decided, whatever the checksum says.
jq '.claim.upper = .claim.lower' h.cert.json >false.json
checks=$((checks + 1))
code=0
"$NWIDTH" verify --no-checksum false.json >out.txt 2>&1 || code=$?
((code == 1 || code == 3)) || fail "verify of a false claim exits with $code"

# Three dimensions, both ways to share them out.
run 0 fit hyper --target inner:r=1,m1=1,m2=2 --theta 0.25 --save i.json --format json -o i.report
jq_is '[1,2,"proved"]' '.results[0] | [.m1, .m2, .outcome]' i.report
jq_is 'true' '.results[0].thm5 | .w == 2 and (.N_f | tonumber) > 0' i.report
run 0 verify i.cert.json
run 0 fit hyper --target product:r=1,m1=2,m2=1 --theta 0.25 --width 3 --f-width 3 --format json -o p.report
jq_is '[2,1,3,3,"proved"]' '.results[0] | [.m1, .m2, .width, .f_width, .outcome]' p.report
run 0 fit hyper --target bump:r=1,n=2,M=2 --m2 1 --theta 0.3 --width 3 --f-width 3 --f-layers 2 --format json -o d.report
jq_is 'true' '.results[0] | .N_f == 6 + 12 + 4 * .N_g' d.report
run 0 fit hyper --target bump:r=1,n=2,M=2 --theta 0.3 --varies outputs --width 4 --f-width 6 --format json -o o.report
jq_is 'true' '.results[0] | .N_f - .N_f_connections == 8 * .f_width' o.report
for format in text csv latex markdown; do
    run 0 fit hyper --target bump:r=1,n=2,M=2,signs=seed:3 --theta 0.25 --width 2 --f-width 2 --format "$format"
    grep -q 'bump' out || fail "fit hyper --format $format names no target"
done

# The same command writes the same network.
for name in again once-more; do
    run 0 fit hyper --target "$bump" --theta 0.3 --width 4 --f-width 4 --save $name.json --no-provenance --quiet -o out.txt
done
checks=$((checks + 1))
cmp -s again.json once-more.json || fail 'two equal fits write different networks'

# What is not proven is not called so, and keeps its network and its enclosure.
run 3 fit hyper --target "$bump" --theta 0.25 --width 1 --f-width 1 --starts 1 --save bad.json --format json -o bad.report
jq_is '"unknown"' '.results[0].outcome' bad.report
jq_is 'true' '.results[0] | (.lower | tonumber) > (.eps | tonumber)' bad.report
run 0 verify bad.cert.json

refuses 2 'which target?' fit hyper --theta 0.25
refuses 2 'which error?' fit hyper --target "$bump"
refuses 2 'has 1 input: expected 2 to 4' fit hyper --target bump:M=2 --theta 0.25
refuses 2 'how many of its 3 inputs' fit hyper --target bump:n=3,M=2 --theta 0.25
refuses 2 'that add up to 2' fit hyper --target "$bump" --m1 2 --theta 0.25
refuses 2 'that add up to 3' fit hyper --target bump:n=3,M=2 --m1 1 --m2 1 --theta 0.25
refuses 2 '--varies some' fit hyper --target "$bump" --theta 0.25 --varies some
refuses 2 '--f-layers 3' fit hyper --target "$bump" --theta 0.25 --f-layers 3
refuses 2 '--f-width 0' fit hyper --target "$bump" --theta 0.25 --f-width 0
refuses 2 'one hidden layer' fit hyper --target "$bump" --theta 0.25 --hidden-layers 2
refuses 2 'no further operand' fit hyper more --target "$bump" --theta 0.25
refuses 2 'also where --save writes' fit hyper --target "$bump" --theta 0.25 --save x.json -o x.cert.json
refuses 2 "--f-width belongs to 'nwidth fit hyper'" fit --target "$bump" --width 3 --f-width 2
refuses 2 "--tol belongs to 'nwidth fit hyper'" fit --target "$bump" --width 3 --tol 0.1
refuses 4 'cannot write' fit hyper --target "$bump" --theta 0.5 --width 4 --f-width 4 --save no/such/folder.json
finish
