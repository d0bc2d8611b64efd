"""Everything but the counter that keeps an event out."""

from __future__ import annotations

from typing import Any

import pytest

from quaychain.contracts.events.batch_data import EventItem
from quaychain.contracts.events.envelope import EventKind
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.oracles.devices import DirectoryUnavailableError
from quaychain.oracles.examine import Arrival, Examined, examine
from quaychain.oracles.topics import up_topic

from .signing import CHAIN_ID, MEMBER, NOW, RULES, Directory, Signer, registered

DEVICE, OTHER = Signer(1), Signer(2)


def read_body(kind: EventKind, media_type: str, body: bytes) -> tuple[EventItem, ...]:
    if body == b"bad":
        raise EventRefusedError(RefusalReason.BODY_INVALID, "bad")
    return (EventItem(f"{kind.value} {media_type}", bytes(32)),)


def arrival(message: bytes, topic_key: bytes = DEVICE.public, member: bytes = MEMBER, **changes: Any) -> Arrival:
    fields: dict[str, Any] = {"source": up_topic(member, topic_key), "topic": (member, topic_key)}
    return Arrival(message=message, **(fields | changes))


def examined(given: Arrival, now: int = NOW, **device: Any) -> Examined:
    return examine(given, RULES, Directory({DEVICE.public: registered(**device)}), now, read_body)


def reason_of(given: Arrival, **changes: Any) -> RefusalReason:
    with pytest.raises(EventRefusedError) as caught:
        examined(given, **changes)
    return caught.value.reason


def test_a_good_reading_passes() -> None:
    found = examined(arrival(DEVICE.message(0, 1)))
    assert found.key == DEVICE.public
    assert found.device == registered()
    assert found.items == ()


def test_a_reading_in_cbor_passes_like_one_in_json() -> None:
    found = examined(arrival(DEVICE.small(0, 1)))
    assert found.event.message() == DEVICE.small(0, 1)
    assert found.event.envelope == examined(arrival(DEVICE.message(0, 1))).event.envelope
    forged = DEVICE.small(0, 1).replace(b"\xf9\x51\x28", b"\xf9\x51\x29")
    assert reason_of(arrival(forged)) is RefusalReason.SIGNATURE_FORGED
    assert reason_of(arrival(Signer(1, chain_id=CHAIN_ID + 1).small(0, 1))) is RefusalReason.WRONG_CHAIN
    assert reason_of(arrival(DEVICE.small(0, 1), OTHER.public)) is RefusalReason.WRONG_TOPIC


def test_every_kind_on_the_topic_is_taken_or_refused() -> None:
    frame = {"network": "lorawan", "device": "00" * 8, "port": 1, "counter": 1, "payload": "AAAA"}
    found = examined(arrival(DEVICE.message(0, 1, kind=EventKind.RELAYED, frame=frame)))
    assert found.items == ()
    for kind in set(EventKind) - {EventKind.READING, EventKind.RELAYED}:
        assert reason_of(arrival(DEVICE.document(0, 1, kind, b"{}"))) is RefusalReason.BODY_MISMATCH


def test_a_good_document_passes_with_its_items() -> None:
    message = DEVICE.document(0, 1, EventKind.EPCIS, b"{}", "application/ld+json")
    found = examined(Arrival("/epcis/capture", message, b"{}", kind=EventKind.EPCIS))
    assert found.event.body == b"{}"
    assert found.items[0].hash_id == "epcis application/ld+json"


def test_reasons() -> None:
    good = DEVICE.message(0, 1)
    forged = good.replace(b"41.25", b"41.75")
    document = DEVICE.document(0, 1, EventKind.EPCIS, b"{}")
    bad = DEVICE.document(0, 1, EventKind.EPCIS, b"bad")
    assert reason_of(arrival(forged)) is RefusalReason.SIGNATURE_FORGED
    assert reason_of(arrival(OTHER.message(0, 1), OTHER.public)) is RefusalReason.KEY_UNREGISTERED
    assert reason_of(arrival(good, OTHER.public)) is RefusalReason.WRONG_TOPIC
    assert reason_of(arrival(good, member=bytes(16))) is RefusalReason.WRONG_TOPIC
    assert reason_of(arrival(Signer(1, chain_id=CHAIN_ID + 1).message(0, 1))) is RefusalReason.WRONG_CHAIN
    assert reason_of(arrival(good), revoked_from=NOW) is RefusalReason.KEY_REVOKED
    assert reason_of(arrival(good), valid_from=NOW + 1) is RefusalReason.KEY_NOT_YET_VALID
    assert reason_of(arrival(good), valid_until=NOW) is RefusalReason.KEY_EXPIRED
    assert reason_of(arrival(good), member_active=False) is RefusalReason.MEMBER_NOT_ACTIVE
    assert reason_of(arrival(good, body=b"x")) is RefusalReason.BODY_MISMATCH
    assert reason_of(arrival(document, body=b"{} ")) is RefusalReason.BODY_MISMATCH
    assert reason_of(arrival(document, body=bytes(RULES.max_body_bytes + 1))) is RefusalReason.TOO_LARGE
    assert reason_of(arrival(bad, body=b"bad")) is RefusalReason.BODY_INVALID
    assert reason_of(arrival(document, body=b"{}", kind=EventKind.DCSA)) is RefusalReason.MALFORMED
    assert reason_of(arrival(b"rubbish")) is RefusalReason.NOT_JSON
    assert reason_of(arrival(good + bytes(RULES.max_message_bytes))) is RefusalReason.TOO_LARGE


def test_a_key_is_still_good_just_before_its_end() -> None:
    assert examined(arrival(DEVICE.message(0, 1)), revoked_from=NOW + 1, valid_until=NOW + 1, valid_from=NOW)


def test_an_identity_point_is_no_key() -> None:
    """A low-order public key would let anyone sign for it."""
    zero = bytes(32)
    message = Signer(1).message(0, 1).replace(DEVICE.public.hex().encode(), zero.hex().encode())
    with pytest.raises(EventRefusedError) as caught:
        examine(arrival(message, zero), RULES, Directory({zero: registered()}), NOW, read_body)
    assert caught.value.reason is RefusalReason.SIGNATURE_FORGED


def test_a_registry_that_cant_be_asked_decides_nothing() -> None:
    directory = Directory({DEVICE.public: registered()})
    directory.available = False
    with pytest.raises(DirectoryUnavailableError):
        examine(arrival(DEVICE.message(0, 1)), RULES, directory, NOW, read_body)
