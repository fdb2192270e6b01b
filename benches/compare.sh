#!/usr/bin/env bash
# compare.sh [POST.md]   CPU and memory of the whole process, Postpress beside the roads that others take to a PDF.
#
# Installs pandoc, typst and WeasyPrint from PyPI into a folder of its own under the user's cache. Prints medians of nine
# runs as /usr/bin/time counts them; run it on a machine that does nothing else.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
post=$(realpath "${1:-$here/tests/corpus/seoul-night-walk.md}")
tools=${POSTPRESS_TOOLS:-$HOME/.cache/postpress-tools}/compare
[[ -x $tools/bin/weasyprint ]] || { python3 -m venv "$tools" && "$tools/bin/pip" -q install pypandoc_binary typst weasyprint; }
pandoc=$("$tools/bin/python" -c 'import pypandoc; print(pypandoc.get_pandoc_path())')
(cd "$here" && cargo build --release --quiet)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# The others are given the pictures' folder and our fonts, so that all set the same page.
cp -r "$(dirname "$post")/." "$out/"
cd "$out"

cat >typst.sh <<RUN
"$pandoc" -f markdown "$(basename "$post")" -t typst -s -o post.typ
"$tools/bin/python" -c "import typst; typst.compile('post.typ', output='typst.pdf', font_paths=['$here/templates/fonts'])"
RUN
cat >weasyprint.sh <<RUN
"$pandoc" -f markdown "$(basename "$post")" -t html -s -o post.html
"$tools/bin/weasyprint" -q post.html weasyprint.pdf
RUN

median() { # NAME COMMAND…: the median of nine runs by CPU, after one that warms the caches
  local name=$1 run
  shift
  "$@" >/dev/null 2>&1 || { printf '%-24s failed\n' "$name"; return; }
  for run in {1..9}; do
    /usr/bin/time -o time -f '%U %S %M' "$@" >/dev/null 2>&1
    awk '{ printf "%d %d\n", ($1 + $2) * 1000, $3 / 1024 }' time
  done | sort -n | awk -v name="$name" 'NR == 5 { printf "%-24s %6d ms CPU %6d MB\n", name, $1, $2 }'
}
median Postpress "$here/target/release/postpress" -q --offline "$(basename "$post")" -o postpress.pdf
median 'pandoc → typst' sh typst.sh
median 'pandoc → WeasyPrint' sh weasyprint.sh
