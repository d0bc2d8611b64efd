"""Events of an opened batch as rows, whatever form they were signed in; by whom they were signed stays to be seen."""

from __future__ import annotations

import json
from typing import Any

from nacl.signing import SigningKey

from quaychain.api.indexer.operations import Insert, InsertMany
from quaychain.api.opening.batches import AnchoredBatch, OpenedBatch, rows_of
from quaychain.contracts.events.batch_data import BatchEvent, decode_lines, encode_lines
from quaychain.contracts.events.envelope import Counter, EnvelopeForm, EventKind, SignedEvent, envelope_bytes
from quaychain.contracts.events.strict_json import canonical

KEY = SigningKey(bytes(range(32)))
ASSET = "urn:epc:id:giai:9520001.STS0417"
READING = {"asset": ASSET, "quantity": "Temperature", "unit": "CEL", "value": 41.25, "time": "2026-03-02T00:00:00.000Z"}
FRAME = {"network": "lorawan", "device": "70b3d57ed0051234", "port": 1, "counter": 7, "payload": "AWcBnA"}
NOTE = {"note": "range", "asset": ASSET, "time": "2026-03-02T00:00:00.000Z", "value": 41.25, "max": 40}
BATCH = AnchoredBatch(b"\x05" * 32, 1, 4, bytes(32), b"", 1_772_409_700)


def entry(seq: int, kind: EventKind, body: bytes = b"", **more: Any) -> BatchEvent:
    signed = envelope_bytes(
        chain_id=1337, key=bytes(KEY.verify_key), counter=Counter(0, seq), kind=kind, body=body, **more
    )
    return BatchEvent(seq, 1_772_409_600, SignedEvent(signed, KEY.sign(signed).signature, body))


def test_forms_and_signers() -> None:
    notes = canonical({"type": "quaychain.derived.1", "rules": "00" * 32, "notes": [NOTE]})
    entries = [
        entry(1, EventKind.READING, readings=[READING]),
        entry(2, EventKind.READING, readings=[READING], form=EnvelopeForm.COSE),
        entry(3, EventKind.RELAYED, readings=[READING], frame=FRAME),
        entry(4, EventKind.DERIVED, notes, media_type="application/vnd.quaychain.derived+json"),
    ]
    opened = OpenedBatch(frozenset(), tuple(decode_lines(encode_lines(entries))), True)
    operations = list(rows_of(BATCH, opened, {}, [True, False, True, True]))
    many = {each.table.name: each for each in operations if isinstance(each, InsertMany)}
    events, measured = (
        [dict(zip(many[name].columns, row, strict=True)) for row in many[name].rows] for name in ("events", "readings")
    )
    assert [(row["kind"], row["disclosure_class"], row["signature_valid"]) for row in events] == [
        ("reading", "technical", True),
        ("reading", "technical", False),
        ("relayed", "technical", True),
        ("derived", "technical", True),
    ]
    readings = {row["sequence"]: row for row in measured}
    assert {sequence: row["relayed"] for sequence, row in readings.items()} == {1: False, 2: False, 3: True}
    assert (
        len({json.dumps({name: row[name] for name in ("asset", "value", "measured_at")}) for row in readings.values()})
        == 1
    )
    [message] = [each.row for each in operations if isinstance(each, Insert) and each.table.name == "messages"]
    assert (message["kind"], message["what"], json.loads(str(message["document"]))) == ("derived", "range", NOTE)
