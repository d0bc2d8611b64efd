"""`./qc contracts compile [--check] [FOLDER…]`: writes contracts/artifacts and the bindings, or says what differs."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from quaychain.contracts.errors import QuaychainError

from .artifacts import TYPES, artifacts, merge_types, warnings
from .compiler import Toolchain, compile_sources, fingerprint, read_sources
from .generate_bindings import update_bindings

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = "contracts/artifacts"


def main(arguments: list[str]) -> int:
    """Exit code 0 when the artifacts are (with `--check`: were) what the sources give."""
    parser = argparse.ArgumentParser(prog="qc contracts compile", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when an artifact differs")
    parser.add_argument("folder", nargs="*", help="only the contracts of contracts/FOLDER; other artifacts stay")
    options = parser.parse_args(arguments)
    if options.check and options.folder:
        parser.error("--check is about all of them: give no folder")
    try:
        failed = _compile_folders(ROOT, options.folder) if options.folder else _compile_all(ROOT, options.check)
        return failed or update_bindings(ROOT, check=options.check)
    except QuaychainError as error:
        print(error, file=sys.stderr)
        return 1


def _compile_folders(root: Path, folders: list[str]) -> int:
    toolchain = Toolchain.of_checkout(root)
    prefixes = tuple(f"contracts/{folder.rstrip('/').removeprefix('contracts/')}/" for folder in folders)
    sources = {unit: text for unit, text in read_sources(root, toolchain).items() if unit.startswith(prefixes)}
    if not sources:
        print(f"no contracts in {', '.join(prefixes)}", file=sys.stderr)
        return 1
    made = _compile(sources, toolchain)
    known = root / ARTIFACTS / TYPES
    if known.exists():
        made[TYPES] = merge_types(known.read_bytes(), made[TYPES])
    _write(root / ARTIFACTS, made, sorted(made))
    print(f"{len(made) - 1} artifacts; run it without a folder before committing")
    return 0


def _compile_all(root: Path, check: bool) -> int:
    toolchain = Toolchain.of_checkout(root)
    folder = root / ARTIFACTS
    # What was compiled from which sources; nothing to do while both still stand as they were.
    stamp = root / ".qc/stamps/artifacts"
    sources = read_sources(root, toolchain)
    inputs = fingerprint(sources, toolchain)
    present = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    if stamp.exists() and stamp.read_text() == f"{inputs} {_digest(present)}":
        print(f"{len(present)} artifacts are up to date")
        return 0

    made = _compile(sources, toolchain)
    differing = sorted(name for name in made.keys() | present.keys() if made.get(name) != present.get(name))
    if check:
        if differing:
            names = ", ".join(differing)
            print(f"{ARTIFACTS} is not what the sources give: {names}; run ./qc contracts compile", file=sys.stderr)
            return 1
    else:
        _write(folder, made, differing)
    stamp.write_text(f"{inputs} {_digest(made)}")
    print(f"{len(made)} artifacts, {'none differs' if check else f'{len(differing)} written anew'}")
    return 0


def _compile(sources: dict[str, str], toolchain: Toolchain) -> dict[str, bytes]:
    output = compile_sources(sources, toolchain)
    for line in warnings(output):
        print(f"warning: {line}", file=sys.stderr)
    return artifacts(output, set(sources), _solc_version(toolchain))


def _write(folder: Path, made: dict[str, bytes], names: list[str]) -> None:
    """Brings `names` in `folder` to what was made: written, or removed when nothing was made under that name."""
    folder.mkdir(exist_ok=True)
    for name in names:
        if name in made:
            (folder / name).write_bytes(made[name])
        else:
            (folder / name).unlink()


def _solc_version(toolchain: Toolchain) -> str:
    return str(json.loads((toolchain.modules / "solc/package.json").read_text("utf-8"))["version"])


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
