"""JSON that means one thing only."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.events import strict_json
from quaychain.contracts.events.refusal import EventRefusedError, RefusalReason
from quaychain.contracts.events.strict_json import canonical, parse_strict, parse_strict_canonical

LIMITS = {"max_bytes": 10_000, "max_depth": 6}

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a":1,"a":2}', RefusalReason.DUPLICATE_NAME),
        (b'{"a":{"b":1,"c":2,"b":3}}', RefusalReason.DUPLICATE_NAME),
        (b'{"a":NaN}', RefusalReason.NUMBER_OUT_OF_RANGE),
        (b'{"a":-Infinity}', RefusalReason.NUMBER_OUT_OF_RANGE),
        (b'{"a":1e400}', RefusalReason.NUMBER_OUT_OF_RANGE),
        (b'{"a":' + b"9" * 5000 + b"}", RefusalReason.NUMBER_OUT_OF_RANGE),
        (b"[[[[[[[1]]]]]]]", RefusalReason.TOO_DEEP),
        (b"[" * 9_000, RefusalReason.TOO_DEEP),
        (b'{"a":1}' + b" " * 10_000, RefusalReason.TOO_LARGE),
        (b'{"a":"\xff"}', RefusalReason.NOT_UTF8),
        (rb'{"a":"\ud800"}', RefusalReason.NOT_UTF8),
        (b'{"a":1', RefusalReason.NOT_JSON),
        (b"", RefusalReason.NOT_JSON),
        (b"\xef\xbb\xbf{}", RefusalReason.NOT_JSON),
    ],
)
def test_each_ambiguity_has_its_reason(data: bytes, reason: RefusalReason) -> None:
    for parse in (parse_strict, parse_strict_canonical):
        with pytest.raises(EventRefusedError) as caught:
            parse(data, **LIMITS)
        assert caught.value.reason is reason


OTHER_SPELLINGS = (
    rb'{"b":1,"a":2}', rb'{"a": 1}', rb'{"a":1.0}', rb'{"a":1E3}', rb'{"a":1e3}', rb'{"a":-0}', rb'{"a":-0.0}',
    rb'{"a":"\u0041"}', rb'{"a":"\/"}', b'{"a":18014398509481985}',
)  # fmt: skip


@pytest.mark.parametrize("data", OTHER_SPELLINGS)
def test_other_spellings_are_not_canonical(data: bytes) -> None:
    parse_strict(data, **LIMITS)
    with pytest.raises(EventRefusedError) as caught:
        parse_strict_canonical(data, **LIMITS)
    assert caught.value.reason is RefusalReason.NOT_CANONICAL


@given(json_values)
def test_canonical_form_is_read_back(value: object) -> None:
    assert parse_strict_canonical(canonical(value), max_bytes=10**6, max_depth=20) == value


@given(json_values)
def test_a_spelling_is_taken_only_when_it_is_the_canonical_one(value: object) -> None:
    spelling = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        parsed = parse_strict_canonical(spelling, max_bytes=10**6, max_depth=20)
    except EventRefusedError:
        assert canonical(value) != spelling
    else:
        assert parsed == value
        assert canonical(value) == spelling


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_value_or_a_reason(data: bytes) -> None:
    for parse in (parse_strict, parse_strict_canonical):
        try:
            parse(data, **LIMITS)
        except EventRefusedError as error:
            assert error.detail


def test_what_devices_send_takes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key's hexadecimal digits look like numbers with an exponent, and stand in every message."""
    monkeypatch.setattr(strict_json, "parse_strict", None)
    value = {"key": "00e1" * 16, "readings": [{"asset": "urn:epc:id:giai:9520001.STS0417", "value": -41.25}], "seq": 17}
    data = canonical(value)
    assert parse_strict_canonical(data, max_bytes=1_000, max_depth=4) == value
