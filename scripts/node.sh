#!/bin/sh
# Install a folder's Node packages with the versions of its lock file:
#   sh scripts/node.sh FOLDER [OLDEST NODE]
set -eu
oldest=${2:-18}
sh scripts/bootstrap.sh demo
node -e 'process.exit(parseInt(process.versions.node) < process.argv[1] ? 1 : 0)' "$oldest" || {
  echo "Node.js $oldest or later is needed for $1; this is $(node --version)." >&2
  exit 2
}
cd "$1"
npm ci --loglevel=error --no-audit --no-fund --no-update-notifier || {
  echo "npm ci failed in $1. If package-lock.json does not fit package.json: make lock" >&2
  exit 1
}
