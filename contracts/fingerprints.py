"""Fingerprints of outside papers, as TradeFinance binds them (pure).

A paper that is retyped must meet its own fingerprint: 'CI-2027-003', 'ci 2027 003' and 'CI2027003' of one issuer are
the same invoice. Each element of a paper (its invoice's number, its bill of lading's) has a fingerprint of its own.
Leading zeros and letters that only look alike are kept apart: 'CI-3' is not 'CI-003'.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from .bindings.types import PaperElement
from .errors import QuaychainError
from .keccak import keccak256

_TAG = b"quaychain paper fingerprint 1"


@dataclass
class PaperIdentifierError(QuaychainError):
    """An issuer or number that has no letter and no digit, or more than 65,535 bytes of them, or no element."""

    field: str
    value: str


def normalised(text: str) -> str:
    """`text` in lower case without accents, spaces and punctuation, compatibility forms and other scripts' digits made
    plain (Unicode NFKD, then case folding); what is left are letters and digits only. Idempotent."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(_plain(character) for character in folded)


def fingerprint(element: PaperElement, issuer: str, number: str) -> bytes:
    """32 bytes: keccak256(tag ‖ element as one byte ‖ issuer's length as two bytes ‖ issuer ‖ number), both normalised,
    in UTF-8.

    `issuer` is the identifier that all who may finance the paper know its issuer by: a GS1 company prefix or an LEI
    (ISO 17442). Raises `PaperIdentifierError`.
    """
    if element == PaperElement.NONE:
        raise PaperIdentifierError("element", element.name)
    issued_by = _encoded("issuer", issuer)
    return keccak256(
        _TAG + bytes([element]) + len(issued_by).to_bytes(2, "big") + issued_by + _encoded("number", number)
    )


def _encoded(field: str, value: str) -> bytes:
    encoded = normalised(value).encode()
    if not 0 < len(encoded) < 2**16:
        raise PaperIdentifierError(field, value)
    return encoded


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return character if character.isalnum() else ""
