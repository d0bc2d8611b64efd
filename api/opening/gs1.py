"""One form for GS1 identifiers, whichever way they are written.

EPC URIs (EPC Tag Data Standard 2.0, section 6) and GS1 Digital Links (1.2) of the same thing become one key of
application identifiers, so that readings, logistics messages and part records meet: `8004/9520001STS0417` for a GIAI,
`8010/9520002GD-GA-30/8011/410011` for a serialised component (CPI), `01/09520001000010/21/7` for an SGTIN.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

MAX_LENGTH = 80
_EPC = "urn:epc:id:"


def gs1_key(identifier: str) -> str:
    """The key of an identifier; what is no GS1 identifier is kept as it is. At most 80 characters."""
    if identifier.startswith(_EPC):
        key = _from_urn(identifier[len(_EPC) :])
    elif identifier.startswith(("https://", "http://")):
        key = _from_digital_link(identifier)
    else:
        key = None
    return (key or identifier)[:MAX_LENGTH]


def asset_key(identifier: str) -> str:
    """The key of a machine, which an order's record names by its bare GIAI (GS1 AI 8004)."""
    key = gs1_key(identifier)
    return f"8004/{key}" if key == identifier and "/" not in key else key


def _from_urn(text: str) -> str | None:
    scheme, _, rest = text.partition(":")
    parts = [unquote(part) for part in rest.split(".")]
    match scheme, parts:
        case "giai", [prefix, *reference] if reference:
            return f"8004/{prefix}{'.'.join(reference)}"
        case "cpi", [prefix, reference, serial]:
            return f"8010/{prefix}{reference}/8011/{serial}"
        case "sgtin", [prefix, reference, *serial] if reference and serial:
            digits = reference[0] + prefix + reference[1:]
            return f"01/{digits}{_check_digit(digits)}/21/{'.'.join(serial)}" if digits.isdecimal() else None
        case "sgln", [prefix, reference, *_]:
            digits = prefix + reference
            return f"414/{digits}{_check_digit(digits)}" if digits.isdecimal() else None
    return None


def _from_digital_link(link: str) -> str | None:
    segments = [unquote(segment) for segment in urlsplit(link).path.split("/") if segment]
    for start, segment in enumerate(segments):
        # A resolver's own path may come first; the primary key begins with its application identifier.
        if segment in ("8004", "8010", "01", "414", "00") and len(segments) > start + 1:
            return "/".join(segments[start:])
    return None


def _check_digit(digits: str) -> int:
    """GS1 General Specifications, section 7.9.1: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10
