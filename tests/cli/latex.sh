#!/usr/bin/env bash
# What --format latex writes compiles with booktabs and siunitx, without an error or a missing character.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need pdflatex
need kpsewhich
for package in booktabs siunitx; do
    if ! kpsewhich "$package.sty" >/dev/null; then
        echo "skipped: the LaTeX package $package is not installed"
        exit 77
    fi
done

cd "$folder" || exit 1
cat >document.tex <<'END'
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{booktabs,siunitx}
\begin{document}
END
write() { # ARGUMENT...: one table of the document
    run 0 "$@" --format latex || return 0
    grep -q '\\toprule' out && grep -q '\\bottomrule' out && grep -q '\\num{' out || [[ $1 == list || $2 == audit ]] ||
        fail "nwidth $* writes no table of booktabs and siunitx"
    cat out >>document.tex
    printf '\\clearpage\n' >>document.tex
}
write list
write bound thm1 --m1 1 --m2 1 --eps 0.01
write bound thm1 thm4 separation --m1 1,3 --m2 1 --eps 1e-2,1e-3
write bound nwidth --r 1:4 --n 2 --eps 1e-1:1e-3:log5
write bound thm1 --m1 10 --m2 10 --eps 1e-1000,1e-10
write bound kuhn --n 2 --eps 0.1 --activation relu,tanh
write table thm1,thm4 --m1 1,2 --m2 1 --eps 1e-1:1e-4:log4
write table thm1 --m1 10 --m2 10 --eps 1/3,1e-1000 --alpha 10/3
write table separation --m1 2 --m2 1
write audit H7 --quick
for preset in theorems assumptions constants audit; do
    write table "$preset"
done
printf '\\end{document}\n' >>document.tex

checks=$((checks + 1))
if ! pdflatex -interaction=nonstopmode -halt-on-error document.tex >log.txt 2>&1; then
    fail "pdflatex stops: $(grep -A3 '^!' log.txt)"
elif grep -q 'Missing character\|^! \|Undefined' document.log; then
    fail "pdflatex complains: $(grep 'Missing character\|^! \|Undefined' document.log)"
fi

finish
