# Each target does its own set-up, on a machine with Node, Terraform and Python 3. The local AWS is installed on demand.
smart360 := node ops/smart360.mjs
installed := node_modules/.package-lock.json
# The CDKTF CLI asks a server of HashiCorp's for news, and calls it an error when there is no network.
export CHECKPOINT_DISABLE := 1

.PHONY: help up down test check static synth scan truth bench
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

up: $(installed) ## deploy the whole platform on this machine; nothing reaches AWS
	@$(smart360) up $(ARGS)

down: $(installed) ## stop what `make up` left running
	@$(smart360) down $(ARGS)

test: $(installed) ## run the tests
	@npx --no-install vitest run $(ARGS)

check: $(installed) ## format, lint, types, tests, synthesis
	@npm run --silent check

static: $(installed) ## the part of `check` that runs nothing: format, lint, types
	@npm run --silent static

synth: $(installed) ## write the stacks' Terraform to cdktf.out
	@npx --no-install cdktf synth

scan: $(installed) ## check every stack with checkov, without a network
	@$(smart360) scan $(ARGS)

truth: $(installed) ## compare the offline provider with the real one
	@$(smart360) truth $(ARGS)

bench: $(installed) ## measure synthesis against its budgets
	@npm run --silent bench

# npm writes this file last; it is older than the lock file when the lock file changed.
$(installed): package-lock.json
	@command -v node >/dev/null || { echo "node was not found on the PATH. Install Node 20.19 or newer." >&2; exit 2; }
	@command -v npm >/dev/null || { echo "npm was not found on the PATH. It comes with Node 20.19 or newer." >&2; exit 2; }
	@echo "Installing packages (npm ci)"
	@npm ci --silent
	@touch $@
