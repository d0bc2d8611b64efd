"""CIDs equal those of an independent implementation, at every size where the tree changes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.cid import DAG_PB, RAW, Cid, InvalidCidError, Layout, blocks_of, cid_of

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "cids.json").read_text())["contents"]
EMPTY = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


def content(size: int) -> bytes:
    return hashlib.shake_256(b"quaychain").digest(size)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['size']}/{v['chunkSize']}/{v['maxLinks']}")
def test_equals_another_implementation(vector: dict[str, Any]) -> None:
    data = content(vector["size"])
    layout = Layout(vector["chunkSize"], vector["maxLinks"])
    piece = max(1, len(data) // 7)
    assert str(cid_of(data, layout)) == vector["cid"]
    assert str(cid_of((data[i : i + piece] for i in range(0, len(data), piece)), layout)) == vector["cid"]


def test_no_pieces_are_empty_content() -> None:
    assert str(cid_of([])) == str(cid_of([b"", b""])) == str(cid_of(b"")) == EMPTY


@given(st.integers(0, 2_000), st.integers(1, 40), st.integers(2, 5))
def test_blocks_are_what_their_cids_say(size: int, chunk_size: int, max_links: int) -> None:
    data = content(size)
    blocks = list(blocks_of(data, Layout(chunk_size, max_links)))
    assert all(hashlib.sha256(block.data).digest() == block.cid.digest for block in blocks)
    assert b"".join(block.data for block in blocks if block.cid.codec == RAW) == data
    assert blocks[-1].cid == cid_of(data, Layout(chunk_size, max_links))


@given(st.sampled_from([RAW, DAG_PB]), st.binary(min_size=32, max_size=32))
def test_text_and_bytes_give_back_the_cid(codec: int, digest: bytes) -> None:
    cid = Cid(codec, digest)
    assert Cid.parse(str(cid)) == Cid.from_bytes(bytes(cid)) == cid


def test_base58_and_version_0_are_read() -> None:
    """The empty UnixFS directory, whose CIDs are well known (docs.ipfs.tech)."""
    version_0 = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn")
    assert str(version_0) == "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"
    assert Cid.parse("zdj7Wh9x6gXdg4UAqhRYnjBTw9eJF7hvzUU4HjpnZXHYQz9jK").codec == DAG_PB


@pytest.mark.parametrize(
    "text",
    [
        "",
        "b",
        EMPTY[:-1],
        EMPTY + "a",
        EMPTY.upper(),
        "b" + EMPTY[1:-1] + "v",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk1",
        "z0OIl",
        "f01551220" + "00" * 32,
        "Qm" + "1" * 44,
        "z" + "1" * 1_000_000,
        "bagaaiera" + "a" * 52,
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InvalidCidError) as caught:
        Cid.parse(text)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(("codec", "digest"), [(0x71, bytes(32)), (RAW, bytes(31))])
def test_other_codecs_and_lengths_are_refused(codec: int, digest: bytes) -> None:
    with pytest.raises(InvalidCidError):
        Cid(codec, digest)
