"""The envelope in CBOR, for small devices: a COSE_Sign1 (RFC 9052 section 4.2) over the same fields as the JSON form.

A message is the tagged COSE_Sign1 (tag 18): protected header `{1: -8}` (EdDSA, RFC 9053 section 2.2) or `{1: -19}`
(Ed25519, RFC 9864), no unprotected header, the payload, the signature. No external data. The signature covers the
Sig_structure `["Signature1", protected, h'', payload]`; those exact bytes are kept as the event's signed bytes. Header
and payload stand in them as the device wrote them, so the message can be put together again.

The payload is a map with one label for each field of the JSON form (`type` and chain id are in it, so a signature means
nothing elsewhere). A reading is a map too, with its time as Unix milliseconds; fields that all the readings share may
stand once, under `common`. Everything is in the deterministic encoding of RFC 8949 section 4.2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2

from .reading import LATEST
from .refusal import EventRefusedError, RefusalReason
from .strict_cbor import deterministic, parse_deterministic

#: The first byte of a message: tag 18.
MESSAGE_START = b"\xd2"
#: The first bytes of a Sig_structure: an array of four, of which the first is "Signature1".
SIGNED_START = b"\x84\x6aSignature1"
MEDIA_TYPE = 'application/cose; cose-type="cose-sign1"'

#: Payload labels. `previous` is `[boot, seq]`, `key` 32 bytes.
LABELS: Mapping[str, int] = {
    "type": 1,
    "chainId": 2,
    "key": 3,
    "boot": 4,
    "seq": 5,
    "previous": 6,
    "kind": 7,
    "readings": 8,
    "common": 9,
}
#: Labels in a reading, and in `common`.
READING_LABELS: Mapping[str, int] = {
    "asset": 1,
    "quantity": 2,
    "unit": 3,
    "value": 4,
    "time": 5,
    "component": 6,
}
_ALGORITHM = 1
EDDSA = -8
ED25519 = -19
#: The two headers that are taken, as they are written: `{1: -8}` and `{1: -19}`.
_HEADERS = frozenset({b"\xa1\x01\x27", b"\xa1\x01\x32"})
_SIGNATURE = 64
_SIGN1 = 18
_CONTEXT = "Signature1"
#: payload → readings → reading → a value that is none
_PAYLOAD_DEPTH = 4
_NAMES = {label: name for name, label in LABELS.items()}
_READING_NAMES = {label: name for name, label in READING_LABELS.items()}
_MAY_BE_COMMON = frozenset({"asset", "quantity", "unit", "time", "component"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_message(message: bytes) -> bool:
    """Whether it says of itself that it is a COSE_Sign1."""
    return message[:1] == MESSAGE_START


def is_signed(signed: bytes) -> bool:
    """Whether signed bytes are a Sig_structure."""
    return signed[: len(SIGNED_START)] == SIGNED_START


def encode_message(signed: bytes, signature: bytes) -> bytes:
    """The tagged COSE_Sign1 of a Sig_structure and its 64-byte signature."""
    _, protected, _, payload = cbor2.loads(signed)
    return deterministic(cbor2.CBORTag(_SIGN1, [protected, {}, payload, signature]))


def parse_message(message: bytes, *, max_bytes: int) -> tuple[bytes, bytes]:
    """Signed bytes and signature of a tagged COSE_Sign1; neither payload nor signature is checked yet.

    Raises `EventRefusedError` with the reason.
    """
    if len(message) > max_bytes:
        raise EventRefusedError(RefusalReason.TOO_LARGE, f"{len(message)} bytes, at most {max_bytes} are taken")
    value = parse_deterministic(message[1:], max_bytes=max_bytes, max_depth=2)
    match value:
        case [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)] if len(signature) == _SIGNATURE:
            pass
        case _:
            raise EventRefusedError(
                RefusalReason.MALFORMED, "not a COSE_Sign1: protected, unprotected, payload and 64 bytes of signature"
            )
    if unprotected:
        raise EventRefusedError(RefusalReason.MALFORMED, "an unprotected header, which nobody signed")
    return sig_structure(protected, payload), signature


def sig_structure(protected: bytes, payload: bytes) -> bytes:
    """What the signature covers (RFC 9052 section 4.4), without external data."""
    return deterministic([_CONTEXT, protected, b"", payload])


def fields_bytes(fields: Mapping[str, Any]) -> bytes:
    """The Sig_structure for an envelope's fields as in JSON; the readings of one message share what they can."""
    payload = {LABELS[name]: value for name, value in fields.items()}
    payload[LABELS["key"]] = bytes.fromhex(fields["key"])
    if "previous" in fields:
        payload[LABELS["previous"]] = [fields["previous"]["boot"], fields["previous"]["seq"]]
    readings = [_packed(reading) for reading in fields["readings"]]
    common: dict[int, Any] = {}
    if len(readings) > 1:
        common = {
            label: value
            for label, value in readings[0].items()
            if _READING_NAMES[label] in _MAY_BE_COMMON and all(each.get(label) == value for each in readings)
        }
    payload[LABELS["readings"]] = [
        {label: value for label, value in reading.items() if label not in common} for reading in readings
    ]
    if common:
        payload[LABELS["common"]] = common
    return sig_structure(deterministic({_ALGORITHM: EDDSA}), deterministic(payload))


def parse_fields(signed: bytes, *, max_bytes: int) -> dict[str, Any]:
    """An envelope's fields as in JSON, out of a Sig_structure. Raises `EventRefusedError` with the reason."""
    value = parse_deterministic(signed, max_bytes=max_bytes, max_depth=1)
    match value:
        case [str(context), bytes(protected), bytes(external), bytes(payload)] if context == _CONTEXT and not external:
            pass
        case _:
            raise EventRefusedError(RefusalReason.MALFORMED, "not a Sig_structure of a COSE_Sign1 without outer data")
    _check_protected(protected)
    fields = parse_deterministic(payload, max_bytes=max_bytes, max_depth=_PAYLOAD_DEPTH)
    if not isinstance(fields, dict):
        raise EventRefusedError(RefusalReason.MALFORMED, "the payload is not a map")
    return _unpacked_fields(fields)


def _check_protected(protected: bytes) -> None:
    if protected in _HEADERS:
        return
    header = parse_deterministic(protected, max_bytes=64, max_depth=2)
    if not isinstance(header, dict) or set(header) != {_ALGORITHM}:
        raise EventRefusedError(RefusalReason.MALFORMED, "a protected header has the algorithm (1), and nothing else")
    raise EventRefusedError(
        RefusalReason.WRONG_ALGORITHM,
        f"algorithm {str(header[_ALGORITHM])[:20]}; taken are {EDDSA} (EdDSA) and {ED25519} (Ed25519)",
    )


def _unpacked_fields(payload: dict[int, Any]) -> dict[str, Any]:
    fields = _named(payload, _NAMES, "the payload")
    if isinstance(fields.get("key"), bytes):
        fields["key"] = fields["key"].hex()
    elif "key" in fields:
        raise EventRefusedError(RefusalReason.MALFORMED, "key: not a byte string")
    match fields.get("previous"):
        case None:
            pass
        case [boot, seq]:
            fields["previous"] = {"boot": boot, "seq": seq}
        case _:
            raise EventRefusedError(RefusalReason.MALFORMED, "previous: not [boot, seq]")
    if fields.get("kind") != "reading":
        raise EventRefusedError(RefusalReason.MALFORMED, "kind: in CBOR there are readings only")
    common = _common(fields.pop("common", None))
    readings = fields.get("readings")
    if isinstance(readings, list):
        fields["readings"] = [_unpacked(reading, common) for reading in readings]
    return fields


def _common(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    common = _reading_fields(value)
    if not common or not set(common) <= _MAY_BE_COMMON:
        raise EventRefusedError(RefusalReason.MALFORMED, f"common: takes {', '.join(sorted(_MAY_BE_COMMON))}")
    return common


def _packed(reading: Mapping[str, Any]) -> dict[int, Any]:
    packed = {READING_LABELS[name]: value for name, value in reading.items()}
    moment = datetime.fromisoformat(reading["time"])
    packed[READING_LABELS["time"]] = (moment - _EPOCH) // timedelta(milliseconds=1)
    return packed


def _unpacked(value: Any, common: Mapping[str, Any]) -> dict[str, Any]:
    reading = _reading_fields(value)
    if not reading.keys().isdisjoint(common):
        raise EventRefusedError(RefusalReason.MALFORMED, "readings: a field stands in 'common' and in a reading")
    return {**common, **reading}


def _reading_fields(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise EventRefusedError(RefusalReason.MALFORMED, "readings: a reading is not a map")
    reading = _named(value, _READING_NAMES, "a reading")
    if "time" in reading:
        milliseconds = reading["time"]
        if type(milliseconds) is not int or not 0 <= milliseconds <= LATEST:
            raise EventRefusedError(RefusalReason.MALFORMED, "readings: a time is not in Unix milliseconds")
        moment = _EPOCH + timedelta(milliseconds=milliseconds)
        reading["time"] = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return reading


def _named(value: dict[int, Any], names: Mapping[int, str], where: str) -> dict[str, Any]:
    unknown = value.keys() - names.keys()
    if unknown:
        raise EventRefusedError(RefusalReason.MALFORMED, f"{where} has label {min(unknown)}, which is none of ours")
    return {names[label]: item for label, item in value.items()}
