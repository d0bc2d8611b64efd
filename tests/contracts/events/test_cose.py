"""Envelopes in CBOR: COSE_Sign1 in the deterministic encoding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from quaychain.contracts.events import cose
from quaychain.contracts.events.batch_data import BatchEvent, decode_lines, encode_lines
from quaychain.contracts.events.envelope import (
    Counter,
    EnvelopeForm,
    EventKind,
    SignedEvent,
    encode_message,
    envelope_bytes,
    parse_envelope,
    parse_message,
)
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.keccak import keccak256

KEY = SigningKey(bytes(range(32)))
READING = {
    "asset": "urn:epc:id:giai:9520001.STS0417",
    "quantity": "Temperature",
    "unit": "CEL",
    "value": 41.25,
    "time": "2026-03-02T00:00:00.000Z",
}
PROTECTED = cbor2.dumps({1: -8}, canonical=True)


def both(**changes: Any) -> tuple[bytes, bytes]:
    """The bytes to sign in JSON and in CBOR."""
    fields: dict[str, Any] = {
        "chain_id": 1337,
        "key": bytes(KEY.verify_key),
        "counter": Counter(1, 1),
        "kind": EventKind.READING,
        "readings": [READING],
    }
    return (
        envelope_bytes(**(fields | changes)),
        envelope_bytes(**(fields | changes), form=EnvelopeForm.COSE),
    )


def signed(data: bytes) -> bytes:
    return encode_message(data, KEY.sign(data).signature)


def payload(**changes: Any) -> dict[int, Any]:
    fields = cbor2.loads(cbor2.loads(both()[1])[3]) | {cose.LABELS[name]: value for name, value in changes.items()}
    return {label: value for label, value in fields.items() if value is not ...}


def sign1(payload: bytes, protected: bytes = PROTECTED, unprotected: Any = None, tag: int = 18) -> bytes:
    """A COSE_Sign1 made with cbor2 alone, as another device's library would."""
    signature = KEY.sign(cbor2.dumps(["Signature1", protected, b"", payload])).signature
    return cbor2.dumps(cbor2.CBORTag(tag, [protected, unprotected or {}, payload, signature]))


def message_of(fields: Any, **changes: Any) -> bytes:
    return sign1(cbor2.dumps(fields, canonical=True), **changes)


def reason_of(message: bytes, max_bytes: int = 65_536) -> RefusalReason:
    with pytest.raises(EventRefusedError) as caught:
        parse_message(message, max_bytes=max_bytes)
    return caught.value.reason


def reading(**changes: Any) -> dict[int, Any]:
    fields = {cose.READING_LABELS[name]: value for name, value in (READING | {"time": 1_772_409_600_000}).items()}
    return fields | {cose.READING_LABELS[name]: value for name, value in changes.items()}


def test_the_cbor_form_says_the_same_as_the_json_form_in_a_third_less() -> None:
    in_json, in_cbor = both(counter=Counter(2, 1), previous=Counter(1, 7))
    assert parse_envelope(in_cbor) == parse_envelope(in_json)
    assert len(signed(in_cbor)) * 3 < len(signed(in_json)) * 2


def test_the_signature_covers_the_sig_structure_and_the_message_is_kept_exactly() -> None:
    message = message_of(payload())
    event = parse_message(message, max_bytes=4096)
    assert event.form is EnvelopeForm.COSE
    assert event.message() == message
    VerifyKey(event.envelope.public_key).verify(event.signed, event.signature)
    assert event.digest == keccak256(event.signed + event.signature)
    assert message == signed(both()[1])


def test_the_sig_structure_is_that_of_the_working_groups_example() -> None:
    """cose-wg/Examples, sign1-tests/sign-pass-01: an empty protected header over "This is the content."."""
    content = b"This is the content."
    assert cose.sig_structure(b"", content).hex() == (
        "846a5369676e617475726531404054546869732069732074686520636f6e74656e742e"
    )


def test_ed25519s_own_algorithm_number_is_taken_too() -> None:
    event = parse_message(message_of(payload(), protected=cbor2.dumps({1: -19})), max_bytes=4096)
    VerifyKey(event.envelope.public_key).verify(event.signed, event.signature)


def test_many_readings_share_what_they_have_in_common() -> None:
    readings = [READING | {"value": value} for value in range(256)]
    in_json, in_cbor = both(readings=readings)
    assert parse_envelope(in_cbor) == parse_envelope(in_json)
    assert len(in_cbor) < 256 * 6 + 250
    with pytest.raises(EventRefusedError):
        both(readings=[*readings, READING])


MAP = cbor2.dumps(payload(), canonical=True)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (sign1(MAP)[:-1], RefusalReason.NOT_CBOR),
        (sign1(MAP)[:1], RefusalReason.NOT_CBOR),
        (sign1(MAP) + b"\x00", RefusalReason.NOT_CANONICAL),
        (b"\xd2\x9f" + sign1(MAP)[2:] + b"\xff", RefusalReason.NOT_CANONICAL),
        (b"\xd8\x12" + sign1(MAP)[1:], RefusalReason.NOT_UTF8),
        (sign1(MAP)[1:], RefusalReason.NOT_UTF8),
        (sign1(MAP, tag=17), RefusalReason.NOT_UTF8),
        (b"\xd2\xd2" + sign1(MAP)[1:], RefusalReason.MALFORMED),
        (b"\xd2\xdb" + b"\xff" * 8 + b"\x80", RefusalReason.MALFORMED),
        (b"\xd2\x80", RefusalReason.MALFORMED),
        (b"\xd2" + b"\x81" * 4000, RefusalReason.TOO_DEEP),
        (sign1(MAP, unprotected={4: b"kid"}), RefusalReason.MALFORMED),
        (sign1(MAP, protected=cbor2.dumps({1: -7})), RefusalReason.WRONG_ALGORITHM),
        (sign1(MAP, protected=cbor2.dumps({1: "EdDSA"})), RefusalReason.WRONG_ALGORITHM),
        (sign1(MAP, protected=b""), RefusalReason.NOT_CBOR),
        (sign1(MAP, protected=b"\xa0"), RefusalReason.MALFORMED),
        (sign1(MAP, protected=cbor2.dumps({1: -8, 2: [4]})), RefusalReason.MALFORMED),
        (sign1(MAP, protected=b"\xa1\x01\x38\x07"), RefusalReason.NOT_CANONICAL),
        (sign1(MAP, protected=b"\xa2\x01\x27\x01\x27"), RefusalReason.DUPLICATE_NAME),
        (sign1(b"\xbf" + MAP[1:] + b"\xff"), RefusalReason.NOT_CANONICAL),
        (sign1(bytes([MAP[0] + 1]) + MAP[1:] + MAP[1:21]), RefusalReason.DUPLICATE_NAME),
        (sign1(cbor2.dumps(dict(reversed(payload().items())))), RefusalReason.NOT_CANONICAL),
        (sign1(MAP[:-1]), RefusalReason.NOT_CBOR),
        (sign1(b"\x80"), RefusalReason.MALFORMED),
        (message_of(payload() | {12: 1}), RefusalReason.MALFORMED),
        (message_of(payload() | {-1: 1}), RefusalReason.MALFORMED),
        (message_of(payload() | {"type": 1}), RefusalReason.MALFORMED),
    ],
)  # fmt: skip
def test_forms_that_are_not_ours(message: bytes, reason: RefusalReason) -> None:
    assert reason_of(message) is reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value": float("nan")}, RefusalReason.NUMBER_OUT_OF_RANGE),
        ({"value": float("-inf")}, RefusalReason.NUMBER_OUT_OF_RANGE),
        ({"value": 2**64}, RefusalReason.MALFORMED),
        ({"value": 2**53}, RefusalReason.NUMBER_OUT_OF_RANGE),
        ({"value": "41"}, RefusalReason.MALFORMED),
        ({"value": True}, RefusalReason.MALFORMED),
        ({"value": None}, RefusalReason.MALFORMED),
        ({"value": cbor2.undefined}, RefusalReason.MALFORMED),
        ({"value": [1]}, RefusalReason.MALFORMED),
        ({"value": [[1]]}, RefusalReason.TOO_DEEP),
        ({"time": -1}, RefusalReason.MALFORMED),
        ({"time": 2**52}, RefusalReason.MALFORMED),
        ({"time": "2026-03-02T00:00:00Z"}, RefusalReason.MALFORMED),
        ({"time": cbor2.CBORTag(1, 7)}, RefusalReason.MALFORMED),
        ({"unit": "celsius"}, RefusalReason.MALFORMED),
        ({"asset": b"crane"}, RefusalReason.MALFORMED),
    ],
)
def test_values_that_are_none(changes: dict[str, Any], reason: RefusalReason) -> None:
    assert reason_of(message_of(payload(readings=[reading(**changes)]))) is reason


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "quaychain.event.2"}, {"chainId": 0}, {"chainId": "1337"}, {"key": "00" * 32}, {"key": bytes(31)},
        {"boot": -1}, {"boot": 2**32}, {"seq": 0}, {"seq": ...}, {"seq": 1.0}, {"previous": [1]}, {"previous": {1: 1}},
        {"kind": "epcis"}, {"kind": 1}, {"readings": []}, {"readings": {}}, {"readings": [7]},
        {"readings": [reading()] * 257}, {"common": {}}, {"common": {4: 1}}, {"common": {3: "CEL"}}, {"common": 7},
    ],
)  # fmt: skip
def test_wrong_fields_are_malformed(changes: dict[str, Any]) -> None:
    assert reason_of(message_of(payload(**changes))) is RefusalReason.MALFORMED


def test_a_longer_float_or_integer_than_needed_is_not_deterministic() -> None:
    spelled = cbor2.dumps(payload(readings=[reading(value=1.5)]), canonical=True)
    parse_message(sign1(spelled), max_bytes=4096)
    for short, long in ((b"\xf9\x3e\x00", b"\xfa\x3f\xc0\x00\x00"), (b"\x02\x19\x05\x39", b"\x02\x1a\x00\x00\x05\x39")):
        assert short in spelled
        assert reason_of(sign1(spelled.replace(short, long))) is RefusalReason.NOT_CANONICAL


def test_size_is_looked_at_first_and_json_round_cbor_is_neither() -> None:
    good = signed(both()[1])
    assert reason_of(good, len(good) - 1) is RefusalReason.TOO_LARGE
    event = parse_message(good, max_bytes=4096)
    in_json = signed(both()[0])
    mixed = b'{"envelope":' + event.signed + in_json[in_json.rindex(b',"signature"') :]
    with pytest.raises(EventRefusedError):
        parse_message(mixed, max_bytes=4096)


def test_documents_go_as_json() -> None:
    with pytest.raises(EventRefusedError, match="readings only"):
        both(kind=EventKind.EPCIS, readings=None, body=b"{}", media_type="application/json")


NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
EARLIEST = datetime(1970, 1, 1)  # noqa: DTZ001  Hypothesis wants it so
TIMES = st.datetimes(EARLIEST).map(lambda moment: moment.isoformat(timespec="milliseconds") + "Z")
READINGS = st.fixed_dictionaries(
    {
        "asset": st.sampled_from([READING["asset"], "https://id.gs1.org/8010/9520001BOOM-65/8011/410001"]),
        "quantity": st.sampled_from(["Temperature", "Speed"]),
        "unit": st.sampled_from(["CEL", "C16"]),
        "value": NUMBERS,
        "time": TIMES,
    },
    optional={"component": st.sampled_from(["x", "latitude"])},
)


@given(st.lists(READINGS, min_size=1, max_size=8), st.integers(0, 2**32 - 1), st.integers(1, 2**53 - 1))
@settings(max_examples=150)
def test_any_readings_come_back_and_mean_what_they_mean_in_json(
    readings: list[dict[str, Any]], boot: int, seq: int
) -> None:
    in_json, in_cbor = both(readings=readings, counter=Counter(boot, seq))
    event = parse_message(signed(in_cbor), max_bytes=2**20)
    assert event.signed == in_cbor
    assert event.envelope == parse_envelope(in_json)


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=4))
@settings(max_examples=300)
def test_a_changed_message_never_passes_as_the_signed_one(changes: list[tuple[int, int]]) -> None:
    good = signed(both()[1])
    changed = bytearray(good)
    for position, value in changes:
        changed[position % len(changed)] = value
    try:
        event = parse_message(bytes(changed), max_bytes=4096)
        KEY.verify_key.verify(event.signed, event.signature)
    except (EventRefusedError, BadSignatureError):
        assert bytes(changed) != good
    else:
        assert bytes(changed) == good


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xd2", b"\xd2\x84", b"\xd2\x84\x43\xa1\x01\x27\xa0"]))
@settings(max_examples=400)
def test_rubbish_is_refused_with_a_reason(rubbish: bytes, start: bytes) -> None:
    with pytest.raises(EventRefusedError):
        parse_message(start + rubbish, max_bytes=4096)


def test_lines_of_a_batch_keep_both_forms() -> None:
    in_json, in_cbor = both()
    entries = [
        BatchEvent(7, 1_772_409_600, SignedEvent(in_json, KEY.sign(in_json).signature)),
        BatchEvent(8, 1_772_409_601, SignedEvent(in_cbor, KEY.sign(in_cbor).signature)),
    ]
    lines = encode_lines(entries)
    assert list(decode_lines(lines)) == entries
    assert [entry.event.form for entry in decode_lines(lines)] == [EnvelopeForm.JSON, EnvelopeForm.COSE]
    assert lines.splitlines()[1].startswith(b'{"cose":"0oR')


@pytest.mark.parametrize("text", ["", "AA", "!", signed(both()[0]).hex()])
def test_a_line_whose_cose_is_none_is_named(text: str) -> None:
    line = f'{{"cose":"{text}","receivedAt":0,"seq":0}}\n'.encode()
    with pytest.raises(EventRefusedError, match="line 1"):
        list(decode_lines(line))
