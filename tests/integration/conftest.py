"""What integration tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.contracts.models.chain import TestChain, running_chain


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestChain]:
    """A consortium of the models' cast, installed on an anvil of its own."""
    if shutil.which("anvil") is None:
        pytest.skip("anvil is not installed: start through ./qc")
    with running_chain(tmp_path_factory.mktemp("chain")) as running:
        yield running
