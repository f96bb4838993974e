#!/bin/sh
# Make sure that there is a Chromium for the tests in a browser: sh scripts/chromium.sh
set -eu
for name in chromium google-chrome chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && apt-get install -y -qq chromium
else
  echo "The tests in a browser need Chromium. On Debian: apt-get install chromium" >&2
  exit 2
fi
