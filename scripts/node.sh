#!/bin/sh
# Install the Node packages that tests need: sh scripts/node.sh FOLDER
set -eu
if ! command -v npm >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq nodejs npm
  else
    echo "Node.js 18 or later with npm is needed for the tests of Stripe's Node SDK." >&2
    exit 2
  fi
fi
node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || {
  echo "Node.js 18 or later is needed; this is $(node --version)." >&2
  exit 2
}
cd "$1"
npm install --loglevel=error --no-audit --no-fund --no-update-notifier
