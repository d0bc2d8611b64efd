"""What holds for every test: no sockets unless asked for, and the checkout's own programs first on the PATH."""

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
