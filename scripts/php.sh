#!/bin/sh
# Have what examples/php-backend needs: PHP with its extensions, MariaDB.
set -eu
PATH=$PATH:/usr/sbin
wanted="php-cli php-mysql php-curl php-mbstring mariadb-server"
there() {
  command -v php >/dev/null && command -v mariadbd >/dev/null || return 1
  loaded=$(php -m)
  for extension in pdo_mysql curl mbstring; do
    printf '%s\n' "$loaded" | grep -qix "$extension" || return 1
  done
}
there && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  # The database is run by the tests themselves, in a folder of theirs: no service is needed.
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted
  there && exit 0
fi
echo "The tests of the PHP backend need: apt-get install $wanted" >&2
exit 2
