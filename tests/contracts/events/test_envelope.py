"""The signed envelope and its message."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from quaychain.contracts.events.batch_data import BatchEvent, EventItem, decode_lines, encode_lines
from quaychain.contracts.events.envelope import (
    Counter,
    EventKind,
    SignedEvent,
    check_body,
    decode_base64url,
    encode_message,
    envelope_bytes,
    parse_envelope,
    parse_message,
)
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.keccak import keccak256

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
KEY = SigningKey(bytes(range(32)))
READING = {
    "asset": "urn:epc:id:giai:9520001.STS0417",
    "quantity": "Temperature",
    "unit": "CEL",
    "value": 41.25,
    "time": "2026-03-02T00:00:00.000Z",
}


def reading_bytes(**changes: Any) -> bytes:
    fields: dict[str, Any] = {
        "chain_id": 1337,
        "key": bytes(KEY.verify_key),
        "counter": Counter(1, 1),
        "kind": EventKind.READING,
        "readings": [READING],
    }
    return envelope_bytes(**(fields | changes))


def signed(data: bytes) -> bytes:
    return encode_message(data, KEY.sign(data).signature)


def reason_of(message: bytes, max_bytes: int = 4096) -> RefusalReason:
    with pytest.raises(EventRefusedError) as caught:
        parse_message(message, max_bytes=max_bytes)
    return caught.value.reason


def altered(**changes: Any) -> bytes:
    fields = json.loads(reading_bytes())
    fields.update(changes)
    return signed(canonical({name: value for name, value in fields.items() if value is not ...}))


def test_message_is_canonical_json_of_envelope_and_signature() -> None:
    data = reading_bytes(previous=Counter(1, 1), counter=Counter(2, 1))
    message = signed(data)
    assert canonical(json.loads(message)) == message
    event = parse_message(message, max_bytes=4096)
    assert event.signed == data
    assert event.message() == message
    assert event.envelope.counter == (2, 1)
    assert event.envelope.previous_counter == (1, 1)
    assert event.envelope.public_key == bytes(KEY.verify_key)
    KEY.verify_key.verify(event.signed, event.signature)
    assert event.digest == keccak256(data + event.signature)


def test_document_envelope_is_bound_to_its_body() -> None:
    data = reading_bytes(
        kind=EventKind.EPCIS, readings=None, body=b'{"type":"EPCISDocument"}', media_type="application/ld+json"
    )
    envelope = parse_message(signed(data), max_bytes=4096).envelope
    assert envelope.kind == "epcis"
    check_body(envelope, b'{"type":"EPCISDocument"}')
    for other in (b'{"type":"EPCISDocument" }', b'{"type":"EPCISDocumenT"}', b""):
        with pytest.raises(EventRefusedError) as caught:
            check_body(envelope, other)
        assert caught.value.reason is RefusalReason.BODY_MISMATCH


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "quaychain.event.2"},
        {"boot": -1}, {"boot": 2**32}, {"boot": True}, {"boot": "1"}, {"boot": 1.5},
        {"seq": 0}, {"seq": -1}, {"seq": ...},
        {"key": "00"}, {"key": KEY.verify_key.encode().hex().upper()},
        {"chainId": "1337"},
        {"kind": "coffee"}, {"kind": 7}, {"kind": "epcis"},
        {"readings": []}, {"readings": {}}, {"readings": [READING] * 257}, {"readings": [7]},
        {"previous": {"boot": 1}}, {"previous": None, "extra": 1},
        *({"readings": [READING | change]} for change in (
            {"value": "41"}, {"value": True}, {"value": None},
            {"unit": "°C"}, {"unit": "celsius"}, {"quantity": ""}, {"component": "sideways"},
            {"time": "2026-02-30T00:00:00Z"}, {"time": "2026-03-02T00:00:00+01:00"},
            {"asset": "crane 417"}, {"asset": "urn:epc:id:sgtin:4012345.011111.9876"},
        )),
    ],
)  # fmt: skip
def test_wrong_fields_are_malformed(changes: dict[str, Any]) -> None:
    assert reason_of(altered(**changes), 10**6) is RefusalReason.MALFORMED


@pytest.mark.parametrize(
    "asset",
    [
        "urn:epc:id:cpi:9520001.BOOM-65.410001",
        "https://id.gs1.org/8004/9520001STS0417",
        "https://id.gs1.org/8010/9520001BOOM-65/8011/410001",
    ],
)
def test_assets_may_be_parts_and_digital_links(asset: str) -> None:
    assert parse_envelope(reading_bytes(readings=[READING | {"asset": asset}])).readings[0].asset == asset  # type: ignore[union-attr]


def test_forms_that_are_not_ours() -> None:
    good = signed(reading_bytes())
    assert reason_of(good.replace(b'{"envelope"', b'{ "envelope"')) is RefusalReason.NOT_CANONICAL
    assert reason_of(good.replace(b'"boot":1,', b'"boot": 1,')) is RefusalReason.NOT_CANONICAL
    assert reason_of(good.replace(b'"boot":1,', b'"boot":1,"boot":1,')) is RefusalReason.DUPLICATE_NAME
    assert reason_of(good.replace(b"41.25", b"NaN")) is RefusalReason.NUMBER_OUT_OF_RANGE
    assert reason_of(good.replace(b"41.25", b"[[[[[[1]]]]]]")) is RefusalReason.TOO_DEEP
    assert reason_of(good[:-1]) is RefusalReason.NOT_JSON
    assert reason_of(b"{}") is RefusalReason.MALFORMED
    assert reason_of(b"[]") is RefusalReason.MALFORMED
    assert reason_of(b'{"envelope":{},"signature":"abc"}') is RefusalReason.MALFORMED
    assert reason_of(good, len(good) - 1) is RefusalReason.TOO_LARGE
    assert reason_of(b"") is RefusalReason.NOT_JSON


def test_a_signature_has_one_spelling() -> None:
    good = signed(reading_bytes())
    # The last character of 64 bytes in base64 carries two bits only: its other spellings decode to the same bytes.
    spellings = [good[:-3] + bytes([letter]) + good[-2:] for letter in ALPHABET]
    taken = []
    for spelling in spellings:
        try:
            taken.append(parse_message(spelling, max_bytes=4096).signature)
        except EventRefusedError as error:
            assert error.reason is RefusalReason.MALFORMED
    assert len(taken) == len(set(taken))
    with pytest.raises(EventRefusedError):
        decode_base64url("é")


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=300)
def test_a_changed_message_never_passes_as_the_signed_one(changes: list[tuple[int, int]]) -> None:
    good = signed(reading_bytes())
    changed = bytearray(good)
    for position, value in changes:
        changed[position % len(changed)] = value
    try:
        event = parse_message(bytes(changed), max_bytes=4096)
        KEY.verify_key.verify(event.signed, event.signature)
    except EventRefusedError:
        assert bytes(changed) != good
    except Exception as error:  # PyNaCl's BadSignatureError
        assert type(error).__name__ == "BadSignatureError"
        assert bytes(changed) != good
    else:
        assert bytes(changed) == good


def test_lines_of_a_batch_are_read_back() -> None:
    reading = parse_message(signed(reading_bytes()), max_bytes=4096)
    body = b'{"type":"EPCISDocument"}'
    data = reading_bytes(
        kind=EventKind.EPCIS, readings=None, body=body, media_type="application/ld+json", counter=Counter(1, 2)
    )
    document = SignedEvent(data, KEY.sign(data).signature, body)
    entries = [
        BatchEvent(7, 1772409600, reading),
        BatchEvent(
            8,
            1772409601,
            document,
            (EventItem("ni:///sha-256;00?ver=CBV2.0", bytes(32)), EventItem("", bytes(31) + b"\x01")),
        ),
    ]
    lines = encode_lines(entries)
    assert list(decode_lines(lines)) == entries
    assert [entry.kind for entry in decode_lines(lines)] == [EventKind.READING, EventKind.EPCIS]
    assert all(canonical(json.loads(line)) == line for line in lines.splitlines())


@pytest.mark.parametrize(
    "line", [b"{}", b"[]", b"7", b"null", b'{"envelope":{},"receivedAt":0,"seq":0,"signature":7}', b"x"]
)
def test_a_line_that_is_none_is_named(line: bytes) -> None:
    with pytest.raises(EventRefusedError, match="line 1"):
        list(decode_lines(line + b"\n"))


def test_a_signature_is_the_keys_and_has_its_length() -> None:
    key, signature = bytes(KEY.verify_key), KEY.sign(b"{abc}").signature
    assert SignedEvent(b"{abc}", signature).signed_by(key)
    # The same bytes in a row, parted elsewhere.
    assert not SignedEvent(b"abc}", signature + b"{").signed_by(key)
    assert not SignedEvent(b"{abd}", signature).signed_by(key)
    assert not SignedEvent(b"{abc}", signature).signed_by(b"no key")
