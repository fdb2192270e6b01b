#!/usr/bin/env bash
# pages.sh FILE.pdf OUTDIR   Draws each page as OUTDIR/FILE-N.png at 72 dpi (a pixel a point), for eyes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($# == 2)) || { echo "usage: pages.sh FILE.pdf OUTDIR" >&2; exit 2; }
"$here/setup.sh" >/dev/null
mkdir -p "$2"
pdftoppm -r 72 -png "$1" "$2/$(basename "$1" .pdf)"
