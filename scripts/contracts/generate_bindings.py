"""`./qc contracts bindings [--check]`: writes contracts/bindings from the artifacts, or says what would differ."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from quaychain.contracts.errors import QuaychainError

from .bindings.model import BindingError, read_model
from .bindings.naming import snake_case
from .bindings.source import write_contract, write_errors, write_types

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = "contracts/artifacts"
BINDINGS = "contracts/bindings"
_PACKAGE = '"""Typed bindings of the contracts, a module each; written by `./qc contracts bindings`."""\n'


def main(arguments: list[str]) -> int:
    """Exit code 0 when the bindings are (with `--check`: were) what the artifacts give."""
    parser = argparse.ArgumentParser(prog="qc contracts bindings", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a module differs")
    options = parser.parse_args(arguments)
    try:
        return update_bindings(ROOT, check=options.check)
    except QuaychainError as error:
        print(error, file=sys.stderr)
        return 1


def update_bindings(root: Path, *, check: bool) -> int:
    """Brings the bindings below `root` to what the artifacts give, or (`check`) says which differ. Gives the exit code.

    Raises BindingError.
    """
    folder = root / BINDINGS
    made = bindings({path.name: path.read_bytes() for path in (root / ARTIFACTS).glob("*.json")})
    present = {path.name: path.read_bytes() for path in folder.glob("*.py")}
    differing = sorted(name for name in made.keys() | present.keys() if made.get(name) != present.get(name))
    if check and differing:
        print(
            f"{BINDINGS} is not what the artifacts give: {', '.join(differing)}; run ./qc contracts bindings",
            file=sys.stderr,
        )
        return 1
    folder.mkdir(exist_ok=True)
    for name in differing:
        if name in made:
            (folder / name).write_bytes(made[name])
        else:
            (folder / name).unlink()
    print(f"{len(made)} binding modules, {f'{len(differing)} written anew' if differing else 'none differs'}")
    return 0


def bindings(artifacts: dict[str, bytes]) -> dict[str, bytes]:
    """File name → source of each module, from artifacts by file name. Raises BindingError."""
    model = read_model(artifacts)
    sources = {"__init__.py": _PACKAGE, "types.py": write_types(model), "errors.py": write_errors(model)}
    for contract in model.contracts:
        sources[f"{snake_case(contract.name)}.py"] = write_contract(model, contract)
    return _formatted(sources)


def _formatted(sources: dict[str, str]) -> dict[str, bytes]:
    """The sources as `ruff format` lays them out."""
    with tempfile.TemporaryDirectory() as folder:
        for name, source in sources.items():
            (Path(folder) / name).write_text(source, "utf-8")
        for command in (["check", "--fix", "--select", "I"], ["format"]):
            arguments = [*command, "--isolated", "--quiet", "--line-length", "120", "--target-version", "py311", folder]
            done = subprocess.run(
                [sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise BindingError("ruff", " ".join((done.stderr or done.stdout).split())[:500])
        return {name: (Path(folder) / name).read_bytes() for name in sources}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
