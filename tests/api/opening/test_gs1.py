"""One key for a thing, whichever way GS1 lets it be written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.api.opening.gs1 import MAX_LENGTH, asset_key, gs1_key


@pytest.mark.parametrize(
    ("identifier", "key"),
    [
        ("urn:epc:id:giai:9520001.STS0417", "8004/9520001STS0417"),
        ("https://id.gs1.org/8004/9520001STS0417", "8004/9520001STS0417"),
        ("8004/9520001STS0417", "8004/9520001STS0417"),
        ("urn:epc:id:giai:9520001.A%2FB", "8004/9520001A/B"),
        ("urn:epc:id:cpi:9520002.GD-GA-30.410011", "8010/9520002GD-GA-30/8011/410011"),
        ("https://example.com/some/8010/9520002GD-GA-30/8011/410011", "8010/9520002GD-GA-30/8011/410011"),
        # GS1 General Specifications: GTIN-14 of EPC Tag Data Standard's own example, check digit 5.
        ("urn:epc:id:sgtin:0614141.812345.6789", "01/80614141123458/21/6789"),
        ("urn:epc:id:sgln:0614141.12345.400", "414/0614141123452"),
        ("HOCU4170185", "HOCU4170185"),
        ("urn:epc:id:grai:0614141.12345.400", "urn:epc:id:grai:0614141.12345.400"),
        ("urn:epc:id:giai:9520001", "urn:epc:id:giai:9520001"),
        ("https://example.com/machines/7", "https://example.com/machines/7"),
    ],
)
def test_keys(identifier: str, key: str) -> None:
    assert gs1_key(identifier) == key


@given(st.text(max_size=200))
def test_any_text_has_a_key_that_is_its_own(text: str) -> None:
    key = gs1_key(text)
    assert len(key) <= MAX_LENGTH
    if not text.startswith(("urn:", "http")):
        assert gs1_key(key) == key


def test_an_orders_bare_giai() -> None:
    assert asset_key("9520001STS0417") == gs1_key("urn:epc:id:giai:9520001.STS0417")
    assert asset_key("urn:epc:id:giai:9520001.STS0417") == "8004/9520001STS0417"
