"""The envelope that most events have, recognised by one expression: canonical JSON with a single reading.

Whoever takes events in needs their counters and times, not yet their values, which are left in ASCII. What is
recognised here, `parse_envelope` accepts with the same fields, at many times the cost; what is not recognised may still
be an envelope: it goes that way.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from .reading import ASSET_PATTERN

#: Natural numbers of 15 digits are exact doubles, and written as their digits; decimals of 15 digits in all are the
#: shortest of their double (RFC 8785 section 3.2.2.3).
_NATURAL = r"[1-9][0-9]{0,14}"
_DECIMAL = r"-?(?:0|[1-9][0-9]{0,8})\.[0-9]{0,5}[1-9]"
_PLAIN = re.compile(
    (
        r'\{"boot":(0|[1-9][0-9]{0,8}),'
        rf'"chainId":({_NATURAL}),'
        r'"key":"([0-9a-f]{64})",'
        r'"kind":"reading",'
        r'"readings":\[\{'
        rf'"asset":"(?=[^"]{{1,120}}")({ASSET_PATTERN})",'
        r'"quantity":"([A-Z][A-Za-z]{2,39})",'
        r'"time":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?Z)",'
        r'"unit":"([A-Z0-9]{2,3})",'
        rf'"value":(0|-?{_NATURAL}|{_DECIMAL})'
        r"\}\],"
        rf'"seq":({_NATURAL}),'
        r'"type":"quaychain\.event\.1"\}'
    ).encode()
)


class PlainReading(NamedTuple):
    """What stands in such an envelope, as far as it is asked for."""

    boot: int
    chain_id: int
    #: The signer's key, 32 bytes.
    key: bytes
    #: RFC 3339, UTC.
    time: str
    seq: int
    asset: bytes
    quantity: bytes
    unit: bytes
    #: A number's digits.
    value: bytes

    @property
    def public_key(self) -> bytes:
        """The signer's key, 32 bytes: named as an envelope names it."""
        return self.key


def plain_reading(signed: bytes) -> PlainReading | None:
    """The fields of signed bytes that are such an envelope; None of any others."""
    found = _PLAIN.fullmatch(signed)
    if found is None:
        return None
    boot, chain_id, key, asset, quantity, time, unit, value, seq = found.groups()
    moment = time.decode()
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return None
    return PlainReading(
        int(boot), int(chain_id), bytes.fromhex(key.decode()), moment, int(seq), asset, quantity, unit, value
    )
