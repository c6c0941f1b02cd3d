#!/usr/bin/env bash
# What `plot gap -o FIGURE.tex` and `table gap --format latex` write compiles, without an error or a missing character.
# shellcheck source=tests/testutil/shell.sh
source "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/testutil/shell.sh"
need pdflatex
need kpsewhich
for package in booktabs siunitx pgfplots; do
    if ! kpsewhich "$package.sty" >/dev/null; then
        echo "skipped: the LaTeX package $package is not installed"
        exit 77
    fi
done
maker=${top_builddir:=$srcdir/build}/tests/check_gap_report
if [[ ! -x $maker ]]; then
    echo "skipped: $maker, which writes the study, is not built"
    exit 77
fi
cd "$folder" || exit 1
"$maker" --write whole.gap || exit 1
"$maker" --write part.gap unfinished || exit 1
cat >document.tex <<'END'
\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{booktabs,siunitx,pgfplots}
\usetikzlibrary{patterns}
\pgfplotsset{compat=1.16}
\begin{document}
END
for study in whole part; do
    run 0 plot gap $study.gap -o figure-$study.tex
    printf '\\noindent\\input{figure-%s.tex}\\clearpage\n' $study >>document.tex
    for table in gap headline; do
        run 0 table $table $study.gap --format latex
        cat out >>document.tex
        printf '\\clearpage\n' >>document.tex
    done
done
printf '\\end{document}\n' >>document.tex
checks=$((checks + 1))
if ! pdflatex -interaction=nonstopmode -halt-on-error document.tex >log.txt 2>&1; then
    fail "pdflatex stops: $(grep -A3 '^!' log.txt)"
elif grep -q 'Missing character\|^! \|Undefined' document.log; then
    fail "pdflatex complains: $(grep 'Missing character\|^! \|Undefined' document.log)"
fi
finish
