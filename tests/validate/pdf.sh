#!/usr/bin/env bash
# pdf.sh FILE.pdf…   Is each file sound (qpdf), accessible (PDF/UA-1) and fit for archives (PDF/A-2a)?
#
# One line a check, "PASS CHECK FILE" or "FAIL CHECK FILE", with what was broken below it.
# Exits 1 if any check failed, 2 if nothing could be checked.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($#)) || { echo "usage: pdf.sh FILE.pdf..." >&2; exit 2; }
tools=$("$here/setup.sh" | tail -n 1) || exit 2

failed=0
for file; do
  # qpdf's warnings are failures too: it repairs what other readers may stumble over.
  if report=$(qpdf --check "$file" 2>&1); then
    echo "PASS qpdf $file"
  else
    echo "FAIL qpdf $file"
    sed 's/^/    /' <<<"$report"
    failed=1
  fi
done
java -cp "$tools/verapdf-current/*" "$here/VeraCheck.java" ua1,2a "$@" || failed=1
exit "$failed"
