#!/bin/sh
# Install packages of the operating system that are missing: sh scripts/bootstrap.sh run|demo|test
#   run: Python with venv. demo: Node.js too. test: also Chromium, PHP with its extensions, MariaDB, zsh.
# On Debian and Ubuntu, as root, by apt-get; elsewhere they are named. Nothing else is changed, and no
# service is started: the tests run MariaDB themselves, in a folder of theirs.
set -eu
PATH=$PATH:/usr/sbin
stage=${1:-test}
python=${PYTHON:-python3}

has() { command -v "$1" >/dev/null; }
has_browser() { has chromium || has google-chrome || has chrome; }
has_php() {
  has php || return 1
  loaded=$(php -m)
  for extension in pdo_mysql curl mbstring; do
    printf '%s\n' "$loaded" | grep -qix "$extension" || return 1
  done
}

missing() {
  # uv brings what Python's own venv lacks.
  { has uv && has "$python"; } || "$python" -c 'import ensurepip, venv' 2>/dev/null || printf ' python3 python3-venv'
  [ "$stage" != run ] || return 0
  has npm || printf ' nodejs npm'
  [ "$stage" = test ] || return 0
  has_browser || printf ' chromium fonts-liberation'
  has_php || printf ' php-cli php-mysql php-curl php-mbstring'
  has mariadbd || printf ' mariadb-server'
  has zsh || printf ' zsh'
}

packages=$(missing)
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ] && has apt-get; then
  echo "Installing Debian packages:$packages …"
  # shellcheck disable=SC2086 # it is a list
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } >/dev/null
  packages=$(missing)
  [ -n "$packages" ] || exit 0
fi
echo "These packages are needed, by their names in Debian:$packages" >&2
exit 2
