"""Whose signature is whose, however many threads look."""

from __future__ import annotations

import dataclasses

import pytest
from nacl.signing import SigningKey

from quaychain.api.opening import signatures
from quaychain.api.opening.signatures import SignatureChecks
from quaychain.contracts.events.envelope import Counter, EnvelopeForm, EventKind, SignedEvent, envelope_bytes

READING = {
    "asset": "urn:epc:id:giai:9520001.STS0417",
    "quantity": "Temperature",
    "unit": "CEL",
    "value": 41.25,
    "time": "2026-03-02T00:00:00.000Z",
}


def signed(number: int, form: EnvelopeForm) -> SignedEvent:
    key = SigningKey(bytes([number % 7] * 32))
    data = envelope_bytes(
        chain_id=1337,
        key=bytes(key.verify_key),
        counter=Counter(0, number + 1),
        kind=EventKind.READING,
        readings=[READING],
        form=form,
    )
    return SignedEvent(data, key.sign(data).signature)


@pytest.mark.parametrize("count", [0, 1, 30, 31])
@pytest.mark.parametrize("cores", [None, 1, 2, 3, 64])
def test_each_answer_is_its_events(monkeypatch: pytest.MonkeyPatch, count: int, cores: int | None) -> None:
    monkeypatch.setattr(signatures, "_FOR_A_THREAD", 5)
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    events = [signed(number, EnvelopeForm.COSE if number % 3 else EnvelopeForm.JSON) for number in range(count)]
    wrong = {number for number in range(count) if number % 4 == 1}
    given = [
        dataclasses.replace(event, signature=events[number - 1].signature) if number in wrong else event
        for number, event in enumerate(events)
    ]
    assert SignatureChecks().valid(given) == [number not in wrong for number in range(count)]
