"""The quick way to an envelope's fields says what the whole way says, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.events.envelope import Counter, EventKind, ReadingEnvelope, envelope_bytes, parse_envelope
from quaychain.contracts.events.plain import plain_reading

KEY = bytes(range(32))
ASSET = "urn:epc:id:giai:9520001.STS0417"


def signed(value: object = 41.25, **other: object) -> bytes:
    """An envelope with one reading."""
    reading = {
        "asset": ASSET,
        "quantity": "Temperature",
        "time": "2026-03-02T00:00:00Z",
        "unit": "CEL",
        "value": value,
        **other,
    }
    return envelope_bytes(chain_id=842_619, key=KEY, counter=Counter(3, 17), kind=EventKind.READING, readings=[reading])


def agrees(data: bytes) -> bool:
    """Whether it is recognised; then the whole way must come to the same."""
    found = plain_reading(data)
    if found is None:
        return False
    envelope = parse_envelope(data)
    assert isinstance(envelope, ReadingEnvelope)
    assert (envelope.kind, envelope.previous, len(envelope.readings)) == ("reading", None, 1)
    assert found[:5] == (envelope.boot, envelope.chain_id, envelope.public_key, envelope.readings[0].time, envelope.seq)
    reading = envelope.readings[0]
    assert (found.asset.decode(), found.quantity.decode(), found.unit.decode(), float(found.value)) == (
        *(reading.asset, reading.quantity, reading.unit, float(reading.value)),
    )
    return True


@pytest.mark.parametrize("value", [0, 7, -7, 999_999_999_999_999, 0.5, -0.5, 41.25, -123_456_789.123456, 0.000001])
def test_a_single_reading_is_recognised(value: float) -> None:
    assert agrees(signed(value))
    assert agrees(signed(value, time="2026-03-31T23:59:59.125Z"))


@pytest.mark.parametrize(
    "data",
    [
        signed(component="x"),
        signed(1e22),
        signed(1e-7),
        signed(9_007_199_254_740_991),
        signed().replace(b'"seq":17', b'"previous":{"boot":2,"seq":9},"seq":17'),
        signed().replace(b"}],", b'},{"asset":"a"}],'),
        signed() + b" ",
        signed().replace(b":17", b":017"),
        signed().replace(b":17", b":0"),
        signed().replace(b"41.25", b"-0"),
        signed().replace(b"41.25", b"41.250"),
        signed().replace(b"41.25", b"041.25"),
        signed().replace(b"41.25", b"4125e-2"),
        signed().replace(b"41.25", b"true"),
        signed().replace(b"-03-02T", b"-02-30T"),
        signed().replace(b"T00:00:00Z", b"T24:00:00Z"),
        signed().replace(b"T00:00:00Z", b"T00:00:00.1234Z"),
        signed().replace(b"STS0417", b"S" * 90),
        signed().replace(b'"boot":3', b'"boot":4294967296'),
        signed().replace(b"quaychain.event.1", b"quaychain.event.2"),
        signed().replace(b'"reading"', b'"relayed"'),
        b"",
    ],
)
def test_anything_else_is_left_to_the_whole_way(data: bytes) -> None:
    assert plain_reading(data) is None


@given(st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False))
def test_values_that_are_recognised_are_canonical(value: float) -> None:
    agrees(signed(value))


@given(st.from_regex(r"-?[0-9]{1,17}(\.[0-9]{1,8})?", fullmatch=True))
def test_numbers_that_are_recognised_are_canonical(number: str) -> None:
    if number.isascii():
        agrees(signed().replace(b"41.25", number.encode()))


@given(st.data())
def test_whatever_is_recognised_is_an_envelope(data: st.DataObject) -> None:
    plain = signed()
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, min(start + 3, len(plain))))
    alphabet = st.sampled_from(sorted(set(plain) | set(b"+-.eE\\/ \n%'9T_")))
    agrees(plain[:start] + bytes(data.draw(st.lists(alphabet, max_size=3))) + plain[end:])
