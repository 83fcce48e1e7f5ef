.DEFAULT_GOAL := help
BIN := .venv/bin
READY := .venv/ready
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
export SAM_CLI_TELEMETRY := 0

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: $(READY) ## everything on this machine: install, start, deploy, load samples; Ctrl-C stops it
	@$(BIN)/purser up

check: $(READY) ## the quick subset of the tests: lint, format, types, import contracts, templates
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/cfn-lint template.yaml infra/*.yaml

test: check ## every test
	@$(BIN)/pytest

audit: $(READY) ## dependencies with known holes, severely dangerous code
	@$(BIN)/python -m infra.audit

bench: $(READY) ## Purser beside its peers; ONLY="page large" measures these alone
	@$(BIN)/python -m benchmarks $(ONLY)

deploy: layers/core/rds-global-bundle.pem ## to AWS with sam: make deploy TO=dev
	sam build --config-env $(or $(TO),dev) && sam deploy --config-env $(or $(TO),dev)

lock: $(READY) ## resolve every dependency again
	@$(LOCK) --upgrade --group dev pyproject.toml --output-file requirements-dev.txt
	@$(LOCK) --upgrade --constraint requirements-dev.txt pyproject.toml --output-file layers/core/requirements.txt
	@$(LOCK) --upgrade --no-deps --emit-build-options --constraint requirements-dev.txt layers/plaid/requirements.in --output-file layers/plaid/requirements.txt
	@$(LOCK) --upgrade infra/local/requirements.in --output-file infra/local/requirements.txt

clean: ## remove what was built and installed; .purser/, which holds data, stays
	rm -rf .venv .aws-sam .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): requirements-dev.txt pyproject.toml infra/local/bootstrap.py
	@python3 infra/local/bootstrap.py

layers/core/rds-global-bundle.pem:
	curl --fail --silent --show-error --output $@ https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem

.PHONY: help run check test audit bench deploy lock clean
