#!/usr/bin/env bash
# Style, types and the repository's own rules: `./qc lint`. `./qc lint --fix` mends what can be mended by itself.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=.qc/venv/bin
failed=0

step() { # step NAME COMMAND…: says the name, runs the command, remembers a failure
  printf -- '- %s\n' "$1"
  shift
  "$@" || failed=1
}

shell_files() { git grep -lIE -e '^#!/.*(bash|/sh)$' -e '^# shellcheck shell='; }

lint_shell() {
  if [[ ! -x $bin/shellcheck ]]; then
    echo "  skipped: shellcheck has no package for this platform"
    return
  fi
  shell_files | xargs "$bin/shellcheck" --external-sources
}

if [[ ${1-} == --fix ]]; then
  "$bin/ruff" check --fix --quiet
  "$bin/ruff" format --quiet
fi
step "ruff check" "$bin/ruff" check --quiet
step "ruff format" "$bin/ruff" format --check --quiet
step "mypy --strict" "$bin/mypy"
step "shellcheck" lint_shell
step "import direction, repository" "$bin/python" -m pytest --quiet --no-header tests/test_import_direction.py tests/test_repository.py

exit "$failed"
