"""Bad messages in CBOR, of many readings, and for radio devices: what JSON of one reading can't be wrong in. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cbor2
from nacl.signing import SigningKey

from quaychain.contracts.events import cose
from quaychain.contracts.events.envelope import (
    ENVELOPE_TYPE,
    MAX_READINGS,
    Counter,
    EnvelopeForm,
    EventKind,
    encode_message,
    envelope_bytes,
)
from quaychain.contracts.events.refusal import RefusalReason as R
from quaychain.contracts.events.strict_json import canonical

from .fleet import Fleet, Sender, frame, reading

_EDDSA = b"\xa1\x01\x27"
_SIGN1 = b"\xd2"

#: Kind, topic, payload, and what it may be refused for.
Made = tuple[str, str, bytes, frozenset[R]]
_Payload = dict[int, Any]


def special(fleet: Fleet, number: int) -> Iterator[Made]:
    """One message of each kind, of a sender's counter `number`, which was used."""
    for sender in fleet.senders:
        topic = fleet.topic(sender.key)
        if sender.form is EnvelopeForm.COSE:
            for kind, payload, reasons in _cbor(fleet, sender, number):
                yield kind, topic, payload, reasons
        else:
            for kind, fields in _json(fleet, sender, number):
                data = canonical(fields)
                message = encode_message(data, sender.key.sign(data).signature)
                yield kind, topic, message, frozenset({R.MALFORMED})
        if sender.relays:
            other = fleet.sign(sender, Counter(1, number), frame=frame(number) | {"device": "00" * 8})
            yield "relayed for another device", topic, other, frozenset({R.COUNTER_REUSED})
        if sender.form is EnvelopeForm.COSE:
            same = Sender(sender.key, EnvelopeForm.JSON, sender.readings)
            message = fleet.sign(same, Counter(1, number))
            yield "signed again in the other form", topic, message, frozenset({R.COUNTER_REUSED})


def _json(fleet: Fleet, sender: Sender, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Fields that no envelope has, each to be signed as they are."""
    fields: dict[str, Any] = {
        "type": ENVELOPE_TYPE, "chainId": fleet.chain_id, "key": sender.public.hex(), "boot": 1, "seq": number,
        "kind": "relayed" if sender.relays else "reading", "readings": [reading(number)],
    }  # fmt: skip
    if sender.relays:
        fields["frame"] = frame(number)
        yield "relayed without a frame", {name: value for name, value in fields.items() if name != "frame"}
        yield "a frame of one's own", fields | {"kind": "reading"}
        for name, value in (
            ("network", "sigfox"), ("device", "A84041000181C061"), ("device", "00" * 7), ("port", 0), ("port", 224),
            ("counter", -1), ("counter", 2**32), ("payload", "+/=="), ("payload", ""),
        ):  # fmt: skip
            yield "no radio frame", fields | {"frame": frame(number) | {name: value}}
        yield "no radio frame", fields | {"frame": frame(number) | {"more": 1}}
        return
    lacking = {name: value for name, value in reading(number).items() if name != "unit"}
    many = [reading(each) for each in range(MAX_READINGS - 1)]
    yield "no readings", fields | {"readings": []}
    yield "too many readings", fields | {"readings": [*many, reading(1), reading(2)]}
    yield "one of many readings is none", fields | {"readings": [*many, lacking]}
    yield "readings are no list", fields | {"readings": reading(number)}
    yield "counter out of range", fields | {"boot": 2**32}
    yield "counter out of range", fields | {"seq": 0}
    yield "counter is no number", fields | {"seq": str(number)}
    yield "previous is no counter", fields | {"previous": {"boot": 0}}
    yield "kind unknown", fields | {"kind": "order"}


def _cbor(fleet: Fleet, sender: Sender, number: int) -> Iterator[tuple[str, bytes, frozenset[R]]]:
    key, counter = sender.key, Counter(1, number)
    good = fleet.sign(sender, counter)
    protected, _, payload, signature = cbor2.loads(good[1:])
    fields: _Payload = cbor2.loads(payload)
    malformed, canonical_ = frozenset({R.MALFORMED}), frozenset({R.NOT_CANONICAL})

    def signed(changed: bytes, header: bytes = protected) -> bytes:
        structure = cose.sig_structure(header, changed)
        return _SIGN1 + cbor2.dumps([header, {}, changed, key.sign(structure).signature])

    def put(**changes: Any) -> bytes:
        """The payload with labels changed, or without those that are None."""
        changed = fields | {cose.LABELS[name]: value for name, value in changes.items()}
        return signed(
            cbor2.dumps({label: value for label, value in changed.items() if value is not None}, canonical=True)
        )

    es256 = b"\xa1\x01\x26"
    yield "COSE: another algorithm", signed(payload, es256), frozenset({R.WRONG_ALGORITHM})
    yield "COSE: no algorithm", signed(payload, b""), malformed | {R.NOT_CBOR}
    yield "COSE: a header more", signed(payload, b"\xa2\x01\x27\x04\x41a"), malformed
    yield (
        "COSE: a header that nobody signed",
        _SIGN1 + cbor2.dumps([protected, {4: b"a"}, payload, signature]),
        malformed,
    )
    yield "COSE: another tag", b"\xd1" + good[1:], frozenset({R.NOT_UTF8, R.NOT_JSON})
    yield "COSE: no tag", good[1:], frozenset({R.NOT_UTF8, R.NOT_JSON})
    yield "COSE: a tag in a tag", _SIGN1 + good, malformed
    yield "COSE: no signature", _SIGN1 + cbor2.dumps([protected, {}, payload, b""]), malformed
    yield "COSE: payload elsewhere", _SIGN1 + cbor2.dumps([protected, {}, None, signature]), malformed
    yield "COSE: longer than need be", good[:2] + b"\x58\x03" + good[3:], canonical_
    yield "COSE: an indefinite length", _SIGN1 + b"\x9f" + good[2:] + b"\xff", canonical_
    yield "COSE: something after it", good + b"\0", frozenset({R.NOT_CBOR, R.MALFORMED, R.NOT_CANONICAL})
    yield "COSE: labels out of order", signed(cbor2.dumps(dict(reversed(fields.items())))), canonical_
    yield (
        "COSE: a label twice",
        signed(bytes([payload[0] + 1]) + payload[1:] + b"\x01\x00"),
        frozenset({R.DUPLICATE_NAME}),
    )
    yield "COSE: too deep", signed(b"\xa1\x08" + b"\x81" * 2_000 + b"\x00"), frozenset({R.TOO_DEEP})
    yield "COSE: JSON in it", signed(canonical({"type": ENVELOPE_TYPE})), malformed | {R.NOT_CBOR, R.NOT_CANONICAL}
    yield "COSE: a label unknown", signed(cbor2.dumps(fields | {22: 1}, canonical=True)), malformed
    yield "COSE: a date", signed(cbor2.dumps(fields | {5: cbor2.CBORTag(1, 1)}, canonical=True)), malformed
    yield "COSE: a field missing", put(boot=None), malformed
    yield "COSE: key as text", put(key=sender.public.hex()), malformed
    yield "COSE: another key", put(key=bytes(fleet.stranger.verify_key)), frozenset({R.WRONG_TOPIC})
    yield "COSE: kind", put(kind="relayed"), malformed
    yield "COSE: previous", put(previous=[1]), malformed
    yield "COSE: no readings", put(readings=[]), malformed
    yield "COSE: number out of range", put(seq=2**60), frozenset({R.NUMBER_OUT_OF_RANGE})
    yield "COSE: another domain", put(type="quaychain.order.1"), malformed
    yield "COSE: another chain", fleet.sign(sender, counter, chain_id=fleet.chain_id + 1), frozenset({R.WRONG_CHAIN})
    yield "COSE: signed by another", fleet.sign(sender, counter, by=fleet.stranger), frozenset({R.SIGNATURE_FORGED})
    yield "COSE: signed for JSON", _crossed(fleet, key, counter), frozenset({R.SIGNATURE_FORGED})
    infinite = cbor2.dumps(fields, canonical=True).replace(
        cbor2.dumps(fields[8][0][4], canonical=True), b"\xf9\x7c\x00", 1
    )
    yield "COSE: an infinite value", signed(infinite), frozenset({R.NUMBER_OUT_OF_RANGE, R.NOT_CANONICAL, R.MALFORMED})


def _crossed(fleet: Fleet, key: SigningKey, counter: Counter) -> bytes:
    """In the form COSE, with the signature over the same fields in JSON."""

    def data(form: EnvelopeForm) -> bytes:
        return envelope_bytes(
            chain_id=fleet.chain_id,
            key=bytes(key.verify_key),
            counter=counter,
            kind=EventKind.READING,
            readings=[reading(1)],
            form=form,
        )

    make: Callable[[bytes, bytes], bytes] = encode_message
    return make(data(EnvelopeForm.COSE), key.sign(data(EnvelopeForm.JSON)).signature)
