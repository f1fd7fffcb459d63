# Everything that is run here. `make help` prints this list.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# More words for pytest, bench or the screenshots: make test ARGS="tests/flux -x"
ARGS ?=

POUR_SERVIR := $(VENV)/requirements.txt.fait
POUR_DEVELOPPER := $(VENV)/requirements-dev.txt.fait
CHROMIUM = CAF_CHROMIUM="$$(outils/chromium.sh)" && export CAF_CHROMIUM

.DEFAULT_GOAL := help
.PHONY: help run test check pannes e2e bench screenshots vendor lock
.DELETE_ON_ERROR:

help: ## print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(POUR_SERVIR) ## set up, load the demonstration into an empty database, serve on http://localhost:8000 (PORT)
	@$(BIN)/flask --app app demo --si-vide
	@printf '\n  http://localhost:%s   (Ctrl-C to stop)\n\n' $(PORT)
	@$(FRANCECONNECT) && $(PAIEMENT) && PATH="$(CURDIR)/$(BIN):$$PATH" exec honcho start --procfile Procfile.dev --port $(PORT)

# Beside the application, on the hundred after its own port: the provider of the demonstration. See Procfile.dev.
FRANCECONNECT = export \
	FRANCECONNECT_ISSUER="$${FRANCECONNECT_ISSUER:-http://localhost:$$(($(PORT) + 100))/api/v2}" \
	FRANCECONNECT_CLIENT_ID="$${FRANCECONNECT_CLIENT_ID:-caf-de-demonstration}" \
	FRANCECONNECT_CLIENT_SECRET="$${FRANCECONNECT_CLIENT_SECRET:-secret-de-demonstration}" \
	FRANCECONNECT_CLIENTS="http://localhost:$(PORT) http://127.0.0.1:$(PORT)"

# On the hundred after that: the payment gateway of the demonstration.
PAIEMENT = export \
	PAIEMENT_URL="$${PAIEMENT_URL:-http://localhost:$$(($(PORT) + 200))/vads-payment/}" \
	PAIEMENT_SITE="$${PAIEMENT_SITE:-12345678}" \
	PAIEMENT_CLE="$${PAIEMENT_CLE:-cle-de-demonstration}"

test: $(POUR_DEVELOPPER) ## set up, a browser included, and run every test
	@$(CHROMIUM) && exec $(BIN)/pytest -n 2 $(ARGS)

check: $(POUR_DEVELOPPER) ## what CI runs: format, lint, types, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

pannes: $(POUR_DEVELOPPER) ## the queue of what waits on a device, at length: CAF_PANNES games, CAF_COUPURES over a real network, CAF_DISQUES on a real disk
	@$(CHROMIUM) && CAF_PANNES="$${CAF_PANNES:-20000000}" CAF_COUPURES="$${CAF_COUPURES:-1000}" CAF_DISQUES="$${CAF_DISQUES:-2000}" exec $(BIN)/pytest -n 2 tests/pannes $(ARGS)

e2e: $(POUR_DEVELOPPER) ## the journeys in a real browser only
	@$(CHROMIUM) && exec $(BIN)/pytest -n 2 tests/e2e $(ARGS)

bench: $(POUR_DEVELOPPER) ## measure speed, weight and memory side by side; writes bench/results.json
	@$(CHROMIUM) && exec $(BIN)/python -m bench $(ARGS)

screenshots: $(POUR_DEVELOPPER) ## draw docs/captures again; ARGS="--toutes FOLDER": every page, width and theme
	@$(CHROMIUM) && exec $(BIN)/python -m outils.captures $(ARGS)

vendor: | $(BIN)/python ## fetch what static/vendor/vendor.toml pins and check it (needs npm)
	@$(BIN)/python -m outils.vendor $(ARGS)

lock: $(POUR_DEVELOPPER) ## write the two requirements files from pyproject.toml; ARGS=--upgrade: newer versions
	@$(BIN)/$(COMPILER) $(ARGS) pyproject.toml -o requirements.txt
	@$(BIN)/$(COMPILER) $(ARGS) --extra dev pyproject.toml -o requirements-dev.txt

COMPILER := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

$(VENV)/%.fait: % | $(BIN)/python
	@echo "Installing $< (once, and when it changes)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(BIN)/python:
	@outils/python.sh $(PYTHON) $(VENV)
