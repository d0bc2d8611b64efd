"""What integration tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contracts.models.chain import TestChain, running_chain


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestChain]:
    """A consortium of the models' cast, installed on an anvil of its own."""
    if shutil.which("anvil") is None:
        pytest.skip("anvil is not installed: start through ./qc")
    with running_chain(tmp_path_factory.mktemp("chain")) as running:
        yield running


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """PKCS#11 tokens by their labels, one a module: a login lasts as long as any session of the process with it does.

    The same for all tests, for their library starts once in a process.
    """
    pkcs11 = pytest.importorskip("pkcs11")
    from .softhsm import MODULE, make_tokens

    if MODULE is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed (Debian: apt install softhsm2)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(make_tokens(tmp_path_factory.mktemp("softhsm"), "member", "accounts")))
        library = pkcs11.lib(str(MODULE))
        yield {label: library.get_token(token_label=label) for label in ("member", "accounts")}
