"""A retyped paper has the same fingerprint; another paper, another element or another issuer has another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.bindings.types import PaperElement
from quaychain.contracts.fingerprints import PaperIdentifierError, fingerprint, normalised
from quaychain.contracts.keccak import keccak256

ISSUER = "9520001"
INVOICE = PaperElement.INVOICE_NUMBER
SEPARATORS = st.sampled_from(["", " ", "-", "/", ".", "_", "\t", "\u00a0", "\u2013", " - "])
PLAIN = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)


@pytest.mark.parametrize(
    "retyped",
    ["CI2027003", "ci-2027-003", " CI 2027/003 ", "CI\u20132027\u2013003", "\uff23\uff29-\uff12\uff10\uff12\uff17-003"],
)
def test_retyped(retyped: str) -> None:
    assert fingerprint(INVOICE, ISSUER, retyped) == fingerprint(INVOICE, ISSUER, "CI-2027-003")


@pytest.mark.parametrize("other", ["CI-2027-3A", "CI-2027-3", "CI-2027-004", "C1-2027-003", "C-2027-003"])
def test_another_number(other: str) -> None:
    assert fingerprint(INVOICE, ISSUER, other) != fingerprint(INVOICE, ISSUER, "CI-2027-003")


def test_accents_and_foreign_digits() -> None:
    assert normalised("Façade №\u0663") == "facadeno3"


def test_chinese_is_kept() -> None:
    assert normalised("沪-2027（003）") == "沪2027003"


def test_layout() -> None:
    expected = keccak256(b"quaychain paper fingerprint 1" + b"\x01" + b"\x00\x07" + b"9520001" + b"ci2027003")
    assert fingerprint(INVOICE, ISSUER, "CI-2027-003") == expected


@pytest.mark.parametrize(
    ("element", "issuer", "number", "field"),
    [
        (PaperElement.NONE, ISSUER, "1", "element"),
        (INVOICE, "", "1", "issuer"),
        (INVOICE, "--", "1", "issuer"),
        (INVOICE, ISSUER, " / ", "number"),
        (INVOICE, ISSUER, "1" * 2**16, "number"),
    ],
)
def test_refused(element: PaperElement, issuer: str, number: str, field: str) -> None:
    with pytest.raises(PaperIdentifierError) as caught:
        fingerprint(element, issuer, number)
    assert caught.value.field == field


@given(st.text())
def test_normalised_is_idempotent_and_plain(text: str) -> None:
    plain = normalised(text)
    assert normalised(plain) == plain
    assert plain == "" or plain.isalnum()


@given(st.lists(st.tuples(PLAIN, SEPARATORS), min_size=1, max_size=4), st.data())
def test_spelling_does_not_matter(pieces: list[tuple[str, str]], data: st.DataObject) -> None:
    plain = "".join(piece for piece, _ in pieces)
    retyped = "".join((piece.upper() if data.draw(st.booleans()) else piece) + separator for piece, separator in pieces)
    assert fingerprint(INVOICE, ISSUER, retyped) == fingerprint(INVOICE, ISSUER, plain)


@given(
    st.tuples(st.sampled_from(list(PaperElement)[1:]), PLAIN, PLAIN),
    st.tuples(st.sampled_from(list(PaperElement)[1:]), PLAIN, PLAIN),
)
def test_different_papers_differ(one: tuple[PaperElement, str, str], other: tuple[PaperElement, str, str]) -> None:
    assert (fingerprint(*one) == fingerprint(*other)) == (one == other)
