"""Commitments to what identifies a part: serial, design and lot, keyed by a secret of the maker's.

Serials count up and designs are few: without a key anyone could try them all. With it, a number tells nothing to those
who don't have the key, and whoever is shown the key and the plate on the part can check both against the chain. The
chain has keccak256 of the key (`serialKeyDigest`), so that a maker can't use two.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eth_abi.abi import encode

from .keccak import keccak256

KEY_LENGTH = 32


@dataclass(frozen=True, slots=True)
class SerialKey:
    """A maker's key: 32 random bytes, which never show in a repr."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_LENGTH:
            raise ValueError(f"a serial key has {KEY_LENGTH} bytes, not {len(self.secret)}")

    @property
    def digest(self) -> bytes:
        """What PartProvenance has of the key (`Maker.serialKeyDigest`)."""
        return keccak256(self.secret)

    def serial(self, reference: str, serial: str) -> bytes:
        """Commitment to one part: its component/part identifier (GS1 AI 8010) and its serial (AI 8011).

        keccak256(abi.encode(bytes32 key, string "serial", string reference, string serial)).
        """
        return self._commit("serial", reference, serial)

    def design(self, reference: str) -> bytes:
        """Commitment to a design, by its component/part identifier (AI 8010)."""
        return self._commit("design", reference, "")

    def lot(self, reference: str, lot: str) -> bytes:
        """Commitment to a lot of a design (AI 10)."""
        return self._commit("lot", reference, lot)

    def _commit(self, label: str, reference: str, value: str) -> bytes:
        return keccak256(encode(("bytes32", "string", "string", "string"), (self.secret, label, reference, value)))


def maker_identity(company_prefix: str) -> bytes:
    """keccak256 of a GS1 company prefix in ASCII digits (`Maker.identity`).

    Raises ValueError where it isn't 4 to 12 digits (GS1 General Specifications, 1.4.5).
    """
    if not (company_prefix.isascii() and company_prefix.isdigit() and 4 <= len(company_prefix) <= 12):
        raise ValueError(f"{company_prefix!r} is no GS1 company prefix")
    return keccak256(company_prefix.encode("ascii"))
