"""Commitments to serials, designs and lots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.serials import SerialKey, maker_identity

_keys = st.binary(min_size=32, max_size=32).map(SerialKey)


@given(_keys, st.text(), st.text(), st.text(), st.text())
def test_two_parts_share_a_commitment_only_when_they_are_the_same(
    key: SerialKey, reference: str, serial: str, other_reference: str, other_serial: str
) -> None:
    same = (reference, serial) == (other_reference, other_serial)
    assert (key.serial(reference, serial) == key.serial(other_reference, other_serial)) == same


@given(_keys, _keys)
def test_another_key_gives_another_commitment(one: SerialKey, other: SerialKey) -> None:
    assert (one.serial("A", "1") == other.serial("A", "1")) == (one == other)


def test_a_lot_is_no_serial_and_no_design() -> None:
    key = SerialKey(bytes(32))
    assert len({key.lot("A", ""), key.serial("A", ""), key.design("A")}) == 3


def test_the_secret_shows_nowhere() -> None:
    assert "01" * 4 not in repr(SerialKey(b"\x01" * 32))


@pytest.mark.parametrize("bad", ["", "952", "95200a1", "9520001234567", "９５２０００１"])
def test_what_is_no_company_prefix_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="no GS1 company prefix"):
        maker_identity(bad)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        SerialKey(bytes(31))
