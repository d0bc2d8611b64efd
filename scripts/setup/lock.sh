#!/usr/bin/env bash
# Writes the lock files anew: `./qc lock` keeps what still fits, `./qc lock --upgrade` takes the newest of everything.
# The Python locks are hash-checked requirements made by uv for all platforms at once. (A uv.lock would tie every line to one index's
# addresses; these name none, so a mirror serves as well.)
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
uv=.qc/bootstrap/bin/uv

lock() { # lock OUTPUT ARGUMENTS…
  printf 'quaychain: locking %s\n' "$1"
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
    --custom-compile-command './qc lock' --output-file "$@"
}

lock requirements/product.txt pyproject.toml "$@"
lock requirements/development.txt pyproject.toml --extra pkcs11 --extra tracing --group development --constraint requirements/product.txt "$@"
lock requirements/build.txt requirements/build.in "$@"
lock requirements/uv.txt requirements/uv.in "$@"
lock requirements/node.txt requirements/node.in "$@"
lock requirements/brownie.txt requirements/brownie.in "$@"
lock requirements/analysis.txt requirements/analysis.in "$@"

if command -v npm >/dev/null; then
  for folder in contracts scripts/bench/ponder; do
    printf 'quaychain: locking %s/package-lock.json\n' "$folder"
    npm install --prefix "$folder" --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error
  done
fi
