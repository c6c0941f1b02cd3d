#!/usr/bin/env bash
# Usage: regenerate.sh PROGRAM
# Makes every reference result anew, beside this script.  README.md there names the command of each file.
set -euo pipefail

if [ $# -ne 1 ]; then
    echo "usage: $0 PROGRAM" >&2
    exit 2
fi
"$1" reproduce "$(dirname "$0")" --preset quick
