#!/bin/sh
# Make the virtual environment: sh scripts/environment.sh FOLDER WHAT   (. or .[dev])
set -eu
venv=$1
what=$2
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "Python 3.11 or later is needed; '$python' is not. Name one: make PYTHON=python3.12 …" >&2
  exit 2
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  # Debian keeps these in a package of their own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq python3-venv
  else
    echo "This Python can't make environments. On Debian: apt-get install python3-venv" >&2
    exit 2
  fi
fi
[ -x "$venv/bin/python" ] || { echo "Making $venv …"; "$python" -m venv "$venv"; }
echo "Installing what shopstub needs into $venv …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$what"
# Some machines keep Python from writing bytecode; compiling 200 modules at each start is slow.
"$venv/bin/python" -m compileall -q stub_server
