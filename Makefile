# Everyday commands: `make run` and `make test`. Each first brings what it needs up to date.
.PHONY: run test bench lint lock

# The site with worker and schedule, until Ctrl-C. PORT, HOST, DATABASE_URL and REDIS_URL are read from the environment.
run:
	@bin/run

# The whole suite. ARGS="-k tie_out -x" is passed on.
test:
	@bin/setup dev
	.venv/bin/python -m pytest -n auto --maxprocesses 4 $(ARGS)

bench:
	@bin/setup dev
	.venv/bin/python -m bench $(ARGS)

lint:
	@bin/setup dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/mypy

# After an edit of requirements/*.in. --python-version is the oldest 3.11 we stand on (3.11.0 would drag in a backport);
# no header and no configuration, because both may hold the address of somebody's package index.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --no-config --no-header --generate-hashes --python-version 3.11.7
lock:
	@bin/setup dev
	$(COMPILE) requirements/base.in -o requirements.txt
	$(COMPILE) requirements/dev.in -c requirements.txt -o requirements-dev.txt
	$(COMPILE) requirements/assets.in -o requirements-assets.txt
