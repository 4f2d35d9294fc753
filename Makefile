# Every target works from a fresh clone, as root or as an ordinary user, and takes seconds the second time.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo serve test check bench venv assets libraries browser lock clean linters

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: libraries assets-if-possible ## install what is needed and start the service with believable people
	@exec .venv/bin/leerloket demo $(ARGS)

serve: assets ## start the service with the settings of the environment
	@exec .venv/bin/leerloket serve $(ARGS)

test: .venv/.dev libraries assets browser linters ## all tests, as CI runs them
	@tools/test.sh

check: .venv/.dev libraries assets ## ruff, mypy, import-linter and the fast tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -n 2 --dist loadfile -m "not browser"

bench: .venv/.dev assets ## measure, each as a ratio to a reference of the same run
	$(PY) -m benchmarks $(ARGS)

venv: .venv/.dev ## the virtual environment with the development tools

.venv/.runtime: requirements.lock
	@tools/setup.sh runtime

.venv/.dev: requirements-dev.lock
	@tools/setup.sh dev

libraries: .venv/.runtime
	@tools/setup.sh libraries

assets: .venv/.runtime ## style sheets, font and translations
	@tools/setup.sh assets

.PHONY: assets-if-possible
assets-if-possible: .venv/.runtime
	@tools/setup.sh assets || true

browser:
	@tools/setup.sh browser

linters: assets
	@tools/setup.sh linters

UV_COMPILE = uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --no-config $(ARGS)
lock: ## renew the locks after a change of pyproject.toml (needs uv); ARGS=--upgrade for newer versions
	$(UV_COMPILE) pyproject.toml -o requirements.lock
	$(UV_COMPILE) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(UV_COMPILE) --group node -o requirements-node.lock

clean: ## remove everything made, except the data of the service
	rm -rf .venv node_modules leerloket/static/vendor build dist .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache test-results
	find leerloket -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
