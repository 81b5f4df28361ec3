# `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock catalogues clean

export PYTHON UPGRADE
# Compiled templates are kept between runs and shared by the test processes.
cache := CHAMELEON_CACHE="$(CURDIR)/.make/chameleon"

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## set up, make a demo database the first time, serve on port 6543
	@bin/setup run
	@bin/run

test: ## set up, check, run the whole suite, print the coverage and demand it
	@bin/setup test
	@$(MAKE) --no-print-directory check
	@mkdir -p .make/chameleon
	@rm -f .coverage .coverage.*
	$(cache) .venv/bin/pytest -n 3 --dist loadgroup --cov --cov-report=
	@.venv/bin/coverage report --fail-under=95
	@echo "Of these, domain and security:"
	@.venv/bin/coverage report --include='*/kuidocs/domain/*,*/kuidocs/security/*' --fail-under=100

check: ## format, lint, types, Danish spelling, catalogues
	@bin/setup test
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/mypy
	.venv/bin/pytest -q tests/test_spelling.py tests/test_catalogues.py

bench: ## measure, print ratios, write bench/results/*.json
	@bin/setup test
	.venv/bin/python bench/run.py

lock: ## write requirements/*.lock from setup.cfg (UPGRADE=1 takes newer versions)
	@bin/setup test
	@bin/lock

catalogues: ## take new strings into the translations and compile them
	@bin/setup test
	@.venv/bin/python bin/catalogues.py

clean: ## remove what can be made again; the database in var/ stays
	rm -rf .venv .make build dist .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis bench/results src/*.egg-info
	find src tests bench bin -name __pycache__ -type d -prune -exec rm -rf {} +
