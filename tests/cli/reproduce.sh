#!/usr/bin/env bash
# nwidth reproduce: the preset tiny into a folder with a blank in its name, every file of its page there and not empty,
# run again from its studies; a study with other settings put aside; what is refused.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need jq
need gnuplot
cd "$folder" || exit 1

run 0 reproduce 'all of it' --preset tiny --threads 2
checks=$((checks + 1))
grep -q '^reproduce: 1 of ' err || fail 'the steps are not shown'
checks=$((checks + 1))
[ ! -s out ] || fail 'reproduce writes to standard output'

# Every link of the page leads to a file with something in it.
links=0
while read -r link; do
    links=$((links + 1))
    [ -s "all of it/$link" ] || fail "README.md names $link, which is not there or empty"
done < <(grep -o '](\([A-Za-z0-9/._-]*\))' 'all of it/README.md' | sed 's/^](//; s/)$//')
checks=$((checks + 1))
[ "$links" -gt 140 ] || fail "README.md has only $links links"
for name in synthetic-depth assumption1 assumption2 rotation lr colorization; do
    checks=$((checks + 1))
    grep -q "^### $name (Figure" 'all of it/README.md' || fail "README.md leaves out $name"
done
checks=$((checks + 1))
[ "$(grep -c 'The paper saw:' 'all of it/README.md')" -ge 7 ] || fail 'README.md does not say what the paper saw'
checks=$((checks + 1))
[ "$(grep -c 'This run' 'all of it/README.md')" -ge 7 ] || fail 'README.md does not say what this run saw'

# Again: the studies are there and everything comes out as before; one with other settings is put aside.
cp -r 'all of it' before
rm 'all of it/experiments/rotation.csv'
run 0 experiment lr --preset tiny --seed 2 --out other.db --quiet
cp other.db 'all of it/experiments/lr.db'
run 0 reproduce 'all of it' --preset tiny --parts experiments --quiet
checks=$((checks + 3))
[ "$(wc -l <err)" = 1 ] && grep -q 'another study' err || fail "--quiet shows $(head -n 1 err)"
[ -s 'all of it/experiments/lr.db.old' ] || fail 'the other study is not put aside'
for file in rotation.csv lr.csv lr.json lr-records.json rotation.tex colorization.md assumption1.svg; do
    checks=$((checks + 1))
    cmp -s "before/experiments/$file" "all of it/experiments/$file" || fail "$file comes out otherwise the second time"
done

refuses 2 '--preset' reproduce x --preset huge
refuses 2 '--parts' reproduce x --parts theorems,gaps
refuses 2 '--parts' reproduce x --parts ''
refuses 2 'one folder' reproduce x y
refuses 2 '--data' reproduce x --data nowhere
checks=$((checks + 1))
[ ! -e x ] || fail 'a refused command made its folder'
finish
