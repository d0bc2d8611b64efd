"""What was sealed once stays readable: a record sealed by the first version of the format, with its wraps."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

from quaychain.contracts.sealing import (
    DisclosureClass,
    EncryptionKey,
    ExpectedRecord,
    Wrap,
    grants_commitment,
    open_sealed,
)

VECTOR = json.loads((Path(__file__).parents[2] / "vectors" / "sealed_record.json").read_text())
RECORD = hashlib.sha256(b"record of the sealed record vector").digest()
EXPECTED = ExpectedRecord(
    VECTOR["chainId"], RECORD, VECTOR["version"], bytes.fromhex(VECTOR["root"][2:]), VECTOR["publisher"]
)
WRAPS = tuple(
    Wrap(
        record=RECORD,
        version=VECTOR["version"],
        disclosure_class=DisclosureClass(wrap["class"]),
        member=bytes.fromhex(wrap["member"]),
        key_version=wrap["keyVersion"],
        salt=bytes.fromhex(wrap["salt"]),
        wrapped_key=base64.b64decode(wrap["wrappedKey"]),
    )
    for wrap in VECTOR["wraps"]
)


def key_of(who: str, member: int, version: int) -> EncryptionKey:
    seed = hashlib.sha256(f"{who} of the sealed record vector".encode()).digest()
    return EncryptionKey(bytes([member]) * 16, version, seed)


def test_all_of_it_opens_for_the_bank() -> None:
    opened = open_sealed(base64.b64decode(VECTOR["sealed"]), WRAPS, key_of("bank", 0xBA, 1), EXPECTED)
    assert {field.path: field.value for field in opened.fields} == VECTOR["fields"]
    assert {file.name: base64.b64encode(file.data).decode() for file in opened.attachments} == VECTOR["attachments"]
    assert opened.withheld == frozenset()


def test_its_part_opens_for_the_carrier() -> None:
    opened = open_sealed(base64.b64decode(VECTOR["sealed"]), WRAPS, key_of("carrier", 0xCA, 3), EXPECTED)
    assert [field.path for field in opened.fields] == ["lines/0/weight"]
    assert opened.withheld == {DisclosureClass.COMMERCIAL}


def test_the_commitment_to_its_grants_is_the_same() -> None:
    assert "0x" + grants_commitment(WRAPS).hex() == VECTOR["grantsCommitment"]
