"""The document in which the gateway signs what it derived."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.keccak import keccak256
from quaychain.oracles.edge.notes import Inputs, Note, NoteKind, document, read_document

NOTE = Note(
    NoteKind.RANGE, "heat", "ab" * 32, "urn:epc:id:giai:9520001.STS0417", "Temperature", "CEL", "x", 1_772_409_600_250,
    Inputs([[0, 1, 1]], bytes(32)), {"value": 90, "max": 80},
)  # fmt: skip
BODY = document([NOTE], "cd" * 32)


def test_notes_are_read_back_by_their_digests() -> None:
    value = json.loads(BODY)
    assert value["notes"][0]["time"] == "2026-03-02T00:00:00.250Z"
    [item] = read_document(BODY)
    assert (item.hash_id, item.digest) == ("", keccak256(canonical(value["notes"][0])))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "quaychain.derived.2"}, {"rules": "x"}, {"notes": []}, {"notes": [{}]}, {"notes": [7]}, {"more": 1},
        {"notes": [NOTE.as_json() | {"note": "guess"}]}, {"notes": [NOTE.as_json() | {"inputs": {"counters": []}}]},
        {"notes": [NOTE.as_json()] * 129},
    ],
)  # fmt: skip
def test_what_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(EventRefusedError) as caught:
        read_document(canonical(json.loads(BODY) | change))
    assert caught.value.reason is RefusalReason.BODY_INVALID


def test_another_spelling_is_refused() -> None:
    with pytest.raises(EventRefusedError) as caught:
        read_document(BODY.replace(b",", b", ", 1))
    assert caught.value.reason is RefusalReason.NOT_CANONICAL
