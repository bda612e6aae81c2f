# `make` lists what there is. Only Python 3.11 or newer, with venv, and make are needed.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
GROUND := .venvs/ground
WHEEL := .venvs/wheel
BENCH := .venvs/bench

LANGUAGES ?= en sv fi ca pl it
SPHINXOPTS ?=
PYTESTOPTS ?=
BENCHOPTS ?=
PYTHONS ?= python3.11 python3.12 python3.13 python3.14
LEGS ?= oldest newest

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help venv docs docs-live pdf tex-packages tools test test-long test-all test-ground-floor test-wheel bench lint format clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS='|' read -r name text; do printf '  %-18s %s\n' "$$name" "$$text"; done

# Made anew when pyproject.toml changes, and only then.
$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found; name one: make PYTHON=..." >&2; exit 1; }
	@echo "Setting up $(VENV)"
	@rm -f $@
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@

venv: $(READY) ## Set up .venv, the environment that the other targets use

docs: $(READY) ## Build the documentation in every language
	@status=0; \
	for l in $(LANGUAGES); do \
		echo; echo "== Documentation: $$l"; \
		$(BIN)/sphinx-build -n -W --keep-going -b html -D language=$$l -d build/doctrees/$$l \
			$(SPHINXOPTS) docs build/docs/$$l || status=1; \
	done; \
	echo; echo "The documentation's index pages:"; \
	for l in $(LANGUAGES); do \
		if test -f build/docs/$$l/index.html; then echo "  $$l  $(CURDIR)/build/docs/$$l/index.html"; \
		else echo "  $$l  was not built"; fi; \
	done; \
	exit $$status

docs-live: $(READY) ## Serve the documentation in one language (LANGUAGES=en), rebuilt at each change
	@test -x $(BIN)/sphinx-autobuild || $(BIN)/python -m pip install --quiet -e '.[live]'
	$(BIN)/sphinx-autobuild -n -D language=$(firstword $(LANGUAGES)) --watch examples \
		--watch sphinx_glossterms $(SPHINXOPTS) docs build/live/$(firstword $(LANGUAGES))

# Debian's packages, in which these programs and what they read are.
TEX_PACKAGES := latexmk make xindy tex-gyre fonts-freefont-otf texlive-xetex texlive-latex-recommended \
	texlive-latex-extra texlive-fonts-recommended
TEX_LANGUAGES := texlive-lang-european texlive-lang-polish texlive-lang-italian texlive-lang-spanish

pdf: $(READY) ## Make a PDF of the example project in every language
	@missing=; \
	for program in latexmk xelatex xindy; do \
		command -v $$program >/dev/null || missing="$$missing $$program"; \
	done; \
	test -z "$$missing" || { \
		echo "Not found:$$missing. On Debian or Ubuntu, install these packages:" >&2; \
		echo "  $(TEX_PACKAGES)" >&2; \
		echo "and for hyphenation in the languages of the example:" >&2; \
		echo "  $(TEX_LANGUAGES)" >&2; exit 1; }; \
	status=0; \
	for l in $(LANGUAGES); do \
		echo "== PDF: $$l"; \
		rm -rf build/pdf/latex/$$l build/pdf/$$l.pdf; \
		$(BIN)/sphinx-build -n -W --keep-going -q -b latex -D language=$$l -D latex_engine=xelatex \
			-d build/pdf/doctrees/$$l $(SPHINXOPTS) examples/project build/pdf/latex/$$l && \
		LATEXMKOPTS="-silent -interaction=nonstopmode" \
			$(MAKE) --no-print-directory -s -C build/pdf/latex/$$l >build/pdf/$$l.log 2>&1 && \
		mv build/pdf/latex/$$l/*.pdf build/pdf/$$l.pdf && echo "  $(CURDIR)/build/pdf/$$l.pdf" || \
		{ echo "  failed; see build/pdf/$$l.log"; status=1; }; \
	done; \
	exit $$status

tex-packages:
	@echo $(TEX_PACKAGES)

# Without the packages' own scripts: one of them fetches a Java that is not needed here.
tools: ## Install what checks pages (axe-core, the Nu Html Checker; needs npm and Java)
	npm install --no-package-lock --no-audit --no-fund --ignore-scripts

test: $(READY) ## Run the tests, except the long ones
	$(BIN)/python -m pytest -n auto -q -rs -m "not long" $(PYTESTOPTS)

test-long: $(READY) ## Run the long tests
	$(BIN)/python -m pytest -n auto -rs -m long $(PYTESTOPTS)

test-all: ## Run the tests on the oldest and newest dependencies, on each Python found
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found; name one: make PYTHON=..." >&2; exit 1; }
	$(PYTHON) tools/test_all.py --legs $(LEGS) --pythons $(PYTHONS) -- -n auto -rs -m "not long" $(PYTESTOPTS)

test-ground-floor: ## Run the tests of concepts/ where neither docutils nor Sphinx is installed
	$(PYTHON) -m venv --clear $(GROUND)
	$(GROUND)/bin/python -m pip install --quiet --upgrade pip
	$(GROUND)/bin/python -m pip install --quiet PyYAML markdown-it-py Babel pytest hypothesis
	$(GROUND)/bin/python -m pip install --quiet --no-deps -e .
	@$(GROUND)/bin/python -c 'import importlib.util as u; \
		found = [n for n in ("docutils", "sphinx", "myst_parser") if u.find_spec(n)]; \
		assert not found, found; import sphinx_glossterms.concepts'
	$(GROUND)/bin/python -m pytest -q -rs -m "not long" tests/concepts $(PYTESTOPTS)

# The wheel is built from the sdist, and its tests run from a copy that holds no package source.
test-wheel: ## Build the sdist and the wheel, and run the tests on the installed wheel
	rm -rf dist build/wheel-tests
	$(PYTHON) -m venv --clear $(WHEEL)
	$(WHEEL)/bin/python -m pip install --quiet --upgrade pip build
	$(WHEEL)/bin/python -m build --outdir dist .
	$(WHEEL)/bin/python -m pip install --quiet "$$(ls dist/*.whl)[test]"
	mkdir -p build/wheel-tests
	tar -xzf dist/*.tar.gz -C build/wheel-tests --strip-components 1
	rm -rf build/wheel-tests/sphinx_glossterms
	cd build/wheel-tests && ../../$(WHEEL)/bin/python -P -m pytest -n auto -q -rs -m "not long" $(PYTESTOPTS)

bench: ## Measure cost beside Sphinx's glossary, MyST pages and other extensions
	$(PYTHON) -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --upgrade pip
	$(BENCH)/bin/python -m pip install --quiet -e '.[bench]'
	$(BENCH)/bin/python benchmarks/run.py --work build/bench $(BENCHOPTS)

lint: $(READY) ## Check style and types
	@status=0; \
	for command in "ruff check" "ruff format --check" "mypy --strict sphinx_glossterms"; do \
		echo "$$command"; $(BIN)/$$command || status=1; \
	done; \
	exit $$status

format: $(READY) ## Sort imports and format the code
	$(BIN)/ruff check --select I --fix
	$(BIN)/ruff format

clean: ## Remove environments, builds and caches
	rm -rf .venv .venvs node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find sphinx_glossterms tests docs tools -name __pycache__ -type d -prune -exec rm -rf {} +
