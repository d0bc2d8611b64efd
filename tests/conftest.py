"""What holds for every test: no sockets unless asked for, the checkout's own programs first on the PATH, and Besu only
where it is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase
from pytest_socket import disable_socket, enable_socket

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent

#: Tests with one of these marks talk to processes they start themselves.
USES_SOCKETS = ("integration", "browser", "besu")


#: What Docker runs: the floor.
BESU_IMAGE = "docker:hyperledger/besu:26.8.0"
NO_BESU = "needs a Besu: ./qc test --besu PATH, or --docker"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the tests marked `besu` find it."""
    parser.addoption("--besu", metavar="PATH", help="the Besu program, 26.8.0 or newer, of the tests marked besu")
    parser.addoption("--docker", action="store_true", help=f"run the tests marked besu with {BESU_IMAGE}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips the tests marked `besu`, saying why, unless one is named."""
    named = besu_setting(config)
    for item in items:
        if named is None and item.get_closest_marker("besu"):
            item.add_marker(pytest.mark.skip(reason=NO_BESU))


def besu_setting(config: pytest.Config) -> str | None:
    """What the product's option --besu gets: the program's path or docker:IMAGE; None where none is named."""
    path, docker = config.getoption("--besu"), config.getoption("--docker")
    if path is None:
        return BESU_IMAGE if docker else None
    program = Path(path).expanduser().absolute()
    if docker:
        raise pytest.UsageError("--besu and --docker exclude each other")
    if not (program.is_file() and os.access(program, os.X_OK)):
        raise pytest.UsageError(f"--besu: {path} is no program")
    return str(program)


def pytest_configure() -> None:
    """Lets a bare `pytest` find the anvil, solc and node that ./qc has installed, and sets Hypothesis up."""
    os.environ["PATH"] = f"{ROOT / '.qc' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    # A slow machine is no failure; what was found once is tried first, and lives with the other caches.
    examples = DirectoryBasedExampleDatabase(ROOT / ".qc/cache/hypothesis")
    settings.register_profile("quaychain", deadline=None, database=examples)
    settings.load_profile("quaychain")


@pytest.fixture(autouse=True)
def _sockets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Blocks network sockets in unit tests. Unix sockets stay: asyncio's event loop needs a pair of them."""
    if any(request.node.get_closest_marker(mark) for mark in USES_SOCKETS):
        enable_socket()
    else:
        disable_socket(allow_unix_socket=True)
    yield
    enable_socket()
