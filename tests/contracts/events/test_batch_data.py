"""A batch's lines: the quick way to an event says what the whole way says, or nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from quaychain.contracts.events.batch_data import (
    BatchEvent,
    _parsed_line,
    _plain_line,
    decode_lines,
    encode_lines,
)
from quaychain.contracts.events.envelope import Counter, EventKind, SignedEvent, envelope_bytes

_SIGNER = SigningKey(bytes(range(32)))
_READING = {
    "asset": "urn:epc:id:giai:9520001.STS0417",
    "quantity": "Temperature",
    "time": "2026-03-02T00:00:00Z",
    "unit": "CEL",
    "value": 41.25,
}


def _event(readings: int, seq: int) -> BatchEvent:
    signed = envelope_bytes(
        chain_id=842_619,
        key=bytes(_SIGNER.verify_key),
        counter=Counter(3, seq),
        kind=EventKind.READING,
        readings=[_READING] * readings,
    )
    return BatchEvent(seq - 1, 1_772_409_600, SignedEvent(signed, _SIGNER.sign(signed).signature))


_PLAIN = encode_lines([_event(1, 17)]).rstrip(b"\n")


def test_lines_of_either_way_come_back_in_their_order() -> None:
    given_events = [_event(1, 1), _event(2, 2), _event(1, 3)]
    data = encode_lines(given_events)
    assert [_plain_line(line) is not None for line in data.splitlines()] == [True, False, True]
    assert list(decode_lines(data)) == given_events


@given(st.data())
def test_a_line_that_is_recognised_is_one_of_a_batch(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(_PLAIN)))
    end = data.draw(st.integers(start, min(start + 3, len(_PLAIN))))
    alphabet = st.sampled_from(sorted(set(_PLAIN) | set(b'+-.eE\\/ \n%"9T_=')))
    line = _PLAIN[:start] + bytes(data.draw(st.lists(alphabet, max_size=3))) + _PLAIN[end:]
    found = _plain_line(line)
    assert found is None or found == _parsed_line(line)
