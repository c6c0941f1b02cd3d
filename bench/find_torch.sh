# Sourced: puts into $python a Python that has PyTorch, or ends the script with status 77.  PYTHON names one; else every
# python3 of PATH is tried, and Debian's, to which Debian's PyTorch belongs: the first one found need not have it.
mapfile -t candidates < <(type -aP python3)
python=
for candidate in ${PYTHON:+"$PYTHON"} "${candidates[@]}" /usr/bin/python3; do
    if "$candidate" -c 'import torch; torch.zeros(1)' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [[ -z $python ]]; then
    echo "${0##*/}: skipped, the comparison needs PyTorch (Debian package: python3-torch; PYTHON names a Python)" >&2
    exit 77
fi
