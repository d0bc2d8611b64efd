"""Leaves equal those of OpenZeppelin's own JavaScript library; what can't be committed to plainly is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quaychain.contracts.canonical import canonical_json
from quaychain.contracts.merkle import MerkleTree, verify_proof
from quaychain.contracts.sealing import Attachment, DisclosureClass, Field, RecordContent
from quaychain.contracts.sealing.errors import ContentRefusedError
from quaychain.contracts.sealing.fields import attachment_field, check_content, field_leaf

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "record_leaves.json").read_text())
TECHNICAL = DisclosureClass.TECHNICAL


def unhex(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def test_leaves_and_root_equal_the_javascript_library() -> None:
    record, version = unhex(VECTORS["record"]), VECTORS["version"]
    leaves = []
    for vector in VECTORS["fields"]:
        field = Field(vector["path"], DisclosureClass(vector["class"]), vector["value"])
        assert canonical_json(field.value) == vector["canonical"].encode()
        leaf = field_leaf(record, version, field, unhex(vector["salt"]))
        assert leaf == unhex(vector["leaf"])
        assert verify_proof(unhex(VECTORS["root"]), leaf, [unhex(node) for node in vector["proof"]])
        leaves.append(leaf)
    assert MerkleTree(leaves).root == unhex(VECTORS["root"])


def test_every_part_of_a_field_changes_its_leaf() -> None:
    record, salt, field = bytes(32), bytes(16), Field("a/b", TECHNICAL, "1")
    leaves = {
        field_leaf(record, 1, field, salt),
        field_leaf(b"\1" + bytes(31), 1, field, salt),
        field_leaf(record, 2, field, salt),
        field_leaf(record, 1, field, b"\1" + bytes(15)),
        field_leaf(record, 1, Field("a/c", TECHNICAL, "1"), salt),
        field_leaf(record, 1, Field("a/b", DisclosureClass.SERVICE, "1"), salt),
        field_leaf(record, 1, Field("a/b", TECHNICAL, 1), salt),
    }
    assert len(leaves) == 7


def test_an_attachment_is_committed_to_by_its_digest() -> None:
    """The SHA-256 of "abc" is FIPS 180-4's example."""
    field = attachment_field("a.txt", "text/plain", TECHNICAL, b"abc")
    digest = "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert field == Field("attachments/a.txt", TECHNICAL, {"mediaType": "text/plain", "sha256": digest, "size": 3})


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "a\nb", "x" * 513, "attachments/a", "attachments"])
def test_bad_paths_are_refused(path: str) -> None:
    with pytest.raises(ContentRefusedError) as caught:
        check_content(RecordContent((Field(path, TECHNICAL, 1),)))
    assert "\n" not in str(caught.value)


def test_nothing_and_repetition_are_refused() -> None:
    field, attachment = Field("a", TECHNICAL, 1), Attachment("a", "text/plain", TECHNICAL, b"")
    check_content(RecordContent((field,), (attachment,)))
    for content in (RecordContent(()), RecordContent((field, field)), RecordContent((), (attachment, attachment))):
        with pytest.raises(ContentRefusedError):
            check_content(content)
