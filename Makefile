# Everything that a fresh machine needs is Python with venv, git and make.
PYTHON ?= python3
PIPENV_VERSION := 2026.10.3
BIN := .venv/bin

export PIPENV_VENV_IN_PROJECT := 1
export PIPENV_IGNORE_VIRTUALENVS := 1
export PIPENV_NOSPIN := 1
# Compiled files are kept, whatever the machine says: without them every process of the tests compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

# The Python versions that are supported.
PYTHONS := 3.11 3.12 3.13 3.14

# What knows nothing of Discord.
DOMAIN := DiscordBot/config/*,DiscordBot/core/*,DiscordBot/features/*,DiscordBot/networks/*,DiscordBot/templating/*

.PHONY: demo docs translations test test-all test-pythons test-crash test-postgres test-real test-image test-pictures pictures coverage check format bench soak lock clean

# On the first morning, an hour in a minute: make demo REHEARSE=2027-07-14T08:45 SPEED=60
demo: .venv/synced
	$(BIN)/python -m sandbox.demo $(if $(REHEARSE),--rehearse $(REHEARSE)) $(if $(SPEED),--speed $(SPEED))

# Rules, services, and one journey through each feature: under a minute on two cores.
test: .venv/synced
	$(BIN)/python -m pytest -m "not crash and (not slow or journey)" --numprocesses auto --dist worksteal

# Everything but test-crash and test-real.
test-all: .venv/synced
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# The same on every other supported Python that the machine has.
test-pythons: .venv/synced
	.ci/test-pythons $(PYTHONS)

# How much of the package the tests go through, branches counted. It fails if what knows nothing of Discord has
# less than 95 per cent.
coverage: .venv/synced
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report=
	$(BIN)/python -m coverage report --skip-covered --sort=cover
	$(BIN)/python -m coverage report --format=total --include=$(DOMAIN) --omit='*/ui/*' --fail-under=95

# Kills the bot everywhere and lets hundreds act at once: minutes, not seconds.
test-crash: .venv/synced
	$(BIN)/python -m pytest -m crash --numprocesses auto

# Every test that keeps something in a database, with the races for it and takeovers, on a PostgreSQL that this
# starts and removes (Debian's package postgresql).
test-postgres: .venv/synced
	$(BIN)/python -m tests.postgres -m "not pictures and (not crash or postgres)" --numprocesses auto --dist worksteal

# Takes all pictures of cards and forms and walks through the demo's whole guide, on a desk and on a phone.
test-pictures: .venv/synced
	$(BIN)/python -m pytest -m pictures --numprocesses auto

# The same, into docs/images.
pictures: .venv/synced
	KEEP_SCREENSHOTS=1 $(BIN)/python -m pytest -m pictures --numprocesses auto
	KEEP_SCREENSHOTS=1 $(BIN)/python -m pytest tests/sandbox/test_demo_guide.py

# The same contracts as in `make test`, against the real servers, which this installs and starts.
test-real: .venv/synced
	$(BIN)/python -m pytest tests/real

# Builds the image for real, as root and without a Docker engine, and tries it as it is shipped.
test-image: .venv/synced
	$(BIN)/python -m pytest tests/image

check: .venv/synced
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/synced
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The documents as a site, in the folder site/. Whatever leads nowhere is an error.
docs: .venv/synced
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

# Brings the catalogues in DiscordBot/translation/locales up to date with the texts in the code.
translations: .venv/synced
	$(BIN)/python -m DiscordBot.translation

bench: .venv/synced
	$(BIN)/python -m benchmarks

# Three conference days at speed; its options are told by python -m sandbox.soak --help.
soak: .venv/synced
	$(BIN)/python -m sandbox.soak

# pipenv lives apart from the project's packages, so that neither can break the other.
.tools/bin/pipenv:
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check pipenv==$(PIPENV_VERSION)

.venv/synced: Pipfile.lock pyproject.toml | .tools/bin/pipenv
	@echo "Installing what the project needs; this takes a minute the first time."
	.tools/bin/pipenv sync --dev --python "$$(.tools/bin/python -c 'import sys; print(sys.executable)')"
	@touch $@

# Lock on the newest Python (make clean; make lock PYTHON=python3.13), which lacks modules that older ones
# bring; what only it needs is marked so in the lock.
# The lock names no package index: whoever installs uses the one of their own pip configuration.
lock: | .tools/bin/pipenv
	.tools/bin/pipenv lock
	.tools/bin/python -c "import json, pathlib; p = pathlib.Path('Pipfile.lock'); d = json.loads(p.read_text()); d['_meta']['sources'] = []; p.write_text(json.dumps(d, indent=4) + '\n')"

clean:
	rm -rf .venv .venv-* .tools .real .image build *.egg-info
