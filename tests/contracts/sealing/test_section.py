"""A section opens whole, to what was put in, in its own place only."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.sealing import Attachment, DisclosureClass, DocumentType, Field, RecordHeader
from quaychain.contracts.sealing.errors import SectionTamperedError
from quaychain.contracts.sealing.section import (
    SaltedAttachment,
    SaltedField,
    Section,
    decrypt_section,
    encrypt_section,
    padded_length,
)

CUSTOMS = DisclosureClass.CUSTOMS
HEADER = RecordHeader(7411, bytes(32), 1, DocumentType(1, 380), bytes(16))
KEY = os.urandom(32)


def section(*sizes: int) -> Section:
    field = SaltedField(Field("tariff", CUSTOMS, "84261900"), os.urandom(16))
    attachments = tuple(
        SaltedAttachment(Attachment(f"{i}.bin", "application/octet-stream", CUSTOMS, os.urandom(size)), os.urandom(16))
        for i, size in enumerate(sizes)
    )
    return Section((field,), attachments)


@pytest.mark.parametrize("sizes", [(), (0,), (1, 0, 7), (60_000, 10_000), (1_000_000,)])
def test_opens_to_what_was_put_in(sizes: tuple[int, ...]) -> None:
    given_section = section(*sizes)
    ciphertext = encrypt_section(HEADER, CUSTOMS, given_section, KEY)
    assert decrypt_section(HEADER, CUSTOMS, ciphertext, KEY) == given_section


def test_opens_nowhere_else() -> None:
    ciphertext = encrypt_section(HEADER, CUSTOMS, section(), KEY)
    for header in (
        replace(HEADER, chain_id=1),
        replace(HEADER, version=2),
        replace(HEADER, record=b"\1" + bytes(31)),
    ):
        with pytest.raises(SectionTamperedError):
            decrypt_section(header, CUSTOMS, ciphertext, KEY)
    with pytest.raises(SectionTamperedError):
        decrypt_section(HEADER, DisclosureClass.FINANCE, ciphertext, KEY)
    with pytest.raises(SectionTamperedError):
        decrypt_section(HEADER, CUSTOMS, ciphertext, os.urandom(32))


def test_chunks_can_be_neither_cut_nor_moved() -> None:
    ciphertext = encrypt_section(HEADER, CUSTOMS, section(200_000), KEY)
    head, step = 24, 65_536 + 17
    first, second = ciphertext[head : head + step], ciphertext[head + step : head + 2 * step]
    for other in (
        ciphertext[: head + step],
        ciphertext[: head + 2 * step],
        ciphertext[:head],
        b"",
        ciphertext[:-1],
        ciphertext + b"\0",
        ciphertext[:head] + second + first + ciphertext[head + 2 * step :],
        ciphertext[: head + step] + ciphertext[head:],
    ):
        with pytest.raises(SectionTamperedError):
            decrypt_section(HEADER, CUSTOMS, other, KEY)


@given(st.integers(0, 1 << 40))
def test_padding_hides_the_length_for_little(length: int) -> None:
    padded = padded_length(length)
    assert padded >= length
    assert padded == padded_length(padded)
    assert padded <= max(256, length * 1.12 + 1)


def test_equal_padded_lengths_look_equal() -> None:
    short, long = section(2000), section(2001)
    lengths = {len(encrypt_section(HEADER, CUSTOMS, item, KEY)) for item in (short, long)}
    assert len(lengths) == 1
