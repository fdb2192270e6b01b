#!/usr/bin/env bash
# xhtml.sh FILE…   Is each page well-formed (xmllint), and right by the HTML Standard (the Nu HTML checker)?
#
# One line a check, "PASS CHECK FILE" or "FAIL CHECK FILE", with what was broken below it. Pages end in .xhtml, or the
# checker reads them as HTML, which they are too. Exits 1 if any check failed, 2 if nothing could be checked.
#
# The checker comes from npm on first use and is kept in ${POSTPRESS_TOOLS:-~/.cache/postpress-tools}. It wants Java 17.
set -uo pipefail
(($#)) || { echo "usage: xhtml.sh FILE..." >&2; exit 2; }

version=26.9.27
integrity=TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==
# The one complaint that is not ours to meet: a post's letters stay as its author typed them, and some type them in
# pieces. Composing them would make other characters of some Han letters.
as_typed='.*Unicode Normalization Form C.*'

# need COMMAND PACKAGE: installs the package where the command does not run.
need() {
  command -v "$1" >/dev/null && return
  [[ $EUID != 0 ]] || apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >&2
}

# fetch FOLDER: the checker, of this version and no other.
fetch() {
  local scratch
  scratch=$(mktemp -d "$1.XXXXXX") || return
  (
    set -e
    cd "$scratch"
    npm pack --silent "vnu-jar@$version" >&2
    [[ $(openssl dgst -sha512 -binary "vnu-jar-$version.tgz" | base64 -w 0) == "$integrity" ]] || {
      echo "xhtml.sh: what npm gave is not the checker that was pinned" >&2
      exit 1
    }
    tar -xzf "vnu-jar-$version.tgz" --strip-components=3 package/build/dist/vnu.jar
    rm "vnu-jar-$version.tgz"
  ) && mv -T "$scratch" "$1" 2>/dev/null
  # Another run may have been first; then its folder is as good.
  rm -rf "$scratch"
  [[ -f $1/vnu.jar ]]
}

need xmllint libxml2-utils && need java default-jre-headless || exit 2
tools=${POSTPRESS_TOOLS:-$HOME/.cache/postpress-tools}
mkdir -p "$tools" || exit 2
vnu=$tools/vnu-$version
if [[ ! -f $vnu/vnu.jar ]]; then
  need npm npm && need openssl openssl && fetch "$vnu" || exit 2
fi

failed=0
readable=()
for file; do
  if report=$(xmllint --noout "$file" 2>&1); then
    echo "PASS xmllint $file"
    readable+=("$file")
  else
    echo "FAIL xmllint $file"
    sed 's/^/    /' <<<"$report"
    failed=1
  fi
done
((${#readable[@]})) || exit 1

# All files in one go: one Java for the lot. Its messages begin with the file's address, percent-encoded, so each file is
# checked under a number. Warnings are let through here and not by the checker, which would call some of them errors.
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
for index in "${!readable[@]}"; do
  extension=${readable[index]##*.}
  cp "${readable[index]}" "$work/$index.$extension"
done
java -jar "$vnu/vnu.jar" --format gnu --filterpattern "$as_typed" "$work"/* >"$work/report" 2>&1
status=$?
if ((status > 1)); then
  cat "$work/report"
  exit 2
fi
for index in "${!readable[@]}"; do
  if report=$(grep -F "/$index.${readable[index]##*.}\"" "$work/report" | grep -v ': info'); then
    echo "FAIL nu ${readable[index]}"
    sed -E 's/^"[^"]*":/    /' <<<"$report"
    failed=1
  else
    echo "PASS nu ${readable[index]}"
  fi
done
# A checker that fails without naming a file has checked nothing.
((status == 0 || failed)) || { cat "$work/report"; exit 2; }
exit "$failed"
