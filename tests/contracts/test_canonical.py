"""Canonical JSON: RFC 8785's own examples, one spelling only, and typed refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.canonical import NotCanonicalError, canonical_json, parse_canonical

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=12,
)


def test_example_of_rfc_8785() -> None:
    """RFC 8785, section 3.2.4."""
    given_text = (
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        '"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}'
    )
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_json(json.loads(given_text)) == expected.encode()


def test_names_are_sorted_by_utf16_units() -> None:
    """RFC 8785, section 3.2.3: U+1F600 is a surrogate pair, and so stands before U+FB33."""
    assert canonical_json({"\ufb33": 1, "\U0001f600": 2}) == '{"😀":2,"\ufb33":1}'.encode()


@given(JSON)
def test_parsing_gives_back_the_value(value: Any) -> None:
    assert parse_canonical(canonical_json(value)) == value


@given(JSON)
def test_any_other_spelling_is_refused(value: Any) -> None:
    data = canonical_json(value)
    with pytest.raises(NotCanonicalError):
        parse_canonical(data + b" ")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b"1.0",
        b"-0",
        b"1e3",
        b"NaN",
        b"Infinity",
        b"9007199254740993",
        b'"\\u0041"',
        b'"\\ud800"',
        b"\xff",
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_other_bytes_are_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(NotCanonicalError) as caught:
        parse_canonical(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [float("nan"), 2**53, "\ud800", {1: 2}, object(), b"bytes"])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonicalError):
        canonical_json(value)
