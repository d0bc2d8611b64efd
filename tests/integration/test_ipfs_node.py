"""The Kubo store against a real IPFS node, read back by a second, independent client.

QUAYCHAIN_TEST_KUBO names the node's RPC, e.g. http://127.0.0.1:5001. Without it the tests are skipped.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from quaychain.contracts.cid import DAG_PB, RAW, cid_of
from quaychain.contracts.stores import ContentNotFoundError, ContentStoreUnreachableError, KuboContentStore

pytestmark = pytest.mark.integration

#: Both sides of one chunk, and two levels of nodes.
SIZES = (0, 1, 262_144, 262_145, 1_000_000, 174 * 262_144 + 1)


@pytest.fixture(scope="module")
def url() -> str:
    address = os.environ.get("QUAYCHAIN_TEST_KUBO")
    if not address:
        pytest.skip("no IPFS node: set QUAYCHAIN_TEST_KUBO to the address of its RPC")
    return address


@pytest.fixture(scope="module")
def store(url: str) -> Iterator[KuboContentStore]:
    with KuboContentStore(url, timeout=120, lookup_timeout=3) as opened:
        yield opened


@pytest.mark.parametrize("size", SIZES)
def test_the_node_computes_the_same_cid_and_gives_the_bytes_back(store: KuboContentStore, size: int) -> None:
    data = hashlib.shake_256(b"quaychain").digest(size)
    cid = store.put(data)  # raises where the node computes another
    assert cid == cid_of(data)
    assert cid.codec == (RAW if size <= 262_144 else DAG_PB)
    assert store.get(cid) == data
    assert store.has(cid)
    store.pin(cid)
    assert cid in set(store.pins())


def test_a_second_client_reads_what_the_store_wrote(store: KuboContentStore, url: str) -> None:
    ipfshttpclient = pytest.importorskip("ipfshttpclient")
    data = secrets.token_bytes(700_000)
    cid = store.put(data)
    parts = urlsplit(url)
    # `connect()` refuses today's nodes by their version; the client itself works with them.
    with ipfshttpclient.Client(f"/ip4/{parts.hostname}/tcp/{parts.port}/http") as client:
        assert client.cat(str(cid)) == data


def test_what_nobody_has_is_not_found(store: KuboContentStore) -> None:
    cid = cid_of(secrets.token_bytes(32))
    assert not store.has(cid)
    with pytest.raises(ContentNotFoundError):
        store.get(cid)


def test_no_node_is_one_line() -> None:
    with KuboContentStore("http://127.0.0.1:1", timeout=5) as nowhere, pytest.raises(ContentStoreUnreachableError):
        nowhere.put(b"data")
