"""The EPC in a tag's memory, by GS1's Tag Data Standard (TDS 1.13 section 14), decoded by epcpy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from epcpy.utils import parsers

from quaychain.contracts.errors import QuaychainError

_HEX = re.compile(r"(?:0[xX])?((?:[0-9A-Fa-f]{4}){1,31})")
#: From 64 on: shorter ones may be words, too.
_BINARY = re.compile(r"[01]{64,496}")


@dataclass
class TagUndecodableError(QuaychainError):
    """A tag has no EPC that TDS 1.13 knows."""

    content: str
    reason: str

    def __str__(self) -> str:
        return f"{self.content[:140]}: {self.reason}"


def decode_tag(text: str, *, raw: bool = False) -> str:
    """The pure identity URI of an EPC as a reader gives it.

    Taken are hexadecimal words of the EPC bank (16 bits each, TDS section 14.1), its bits, tag URIs and pure identity
    URIs. With `raw`, words that TDS doesn't know become `urn:epc:raw:…` (section 12). Raises TagUndecodableError.
    """
    content = text.strip()
    if content.startswith(("urn:epc:id:", "urn:epc:tag:")):
        return _checked(content)
    match = _HEX.fullmatch(content)
    if _BINARY.fullmatch(content):
        return _checked(content)
    if match is None:
        raise TagUndecodableError(content, "neither words in hexadecimal digits nor bits nor an EPC URI")
    words = match[1].upper()
    try:
        return _checked(words)
    except TagUndecodableError:
        if not raw:
            raise
        return f"urn:epc:raw:{len(words) * 4}.x{words}"


def _checked(content: str) -> str:
    try:
        if content.startswith("urn:epc:id:"):
            return parsers.epc_pure_identity_to_scheme(content).epc_uri
        if content.startswith("urn:epc:tag:"):
            return parsers.tag_uri_to_tag_encodable(content).epc_uri
        if _BINARY.fullmatch(content):
            return parsers.binary_to_tag_encodable(content).epc_uri
        return parsers.hex_to_tag_encodable(content).epc_uri
    except Exception as error:  # noqa: BLE001  the library raises of all kinds for what is no tag
        raise TagUndecodableError(content, str(error) or type(error).__name__) from None
