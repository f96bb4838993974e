#!/bin/sh
# The example storefront beside the stub, until Ctrl+C: sh scripts/demo.sh VENV
set -eu
bin=$1/bin
site=examples/vue-storefront
shop_port=${SHOP_PORT:-4600}
stripe_port=${STRIPE_PORT:-4601}
page_port=${PAGE_PORT:-4173}

echo "Building the storefront …"
log=$(mktemp)
(cd "$site" && STRIPE_PORT=$stripe_port npm run --silent build:demo) >"$log" 2>&1 || {
  cat "$log" >&2
  rm -f "$log"
  exit 1
}
rm -f "$log"

"$bin/shopstub" serve --port "$shop_port" --stripe-port "$stripe_port" --state-dir .shopstub/demo &
stub=$!
trap 'kill "$stub" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
"$bin/python" - "$stub" "http://127.0.0.1:$shop_port/api/cart" <<'WAIT' || exit 2
import os, sys, time, urllib.request
for _ in range(100):
    time.sleep(0.2)
    try:
        os.kill(int(sys.argv[1]), 0)  # gone: it has said why
        urllib.request.urlopen(sys.argv[2], timeout=5).close()
        sys.exit(0)
    except ProcessLookupError:
        sys.exit(2)
    except OSError:
        continue
sys.exit("The stub did not answer within 20 s.")
WAIT
cat <<MESSAGE

  Open        http://localhost:$page_port

  Cards       4242 4242 4242 4242 pays, 4000 0000 0000 3220 asks for 3-D Secure,
              4000 0000 0000 0002 is declined; any future date, any CVC
  SEPA        DE89 3704 0044 0532 0130 00

  Ctrl+C ends shop, Stripe and page.

MESSAGE
cd "$site"
export CACHE_DIR=node_modules/.vite-$page_port
SHOP_PORT=$shop_port STRIPE_PORT=$stripe_port PAGE_PORT=$page_port node_modules/.bin/vite preview >/dev/null
