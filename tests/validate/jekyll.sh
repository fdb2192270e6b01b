#!/usr/bin/env bash
# jekyll.sh BINARY [FOLDER…]   Does a post say with us what it says with Jekyll? See jekyll.py, which this runs.
#
# Without a folder: the blog of our own, tests/blog. Installs what is missing.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($#)) || { echo "usage: jekyll.sh BINARY [FOLDER...]" >&2; exit 2; }
binary=$1
shift
"$here/setup.sh" >/dev/null || exit 2
(($#)) || set -- "$here/../blog"
exec python3 "$here/jekyll.py" "$binary" "$@"
