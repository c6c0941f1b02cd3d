#!/usr/bin/env bash
# Usage: regenerate.sh PROGRAM
# Makes every reference result anew, beside this script.  Each file names the command that made it.
set -euo pipefail

if [ $# -ne 1 ]; then
    echo "usage: $0 PROGRAM" >&2
    exit 2
fi
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)

"$here/main_job.sh" "$program" "$here" >/dev/null
cd "$here/theorems"
for format in text:txt csv:csv json:json latex:tex; do
    "$program" table assumptions --format "${format%:*}" --output "assumptions.${format#*:}"
    "$program" table constants --format "${format%:*}" --output "constants.${format#*:}"
done
