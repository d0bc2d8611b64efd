"""contracts <- node, oracles, api <- scripts, and pure modules do no I/O: read off the sources, importing nothing."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent

#: Package → the packages of ours that it may import besides itself.
MAY_IMPORT = {
    "contracts": set(),
    "node": {"contracts"},
    "oracles": {"contracts"},
    "api": {"contracts"},
    "scripts": {"contracts", "node", "oracles", "api", "chain_config"},
}

#: Of quaychain.contracts, what does I/O or calls what does (a folder: all in it); every other module there is pure.
DOES_IO = (
    "contracts/child_processes.py",
    "contracts/conditions.py",
    "contracts/deployment.py",
    "contracts/endpoints.py",
    "contracts/files.py",
    "contracts/http_server.py",
    "contracts/http_transport.py",
    "contracts/log_ranges.py",
    "contracts/durable_sqlite.py",
    "contracts/outbox.py",
    "contracts/pipeline.py",
    "contracts/pkcs11_signer.py",
    "contracts/ports.py",
    "contracts/proofs/export.py",
    "contracts/publishing.py",
    "contracts/reader.py",
    "contracts/rpc.py",
    "contracts/sender.py",
    "contracts/stores",
    "contracts/web3signer.py",
)

#: Loaded by Alembic from its path, not as a part of the package.
NOT_IMPORTED = ROOT / "api/migrations"

#: What a pure module has no use for: files, network, processes, threads, clocks of this machine, chain clients.
#: (Random bytes it may take, from `secrets` or `os.urandom`.)
IO_MODULES = {
    "aiosqlite", "asyncio", "asyncpg", "fcntl", "glob", "http", "httpx", "logging", "multiprocessing", "os", "paho",
    "psycopg", "requests", "select", "shutil", "signal", "socket", "sqlalchemy", "sqlite3", "ssl", "structlog",
    "subprocess", "tempfile", "threading", "time", "urllib", "web3",
}  # fmt: skip


def sources(package: str) -> list[Path]:
    """Every Python file of a package."""
    return sorted((ROOT / package).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, absolute name) of each import in `path`, wherever in the file it stands."""
    package = ["quaychain", *path.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            prefix = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{prefix}.{alias.name}"


def attributes_of_os(path: Path) -> set[str]:
    """What a file takes from the module `os` by `os.name`."""
    return {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
    }


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_in_one_direction(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    wrong = []
    for path in sources(package):
        for line, name in imports(path):
            top, *rest = name.split(".")
            if top == "quaychain" and rest and rest[0] not in allowed:
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
            elif top in MAY_IMPORT:
                wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}: say quaychain.{name}")
    assert not wrong, "\n".join(wrong)


def test_imports_inside_a_package_are_relative() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} from {node.module}"
        for package in MAY_IMPORT
        for path in sources(package)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level == 0
        if f"{node.module}.".startswith(f"quaychain.{package}.") and not path.is_relative_to(NOT_IMPORTED)
    ]
    assert not wrong, "\n".join(wrong)


def test_pure_modules_do_no_io() -> None:
    exempt = [ROOT / each for each in DOES_IO]
    assert not [str(path) for path in exempt if not path.exists()]
    ours = tuple(f"quaychain.{each.removesuffix('.py').replace('/', '.')}." for each in DOES_IO)
    pure = [path for path in sources("contracts") if not any(path.is_relative_to(each) for each in exempt)]
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in pure
        for line, name in imports(path)
        if f"{name}.".startswith(ours)
        or (name.split(".")[0] in IO_MODULES and not (name == "os" and attributes_of_os(path) == {"urandom"}))
    ]
    assert not wrong, "\n".join(wrong)
