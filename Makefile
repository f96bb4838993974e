# Development commands. `make` lists them.
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
STOREFRONT_TYPES := $(STOREFRONT)/node_modules/.bin/openapi-typescript openapi.yaml --output $(STOREFRONT)/src/api/schema.d.ts
LOCKED := $(NODE_TESTS) $(BROWSER) $(WRAPPERS) $(STOREFRONT) benchmarks/rivals

.NOTPARALLEL:
.PHONY: help run demo setup quick test check check-lock format lint lint-node types types-python types-node imports \
	generated generated-python generated-node unit tests bootstrap mutants equivalents php-mutants compile docs spec browser storefront \
	generate lock lowest wheel bench endurance clean

# $(call fail,STEP): say which step failed, and stop.
fail = { printf '\nFailed: %s\n' '$(1)' >&2; exit 1; }

help: ## List the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1 \2/p' $(MAKEFILE_LIST) | while read -r name text; do printf '  make %-11s %s\n' "$$name" "$$text"; done

run: $(INSTALLED) ## Run the shop on port 4600 and its Stripe on port 4601
	@$(BIN)/python -m compileall -q stub_server
	@$(BIN)/shopstub serve $(ARGS)

demo: $(INSTALLED) $(STOREFRONT_INSTALLED) ## Run the example storefront beside shop and Stripe: a checkout by hand
	@sh scripts/demo.sh $(VENV)

setup: $(EQUIPPED) ## Create the environment in .venv

quick: setup format lint types-python imports generated-python unit ## Checks and unit tests in Python alone: no Node, PHP or browser

test: bootstrap setup $(NODE_INSTALLED) check tests ## Everything that CI runs: all checks, all tests

check: setup check-lock format lint lint-node types imports generated ## Lock files, formatting, lint, types, import contracts, generated files

check-lock:
	@$(UV) lock --check --offline --quiet --python $(BIN)/python || $(call fail,uv.lock does not fit pyproject.toml; run make lock)

format:
	@$(BIN)/ruff format --check --quiet . || $(call fail,formatting; run $(BIN)/ruff format .)

lint:
	@$(BIN)/ruff check --quiet . || $(call fail,lint)

lint-node: $(STOREFRONT_INSTALLED)
	@npm run --silent --prefix $(STOREFRONT) lint || $(call fail,lint in $(STOREFRONT); run npm run format there)

types: $(BROWSER_INSTALLED) $(STOREFRONT_INSTALLED)
	@$(MAKE) --no-print-directory types-node & node=$$!; \
	$(MAKE) --no-print-directory types-python; python=$$?; \
	wait $$node && exit $$python

types-python:
	@$(BIN)/mypy || $(call fail,types in Python)

types-node: $(BROWSER_INSTALLED) $(STOREFRONT_INSTALLED)
	@npm run --silent --prefix $(BROWSER) types || $(call fail,types in $(BROWSER))
	@npm run --silent --prefix $(STOREFRONT) type-check || $(call fail,types in $(STOREFRONT))

imports:
	@said=$$($(BIN)/lint-imports 2>&1) || { printf '%s\n' "$$said"; $(call fail,import contracts of pyproject.toml); }

generated: generated-python generated-node

generated-python:
	@$(BIN)/shopstub compile --check || $(call fail,openapi.yaml is stale; run make compile)
	@$(BIN)/python -m scripts.generate --check || $(call fail,generated pages are stale; run make docs)

generated-node: setup $(BROWSER_INSTALLED) $(NODE_INSTALLED) $(STOREFRONT_INSTALLED)
	@$(BIN)/python -m scripts.stripe_spec --check || $(call fail,stub_server/stripe_sim/spec/api.json is stale; run make spec)
	@npm run --silent --prefix $(BROWSER) fresh || $(call fail,the script for browsers is stale; run make browser)
	@$(STOREFRONT_TYPES) --check > /dev/null || $(call fail,the types in $(STOREFRONT) are stale; run make storefront)

unit: setup
	@$(BIN)/pytest -n auto --dist worksteal -q -m unit $(ARGS) || $(call fail,unit tests)

tests: setup $(NODE_INSTALLED) $(BROWSER_INSTALLED) $(WRAPPERS_INSTALLED) $(STOREFRONT_INSTALLED)
	@npm run --silent --prefix $(BROWSER) test || $(call fail,tests in $(BROWSER))
	@npm run --silent --prefix $(STOREFRONT) test || $(call fail,tests in $(STOREFRONT))
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS) || $(call fail,tests)

bootstrap: ## Install the packages of the operating system that run and test need (Debian, as root)
	@PYTHON=$(PYTHON) sh scripts/bootstrap.sh test

mutants: setup ## Does the checker kill every mutant of the stub? Records the results
	@$(BIN)/python -m tests.checker.mutants.run $(ARGS)

equivalents: setup ## Does the checker accept every equivalent mutant? Records the results
	@$(BIN)/python -m tests.checker.equivalents.run $(ARGS)

php-mutants: bootstrap setup ## Does the checker kill every mutant of examples/php-backend?
	@$(BIN)/python -m tests.checker.php.run $(ARGS)

compile: setup ## Compile docs/api to openapi.yaml
	@$(BIN)/shopstub compile

docs: setup ## Generate docs/cli.md, rules.md, settings.md and mutants.md
	@$(BIN)/python -m scripts.generate

spec: setup $(NODE_INSTALLED) ## Generate stripe_sim/spec/api.json from the declarations of Stripe's Node SDK
	@$(BIN)/python -m scripts.stripe_spec

generate: compile docs spec browser ## Generate every generated file again

browser: $(BROWSER_INSTALLED) ## Build Stripe's script for browsers again
	@npm run --silent --prefix $(BROWSER) build

storefront: $(STOREFRONT_INSTALLED) ## Copy catalogue and types of the API into the example storefront
	@cp fixtures/catalogue.json $(STOREFRONT)/src/data/catalogue.json
	@$(STOREFRONT_TYPES)

lock: ## Update uv.lock and each package-lock.json; ARGS=--upgrade takes newer Python packages
	@$(UV) lock --default-index https://pypi.org/simple $(ARGS)
	@for folder in $(LOCKED); do \
		(cd $$folder && npm install --package-lock-only --omit-lockfile-registry-resolved=false --no-audit --no-fund) || exit 1; done

lowest: setup ## Unit tests with the lowest versions that pyproject.toml allows
	@$(UV) venv --quiet --clear .venv-lowest
	@$(UV) pip install --quiet --python .venv-lowest/bin/python --resolution lowest-direct --editable '.[dev]'
	@.venv-lowest/bin/python -m pytest -q -n auto -m unit

wheel: $(INSTALLED) ## Build dist/shopstub-*.whl, to install elsewhere: pip install 'FILE[contract]'
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@ls dist/shopstub-*.whl

bench: setup ## Measure store, start, requests and payments; ratios of one run
	@$(BIN)/python -m benchmarks.store
	@$(BIN)/python -m benchmarks.requests
	@$(BIN)/python -m benchmarks.stripe

endurance: setup ## Kills, power cuts, damage, hostile and random input, load: half an hour, and a table
	@$(BIN)/python -m tests.endurance $(ARGS) || $(call fail,endurance; its table says what)

clean: ## Remove what the other targets made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis $(NODE_TESTS)/node_modules $(BROWSER)/node_modules \
		$(WRAPPERS)/node_modules $(STOREFRONT)/node_modules $(STOREFRONT)/dist

$(INSTALLED): pyproject.toml uv.lock
	@PYTHON=$(PYTHON) sh scripts/bootstrap.sh run
	@PYTHON=$(PYTHON) sh scripts/environment.sh $(VENV)
	@touch $@

$(EQUIPPED): pyproject.toml uv.lock
	@PYTHON=$(PYTHON) sh scripts/bootstrap.sh run
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
