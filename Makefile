# The front door. `make` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
EQUIPPED := $(VENV)/.installed-dev
UV = $(or $(wildcard $(BIN)/uv),uv)
NODE_TESTS := tests/stripe_sim/node
NODE_INSTALLED := $(NODE_TESTS)/node_modules/.package-lock.json
BROWSER := stub_server/stripe_sim/browser
BROWSER_INSTALLED := $(BROWSER)/node_modules/.package-lock.json
WRAPPERS := tests/browser/wrappers
WRAPPERS_INSTALLED := $(WRAPPERS)/node_modules/.package-lock.json
STOREFRONT := examples/vue-storefront
STOREFRONT_INSTALLED := $(STOREFRONT)/node_modules/.package-lock.json
LOCKED := $(NODE_TESTS) $(BROWSER) $(WRAPPERS) $(STOREFRONT) benchmarks/rivals

.NOTPARALLEL:
.PHONY: help php phpzoo zoo tame run demo setup test check format lint types laws fresh check-lock tests compile docs browser lock bench clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/:/' | awk -F: '{printf "  make %-9s%s\n", $$1, $$2}'

run: $(INSTALLED) ## Run the shop on port 4600 and its Stripe on port 4601
	@$(BIN)/python -m compileall -q stub_server
	@$(BIN)/shopstub serve $(ARGS)

demo: $(INSTALLED) $(STOREFRONT_INSTALLED) ## Run the example storefront beside shop and Stripe: a checkout by hand
	@sh scripts/demo.sh $(VENV)

setup: $(EQUIPPED) ## Make the environment in .venv

test: setup $(NODE_INSTALLED) check tests ## Everything that CI runs: checks, then tests

check: setup check-lock format lint types laws fresh ## Formatting, lint, types, import laws, generated files

check-lock:
	@$(UV) lock --check --offline --quiet --python $(BIN)/python || { echo "uv.lock does not fit pyproject.toml: run make lock"; exit 1; }

format:
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted: run $(BIN)/ruff format ."; exit 1; }

lint:
	@$(BIN)/ruff check --quiet .

types: $(BROWSER_INSTALLED) $(STOREFRONT_INSTALLED)
	@$(BIN)/mypy
	@npm run --silent --prefix $(BROWSER) types
	@npm run --silent --prefix $(STOREFRONT) api > /dev/null
	@npm run --silent --prefix $(STOREFRONT) types

laws:
	@$(BIN)/lint-imports > .laws.log 2>&1 || { cat .laws.log; exit 1; }
	@rm -f .laws.log

fresh: $(BROWSER_INSTALLED)
	@$(BIN)/shopstub compile --check
	@$(BIN)/python -m scripts.generate --check
	@npm run --silent --prefix $(BROWSER) fresh

tests: setup $(NODE_INSTALLED) $(BROWSER_INSTALLED) $(WRAPPERS_INSTALLED) $(STOREFRONT_INSTALLED) php
	@sh scripts/chromium.sh
	@npm run --silent --prefix $(BROWSER) test
	@$(BIN)/pytest -n auto $(ARGS)

php:
	@sh scripts/php.sh

zoo: setup ## Plant faults in the stub: is each caught?
	@$(BIN)/python -m tests.examiner.zoo $(ARGS)

tame: setup ## Vary the stub as another backend may: does all of it pass?
	@$(BIN)/python -m tests.examiner.taming $(ARGS)

phpzoo: setup php ## Plant faults in examples/php-backend: is each caught?
	@$(BIN)/python -m tests.examiner.php.zoo $(ARGS)

compile: setup ## Compile docs/api to openapi.yaml
	@$(BIN)/shopstub compile

docs: setup ## Make docs/cli.md and docs/rules.md again
	@$(BIN)/python -m scripts.generate

browser: $(BROWSER_INSTALLED) ## Build Stripe's script for browsers again
	@npm run --silent --prefix $(BROWSER) build

lock: ## Update uv.lock and each package-lock.json; ARGS=--upgrade takes newer Python packages
	@$(UV) lock --default-index https://pypi.org/simple $(ARGS)
	@for folder in $(LOCKED); do \
		(cd $$folder && npm install --package-lock-only --omit-lockfile-registry-resolved=false --no-audit --no-fund) || exit 1; done

bench: setup ## Measure store, start, requests and payments; ratios of one run
	@$(BIN)/python -m benchmarks.store
	@$(BIN)/python -m benchmarks.requests
	@$(BIN)/python -m benchmarks.stripe

clean: ## Remove what the other targets made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis $(NODE_TESTS)/node_modules $(BROWSER)/node_modules \
		$(WRAPPERS)/node_modules $(STOREFRONT)/node_modules $(STOREFRONT)/dist

$(INSTALLED): pyproject.toml uv.lock
	@PYTHON=$(PYTHON) sh scripts/environment.sh $(VENV)
	@touch $@

$(EQUIPPED): pyproject.toml uv.lock
	@PYTHON=$(PYTHON) sh scripts/environment.sh $(VENV) dev
	@touch $@ $(INSTALLED)

$(NODE_INSTALLED): $(NODE_TESTS)/package.json $(NODE_TESTS)/package-lock.json
	@sh scripts/node.sh $(NODE_TESTS)
	@touch $@

$(BROWSER_INSTALLED): $(BROWSER)/package.json $(BROWSER)/package-lock.json
	@sh scripts/node.sh $(BROWSER)
	@touch $@

$(WRAPPERS_INSTALLED): $(WRAPPERS)/package.json $(WRAPPERS)/package-lock.json
	@sh scripts/node.sh $(WRAPPERS)
	@touch $@

$(STOREFRONT_INSTALLED): $(STOREFRONT)/package.json $(STOREFRONT)/package-lock.json
	@sh scripts/node.sh $(STOREFRONT) 20
	@touch $@
