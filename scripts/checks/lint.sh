#!/usr/bin/env bash
# Style, types and the repository's own rules: `./qc lint`. `./qc lint --fix` mends what can be mended by itself.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
bin=.qc/venv/bin
failed=0

step() { # step NAME COMMAND…: says the name, runs the command, remembers a failure
  printf -- '- %s\n' "$1"
  shift
  "$@" || failed=1
}

if [[ ${1-} == --fix ]]; then
  "$bin/ruff" check --fix --quiet
  "$bin/ruff" format --quiet
fi
step "ruff check" "$bin/ruff" check --quiet
step "ruff format" "$bin/ruff" format --check --quiet
step "mypy --strict" "$bin/mypy"
if [[ -x $bin/shellcheck ]]; then
  step "shellcheck" bash -o pipefail -c "git grep -lIEz '^#!/.*(bash|/sh)\$' | xargs -0 $bin/shellcheck --external-sources"
else
  echo "- shellcheck: skipped, it has no package for this platform"
fi
step "import direction, repository" "$bin/python" -m pytest --quiet --no-header tests/test_import_direction.py tests/test_repository.py

exit "$failed"
