#!/usr/bin/env bash
# nwidth certify and nwidth verify: enclosures, certificates that are valid, ones that were changed, and bad input.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
cd "$folder" || exit 1

target=bump:r=1,n=1,M=2,signs=plus
run 0 fit --target "$target" --width 3 --theta 0.25 --save net.json --quiet -o fit.txt

# ---- the enclosure ----

run 0 certify net.json --target "$target" --format json -o certified.json
jq_is '["net.json","proved","net.cert.json"]' '.results[0] | [.network, .outcome, .certificate]' certified.json
jq_is 'true' '.results[0] | (.lower | tonumber) > 0 and (.upper | tonumber) <= 1.0101 * (.lower | tonumber)' certified.json
jq_is 'null' '.results[0].assumes' certified.json
run 0 certify net.json --target "$target" --tol 1e-6 --certificate fine.json --format json -o fine-result.json
jq_is 'true' '.results[0] | (.upper | tonumber) <= 1.0000011 * (.lower | tonumber)' fine-result.json
run 3 certify net.json --target "$target" --budget 3 --certificate - --format json -o short.json
jq_is '"unknown"' '.results[0].outcome' short.json

# The zero network is as far from a bump as the bump is high: 1/3.
cat >zero.json <<'END'
{"format": "nwidth-network", "version": 1, "inputs": 1, "outputs": 1, "output_bias": false, "parameters": 3,
 "layers": [{"units": 1, "activation": "tanh", "weights": ["0x0p+0"], "biases": ["0x0p+0"]},
            {"units": 1, "activation": "identity", "weights": ["0x0p+0"]}]}
END
run 0 certify zero.json --target "$target" --format json -o zero-result.json
jq_is 'true' '.results[0] | (.lower | tonumber) <= 1/3 and (.upper | tonumber) >= 0.33333333 and (.upper | tonumber) < 0.337' \
    zero-result.json

# Kinks in two dimensions beside waves that some axes hardly bend: few boxes do when the right axis is halved.
for word in trig:r=1,n=2 'expr:min(abs(x1),exp(x2)/9)/9'; do
    run 0 fit --target "$word" --width 6 --activation relu --starts 0 --save kinks.json --quiet -o fit.txt
    run 0 certify kinks.json --target "$word" --budget 20000 --format json -o kinks-result.json
    jq_is '"proved"' '.results[0].outcome' kinks-result.json
    run 0 verify kinks.cert.json
done

# ---- boxes in the cube ----

run 0 certify net.json --target "$target" --domain -1/2:0.25 --certificate part.json --format json -o part-result.json
jq_is '[["-0.5","0.25"]]' '.results[0].domain' part-result.json
jq_is 'true' '.results[0].witness[0] | tonumber >= -0.5 and tonumber <= 0.25' part-result.json
jq_is '{"low":["-0x1p-1"],"high":["0x1p-2"]}' '.domain' part.json
run 0 verify part.json
checks=$((checks + 1))
grep -q 'over \[-0.5, 0.25\] alone$' "$folder/out" || fail 'a verdict on a part does not say so'
run 0 verify part.json --format json
jq_is '[["-0.5","0.25"]]' '.results[0].domain' "$folder/out"
jq_is 'null' '.results[0].domain' certified.json
# An end that is no double is rounded outward.
run 0 certify net.json --target "$target" --domain 0.1 --certificate place.json --quiet -o place.txt
jq_is '{"low":["0x1.9999999999999p-4"],"high":["0x1.999999999999ap-4"]}' '.domain' place.json
run 0 verify part.json place.json
jq '.domain.low[0] = "-0x1p+0"' part.json >wider.json
run 1 verify wider.json
refuses 2 'has 2 axes, and the target 1 input' certify net.json --target "$target" --domain 0:1,0:1
refuses 2 'expected LOW:HIGH' certify net.json --target "$target" --domain 1:0
refuses 2 'expected LOW:HIGH' certify net.json --target "$target" --domain -1:1.5
refuses 2 '--domain' certify net.json --target "$target" --domain 0:nan
refuses 2 '--domain' certify net.json --target "$target" --domain ''
refuses 2 '--domain' certify net.json --target "$target" --domain 0:1,

# ---- composites ----

layers() { # UNITS-OF-THE-LAST WEIGHTS-OF-THE-LAST
    printf '[{"units": 1, "activation": "tanh", "weights": ["0x1p+0"], "biases": ["0x1p-3"]},
        {"units": %s, "activation": "identity", "weights": [%s]}]' "$1" "$2"
}
head='"format": "nwidth-network", "version": 1, "output_bias": false'
cat >hyper.json <<END
{"format": "nwidth-composite", "version": 1, "form": "hypernetwork", "m1": 1, "m2": 1,
 "primary": {$head, "inputs": 1, "outputs": 1, "parameters": 3,
    "layers": [{"units": 1, "activation": "tanh"}, {"units": 1, "activation": "identity"}]},
 "task": {$head, "inputs": 1, "outputs": 3, "parameters": 5,
    "layers": $(layers 3 '"0x1p+0", "0x1p-1", "-0x1p-2"')}}
END
run 0 certify hyper.json --target product:m1=1,m2=1 --format json -o hyper-result.json
jq_is '["hyper.json","proved","hyper.cert.json"]' '.results[0] | [.network, .outcome, .certificate]' hyper-result.json
run 0 certify hyper.json --target product:m1=1,m2=1 --domain -1:1,0.25 --certificate task.json -o task.txt
run 0 verify hyper.cert.json task.json
jq_is '"hypernetwork"' '.composite.form' hyper.cert.json
jq '.composite.task.layers[1].weights[2] = "-0x1p-1"' hyper.cert.json >other.json
run 1 verify other.json --no-checksum
jq '.task.layers[1].weights |= .[:2] | .task.layers[1].units = 2 | .task.outputs = 2 | .task.parameters = 4' hyper.json >few.json
refuses 2 'primary.parameters is 3, and must be 2' certify few.json --target product:m1=1,m2=1
refuses 2 'inputs do not match' certify hyper.json --target "$target"
jq '.form = "hyper"' hyper.json >form.json
refuses 2 'form must be' certify form.json --target product:m1=1,m2=1

# ---- certificates ----

run 0 verify net.cert.json fine.json zero.cert.json
checks=$((checks + 1))
[[ $(grep -c ': valid: ' "$folder/out") -eq 3 ]] || fail 'three certificates are not three lines'
run 0 verify net.cert.json --format json -o verdict.json
jq_is '["net.cert.json","valid"]' '.results[0] | [.certificate, .verdict]' verdict.json

# A change is seen by the checksum; without it a claim that became false is refuted, and one that stays true is not.
jq '.claim.upper = "0x1p-10"' net.cert.json >false.json
jq '.claim.lower = "0x0p+0"' net.cert.json >weaker.json
jq '.claim.witness[0] = "0x1.8p+0"' net.cert.json >outside.json
run 1 verify false.json
run 1 verify false.json --no-checksum
run 1 verify weaker.json
run 0 verify weaker.json --no-checksum
run 1 verify outside.json --no-checksum
run 1 verify net.cert.json false.json
head -c 200 net.cert.json >torn.json
refuses 2 'torn.json' verify torn.json
refuses 2 'no-such.json' verify no-such.json
refuses 2 'which certificate?' verify
run 2 verify net.cert.json torn.json
run 1 verify false.json torn.json

# ---- bad input: one line, nothing written ----

bad_network() { # MESSAGE JQ-FILTER
    jq "$2" net.json >bad.json
    refuses 2 "$1" certify bad.json --target "$target"
    checks=$((checks + 1))
    [[ ! -e bad.cert.json ]] || fail "$2: a certificate was written"
}
bad_network 'weights' '.layers[0].weights[0] = "nan"'
bad_network 'weights' '.layers[0].weights[0] = "inf"'
bad_network 'weights' '.layers[0].weights[0] = "0.5"'
bad_network 'weights' '.layers[0].weights = []'
bad_network 'activation' '.layers[0].activation = "sine"'
bad_network 'units' '.layers[0].units = -1'
bad_network 'version' '.version = 99'
bad_network 'format' 'del(.format)'
head -c 100 net.json >cut.json
refuses 2 'cut.json' certify cut.json --target "$target"
refuses 2 'no-such.json' certify no-such.json --target "$target"
refuses 2 'which target?' certify net.json
refuses 2 'which network?' certify --target "$target"
refuses 2 'one network at a time' certify net.json net.json --target "$target"
refuses 2 'input' certify net.json --target bump:r=1,n=2,M=2
refuses 2 '--tol 0' certify net.json --target "$target" --tol 0
refuses 2 'outside W(' certify net.json --target expr:1/x1
refuses 2 'amplitude' certify net.json --target bump:r=1,M=2,amplitude=0.9
refuses 4 'cannot write' certify net.json --target "$target" --certificate no/such/folder.json
cp net.json kept.json
refuses 2 'is the network itself' certify net.json --target "$target" --certificate ./net.json
refuses 2 'is the network itself' certify net.json --target "$target" --certificate - -o net.json
refuses 2 'also the certificate' certify net.json --target "$target" --certificate both.json -o both.json
refuses 4 'cannot write' certify net.json --target "$target" --certificate unwritten.json -o no/such/folder.txt
checks=$((checks + 1))
cmp -s net.json kept.json || fail 'a refused run changed the network'
[[ ! -e both.json && ! -e unwritten.json ]] || fail 'a refused run wrote a certificate'
finish
