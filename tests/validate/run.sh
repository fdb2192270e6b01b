#!/usr/bin/env bash
# run.sh BINARY   Converts every post of tests/corpus with BINARY and checks the PDFs:
#
#   convert   the program ends well, in time, and leaves a file
#   fonts     every font is embedded, cut down to what is used, and maps back to Unicode
#   same      a second run, from another folder and to another place, gives the same bytes
#   valid     pdf.sh: qpdf, PDF/UA-1, PDF/A-2a
#
# Prints what failed and a summary; exits 1 on any failure. The PDFs are kept if something failed.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($# == 1)) || { echo "usage: run.sh BINARY" >&2; exit 2; }
# Absolute, because the runs below start in other folders.
binary=$(realpath -e -- "$(command -v -- "$1" || echo "$1")") || exit 2
corpus=$(cd "$here/../corpus" && pwd) || exit 1
"$here/setup.sh" >/dev/null || exit 2
out=$(mktemp -d)
mkdir "$out/first" "$out/second"

shopt -s nullglob
posts=("$corpus"/*.md "$corpus"/*.html)
# A check of nothing passes everything: a moved corpus must not look like success.
((${#posts[@]})) || { echo "FAIL no posts in $corpus"; exit 1; }

failures=0
fail() {
  echo "FAIL $*"
  failures=$((failures + 1))
}

# A hang is a failure as well, and must not hold up the rest.
convert() {
  timeout 120 "$binary" --offline --no-system-fonts "$1" -o "$2" >"$out/log" 2>&1
}

# bad_fonts FILE: the fonts that lack something. The columns are counted from the right (embedded, subset, Unicode,
# object, generation), as a font's name or type may hold spaces. No font at all is wrong too: each post has words.
bad_fonts() {
  local table
  table=$(pdffonts "$1" 2>&1) || { echo "pdffonts: $table"; return; }
  awk 'NR > 2 { fonts++; if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") print }
       END { if (!fonts) print "no fonts" }' <<<"$table"
}

made=()
for post in "${posts[@]}"; do
  # The whole name, so that a.md and a.html do not overwrite each other.
  name=${post##*/}
  first=$out/first/$name.pdf
  second=$out/second/$name.pdf
  (cd "$corpus" && convert "$name" "$first")
  status=$?
  if ((status)) || [[ ! -s $first ]]; then
    fail "convert $name (exit status $status)"
    tail -n 20 "$out/log" | sed 's/^/    /'
    continue
  fi
  made+=("$first")

  bad=$(bad_fonts "$first")
  [[ -z $bad ]] || { fail "fonts $name"; sed 's/^/    /' <<<"$bad"; }

  (cd "$out/second" && convert "$post" "$second")
  cmp "$first" "$second" >"$out/log" 2>&1 || { fail "same $name"; sed 's/^/    /' "$out/log"; }
done

# All files in one go: one Java for the lot.
if ((${#made[@]})); then
  report=$("$here/pdf.sh" "${made[@]}")
  status=$?
  grep -v '^PASS ' <<<"$report"
  passed=$(grep -c '^PASS ' <<<"$report")
  wanted=$((3 * ${#made[@]}))
  # Counted rather than trusted: a check that never ran prints no FAIL.
  ((passed == wanted)) || failures=$((failures + wanted - passed))
  ((status == 0 || passed < wanted)) || fail "pdf.sh (exit status $status)"
else
  passed=0 wanted=0
fi

echo "${#posts[@]} posts: ${#made[@]} converted, $passed of $wanted validations passed, $failures failures"
if ((failures)); then
  echo "the files are in $out"
  exit 1
fi
rm -rf "$out"
