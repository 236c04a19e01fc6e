# Two commands do everything on a fresh Debian 12 with Swift installed: `make compare` and `make test`.
SWIFT ?= swift
CONFIGURATION := -c release
PYTHON := .venv/bin/python
export EVALBENCH_PYTHON := $(abspath $(PYTHON))

.PHONY: compare test build setup setup-test format lint clean help

help: ## Shows this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

compare: build ## Builds, trains three denoisers on simulated skies, scores them, writes the report (about 3 minutes)
	@.build/release/evalbench compare $(ARGS)

test: setup-test ## Runs every test, with the independent tools of the tests in .venv
	$(SWIFT) build $(CONFIGURATION) --product evalbenchPackageTests --quiet
	$(SWIFT) test $(CONFIGURATION) --skip-build

build: setup ## Builds the command
	$(SWIFT) build $(CONFIGURATION) --product evalbench --quiet

setup: ## Installs the C libraries that are missing (apt)
	@Scripts/install-libraries.sh run

setup-test: ## Installs what the tests need besides: Chromium (apt) and a Python venv with onnx and onnxruntime
	@Scripts/install-libraries.sh test
	@Scripts/make-venv.sh

format: ## Lays out the sources
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

lint: ## Checks the layout and the CPU-level objects
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

clean: ## Removes the build
	rm -rf .build
