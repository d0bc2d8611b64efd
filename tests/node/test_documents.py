"""A document is read as it was written, or one line says what is wrong with it and where."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from quaychain.node.documents import Document, DocumentError, make_document, parse_document, read_document
from quaychain.node.fields import AddressField, Bytes16, KindField


class Sample(Document):
    """A document of the tests."""

    some_number: Annotated[int, Field(ge=1)]
    id: Bytes16
    kind: KindField
    account: AddressField


GOOD = (
    b'{"someNumber": 1, "id": "0x000102030405060708090a0b0c0d0e0f", "kind": "ORIGIN_BODY", '
    b'"account": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}'
)


def test_reads_what_it_writes(tmp_path: Path) -> None:
    sample = parse_document(GOOD, Sample, "sample")
    assert sample.id == bytes(range(16))
    path = tmp_path / "sample.json"
    path.write_bytes(sample.as_file())
    assert read_document(path, Sample) == sample


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"someNumber": 1', b'"someNumber": 0', "someNumber: "),
        (b'"someNumber": 1', b'"someNumber": "1"', "someNumber: "),
        (b'"someNumber": 1', b'"someNumber": 1.5', "someNumber: "),
        (b'"someNumber": 1', b'"someNumber": true', "someNumber: "),
        (b'"someNumber": 1', b'"some_number": 1, "more": 2', "more: "),
        (b'"someNumber": 1, ', b"", "someNumber: "),
        (b'"someNumber": 1', b'"someNumber": 1, "someNumber": 2', "stands twice"),
        (b'"0x0001', b'"0001', "id: "),
        (b'"0x0001', b'"0xzz01', "id: "),
        (b'"0x000102', b'"0x', "of 16 bytes"),
        (b"ORIGIN_BODY", b"NONE", "kind: "),
        (b"ORIGIN_BODY", b"origin_body", "kind: "),
        (b"0x5aAeb", b"0x5aaeb", "checksum"),
        (b"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", b"0x" + b"00" * 20, "zero address"),
        (b"}", b"", "no JSON"),
        (b"{", b"\xff{", "no JSON"),
        (GOOD, b"[" * 200_000, "no JSON"),
        (GOOD, b" " * 1_000_001, "longer than"),
        (GOOD, b"[]", "sample: "),
    ],
)
def test_anything_else_is_named_in_one_line(old: bytes, new: bytes, said: str) -> None:
    changed = GOOD.replace(old, new)
    assert changed != GOOD
    with pytest.raises(DocumentError) as caught:
        parse_document(changed, Sample, "sample")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nothing\.json: No such file"):
        read_document(tmp_path / "nothing.json", Sample)
    with pytest.raises(DocumentError, match="Is a directory"):
        read_document(tmp_path, Sample)


def test_values_that_do_not_do_are_named() -> None:
    with pytest.raises(DocumentError, match="some_number: "):
        make_document(Sample, "sample", some_number=0)
