"""Builds the wheel from what git tracks, installs it beside the product's locked packages, and tries it there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / ".qc/bootstrap/bin/uv"

#: Folder of the checkout → its place in the wheel.
PACKAGES = {
    **{name: f"quaychain/{name}" for name in ("contracts", "node", "oracles", "api", "scripts")},
    "chain-config": "quaychain/chain_config",
}

#: Not to be imported: what runs in Brownie's environment, what Alembic loads from its path, and what has the benches'
#: peers, which come with a checkout only.
NOT_IMPORTED = ("quaychain.scripts.deploy", "quaychain.api.migrations.", "quaychain.scripts.bench.")


class WheelError(Exception):
    """The wheel lacks something or doesn't work."""


def check_wheel(folder: Path) -> str:
    """Builds and tries the wheel in `folder`, which is empty; returns one line about it. Raises `WheelError`."""
    source = folder / "source"
    tracked = _copy_tracked_files(source)
    _run(
        UV,
        "build",
        "--quiet",
        "--wheel",
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        folder,
        source,
    )
    wheel = next(folder.glob("*.whl"))
    missing = _missing_files(wheel, tracked)
    if missing:
        raise WheelError("the wheel lacks " + ", ".join(missing))

    environment = folder / "environment"
    python = environment / "bin/python"
    _run(UV, "venv", "--quiet", "--python", sys.executable, environment)
    _run(UV, "pip", "sync", "--quiet", "--python", python, "--require-hashes", ROOT / "requirements/product.txt")
    _run(UV, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel)
    version = _run(environment / "bin/quaychain", "--version", cwd=folder)
    modules = [name for name in _modules(wheel) if not name.startswith(NOT_IMPORTED)]
    _run(python, "-c", f"import importlib\nfor name in {modules}: importlib.import_module(name)", cwd=folder)
    return f"{wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB, installed, says: {version.strip()}"


def _copy_tracked_files(target: Path) -> list[str]:
    """What git tracks, as it stands in the work tree; a stray file must not mend a wheel that lacks a committed one."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    names = [name for name in listed.split("\0") if name and (ROOT / name).exists()]
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name, follow_symlinks=False)
    return names


def _missing_files(wheel: Path, tracked: list[str]) -> list[str]:
    present = set(zipfile.ZipFile(wheel).namelist())
    wanted = ((name, *name.split("/", 1)) for name in tracked if name.split("/", 1)[0] in PACKAGES)
    return [name for name, package, rest in wanted if f"{PACKAGES[package]}/{rest}" not in present]


def _modules(wheel: Path) -> list[str]:
    """The dotted names of all modules in the wheel."""
    files = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".py")]
    return sorted(name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in files)


def _run(*arguments: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run([str(each) for each in arguments], cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode:
        raise WheelError(f"{Path(arguments[0]).name} {arguments[1]}: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def main() -> int:
    """Exit code 0 when the wheel works."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            print(check_wheel(Path(folder)))
        except WheelError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
