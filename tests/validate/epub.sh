#!/usr/bin/env bash
# epub.sh FILE.epub…   Checks each file with EPUBCheck; a warning is a failure.
#
# One line a file, "PASS epubcheck FILE" or "FAIL epubcheck FILE", with the messages below it.
# Exits 1 if any failed, 2 if nothing could be checked.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($#)) || { echo "usage: epub.sh FILE.epub..." >&2; exit 2; }
tools=$("$here/setup.sh" | tail -n 1) || exit 2

failed=0
for file; do
  if report=$(java -jar "$tools/epubcheck-current/epubcheck.jar" --failonwarnings "$file" 2>&1); then
    echo "PASS epubcheck $file"
  else
    echo "FAIL epubcheck $file"
    # Without a message of its own kind there was no check (no such file, Java broken): then show everything.
    grep -E '^(FATAL|ERROR|WARNING)' <<<"$report" | sed 's/^/    /' || sed 's/^/    /' <<<"$report"
    failed=1
  fi
done
exit "$failed"
