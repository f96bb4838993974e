#!/bin/sh
# Create the virtual environment and install shopstub into it, with the versions of uv.lock:
#   sh scripts/environment.sh FOLDER [EXTRA]
# uv does it where it is on the PATH, pip elsewhere. UNLOCKED=1 installs the newest versions that
# pyproject.toml allows instead, with pip.
set -eu
venv=$1
extra=${2:-}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  echo "Python 3.11 or later is needed; '$python' is not. Name one: make PYTHON=python3.12 …" >&2
  exit 2
}

limits=
finish() {
  status=$?
  [ -z "$limits" ] || rm -f "$limits"
  [ "$status" = 0 ] || echo "The installation failed. UNLOCKED=1 ignores the versions of uv.lock." >&2
}
trap finish EXIT

if [ -z "${UNLOCKED:-}" ] && command -v uv >/dev/null; then
  echo "Installing shopstub${extra:+ with its extra '$extra'} into $venv with uv …"
  # --seed: people expect .venv/bin/pip to be there.
  [ -x "$venv/bin/python" ] || uv venv --quiet --seed --python "$python" "$venv"
  # --inexact: `make run` must not remove the packages that `make setup` installed.
  UV_PROJECT_ENVIRONMENT=$venv uv sync --quiet --locked --inexact --compile-bytecode \
    ${extra:+--extra "$extra"}
else
  echo "Installing shopstub${extra:+ with its extra '$extra'} into $venv with pip …"
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  limits=$(mktemp)
  [ -n "${UNLOCKED:-}" ] || "$venv/bin/python" scripts/constraints.py uv.lock >"$limits"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint "$limits" --editable ".${extra:+[$extra]}"
fi
# Some machines keep Python from writing bytecode; compiling 200 modules at each start is slow.
"$venv/bin/python" -m compileall -q stub_server
