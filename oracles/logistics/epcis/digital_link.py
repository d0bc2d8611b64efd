"""EPC URIs and GS1 Digital Links in their canonical, constrained form, as event hash ids need them.

Sources: EPC Tag Data Standard 2.0 section 6 (URN forms), GS1 Digital Link URI Syntax 1.2 sections 4.9 and 4.11,
CBV 2.0 section 8.9 (which keys and qualifiers stay).
"""

from __future__ import annotations

import re
from collections.abc import Callable

_DOMAIN = "https://id.gs1.org"
_SERIAL = r"(?:%[0-9A-Fa-f]{2}|[!'()*+,.0-9:;=A-Za-z_-])+"
_PART = r"(?:%(?:23|2[dDfF]|3[0-9]|4[1-9A-Fa-f]|5[0-9aA])|[0-9A-Z-])+"
#: Alphabetical names that a Digital Link may have in place of an application identifier.
_NAMES = {
    "gtin": "01", "itip": "8006", "cpid": "8010", "gln": "414", "party": "417", "gsrnp": "8017", "gsrn": "8018",
    "gcn": "255", "sscc": "00", "gdti": "253", "ginc": "401", "gsin": "402", "grai": "8003", "giai": "8004",
    "cpv": "22", "lot": "10", "ser": "21",
}  # fmt: skip
_FREE = r"[\"'\-.0-9;-?A-Z_a-z%!()*+,:]"
#: Form of each primary key's value.
_KEYS = {
    "00": r"\d{18}", "01": r"\d{8}|\d{12,14}", "253": rf"\d{{13}}{_FREE}{{0,17}}", "255": r"\d{13}\d{0,12}",
    "401": rf"\d{{4}}{_FREE}{{0,26}}", "402": r"\d{17}", "414": r"\d{13}", "417": r"\d{13}",
    "8003": rf"\d{{14}}{_FREE}{{0,16}}", "8004": rf"\d{{4}}{_FREE}{{0,26}}", "8006": r"\d{18}",
    "8010": r"\d{4}[#\-/%0-9A-Z]{0,26}", "8017": r"\d{18}", "8018": r"\d{18}",
}  # fmt: skip
#: Qualifiers of a key, the finest first: only that one stays.
_QUALIFIERS = {"01": ("21", "235", "10"), "8006": ("21", "10"), "414": ("254",), "8010": ("8011",)}


def check_digit(digits: str) -> str:
    """The check digit of a GS1 key without it (GS1 General Specifications section 7.9.1)."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def constrained_link(uri: str) -> str | None:
    """The canonical Digital Link of an EPC URI or Digital Link, with its finest key only; None for any other URI."""
    if uri.startswith("urn:epc:"):
        return _from_urn(uri)
    if uri.startswith(("https://", "http://")):
        return _from_link(uri)
    return None


def _from_urn(uri: str) -> str | None:
    match = re.fullmatch(r"urn:epc:(id|class|idpat):([a-z]+):(\d{6,12})\.(.*)", uri)
    if match is None:
        return None
    kind, scheme, prefix, rest = match.groups()
    make = _URN_FORMS.get((kind, scheme))
    return None if make is None else make(prefix, rest)


def _from_link(uri: str) -> str | None:
    path = re.match(r"https?://[^/?#]+(/[^?#]*)", uri)
    if path is None:
        return None
    parts = [part for part in path[1].split("/") if part]
    for place in range(len(parts) - 1):
        key = _NAMES.get(parts[place], parts[place])
        value = parts[place + 1]
        if key in _KEYS and re.fullmatch(_KEYS[key], value):
            if key == "01":
                value = value.zfill(14)
            pairs = parts[place + 2 :]
            qualifiers = {_NAMES.get(name, name): text for name, text in zip(pairs[::2], pairs[1::2], strict=False)}
            for finest in _QUALIFIERS.get(key, ()):
                if finest in qualifiers:
                    return f"{_DOMAIN}/{key}/{value}/{finest}/{qualifiers[finest]}"
            return f"{_DOMAIN}/{key}/{value}"
    return None


def _encoded(text: str) -> str:
    """Escaped as Digital Links want it; what is escaped already stays."""
    return re.sub(r"[!()*+,:]", lambda found: f"%{ord(found[0]):02X}", text)


def _trade_item(prefix: str, rest: str, tail: str, qualifier: str) -> str | None:
    """GTIN from company prefix and indicator with item reference: 13 digits together, the indicator first."""
    match = re.fullmatch(rf"(\d{{{13 - len(prefix)}}})\.({tail})", rest)
    if match is None:
        return None
    item, end = match.groups()
    digits = item[0] + prefix + item[1:]
    link = f"{_DOMAIN}/01/{digits}{check_digit(digits)}"
    return link if end == "*" else f"{link}/{qualifier}/{_encoded(end)}"


def _trade_item_piece(prefix: str, rest: str) -> str | None:
    match = re.fullmatch(rf"(\d{{{13 - len(prefix)}}})\.(\d\d)\.(\d\d)\.({_SERIAL}|\*)", rest)
    if match is None:
        return None
    item, piece, total, serial = match.groups()
    digits = item[0] + prefix + item[1:]
    link = f"{_DOMAIN}/8006/{digits}{check_digit(digits)}{piece}{total}"
    return link if serial == "*" else f"{link}/21/{_encoded(serial)}"


def _numbered(key: str, length: int, *, lead: bool = False) -> Callable[[str, str], str | None]:
    """Keys of digits alone, `length` without check digit; with `lead`, the reference's first digit goes in front."""

    def make(prefix: str, rest: str) -> str | None:
        if not re.fullmatch(rf"\d{{{length - len(prefix)}}}", rest):
            return None
        digits = rest[0] + prefix + rest[1:] if lead else prefix + rest
        return f"{_DOMAIN}/{key}/{digits}{check_digit(digits)}"

    return make


def _typed(key: str, lead: str = "") -> Callable[[str, str], str | None]:
    """Keys of a type (12 digits with the prefix), its check digit, and a serial that follows it."""

    def make(prefix: str, rest: str) -> str | None:
        match = re.fullmatch(rf"(\d{{{12 - len(prefix)}}})\.({_SERIAL}|\*)", rest)
        if match is None:
            return None
        digits = lead + prefix + match[1]
        return f"{_DOMAIN}/{key}/{digits}{check_digit(digits)}" + ("" if match[2] == "*" else _encoded(match[2]))

    return make


def _location(prefix: str, rest: str) -> str | None:
    match = re.fullmatch(rf"(\d{{{12 - len(prefix)}}})\.({_SERIAL})", rest)
    if match is None:
        return None
    digits = prefix + match[1]
    link = f"{_DOMAIN}/414/{digits}{check_digit(digits)}"
    return link if match[2] == "0" else f"{link}/254/{_encoded(match[2])}"


def _party(prefix: str, rest: str) -> str | None:
    match = re.fullmatch(rf"\d{{{12 - len(prefix)}}}", rest)
    return None if match is None else f"{_DOMAIN}/417/{prefix}{rest}{check_digit(prefix + rest)}"


def _free(key: str) -> Callable[[str, str], str | None]:
    def make(prefix: str, rest: str) -> str | None:
        return f"{_DOMAIN}/{key}/{prefix}{_encoded(rest)}" if re.fullmatch(_SERIAL, rest) else None

    return make


def _component(prefix: str, rest: str) -> str | None:
    match = re.fullmatch(rf"({_PART})\.(\d{{1,12}}|\*)", rest)
    if match is None:
        return None
    link = f"{_DOMAIN}/8010/{prefix}{match[1]}"
    return link if match[2] == "*" else f"{link}/8011/{match[2]}"


_URN_FORMS: dict[tuple[str, str], Callable[[str, str], str | None]] = {
    ("id", "sgtin"): lambda prefix, rest: _trade_item(prefix, rest, _SERIAL, "21"),
    ("id", "upui"): lambda prefix, rest: _trade_item(prefix, rest, _SERIAL, "235"),
    ("class", "lgtin"): lambda prefix, rest: _trade_item(prefix, rest, _SERIAL, "10"),
    ("idpat", "sgtin"): lambda prefix, rest: _trade_item(prefix, rest, r"\*", "21"),
    ("idpat", "upui"): lambda prefix, rest: _trade_item(prefix, rest, r"\*", "235"),
    ("id", "itip"): _trade_item_piece,
    ("idpat", "itip"): _trade_item_piece,
    ("id", "sscc"): _numbered("00", 17, lead=True),
    ("id", "gsrn"): _numbered("8018", 17),
    ("id", "gsrnp"): _numbered("8017", 17),
    ("id", "gsin"): _numbered("402", 16),
    ("id", "sgln"): _location,
    ("id", "pgln"): _party,
    ("id", "grai"): _typed("8003", "0"),
    ("idpat", "grai"): _typed("8003", "0"),
    ("id", "gdti"): _typed("253"),
    ("idpat", "gdti"): _typed("253"),
    ("id", "sgcn"): _typed("255"),
    ("idpat", "sgcn"): _typed("255"),
    ("id", "giai"): _free("8004"),
    ("id", "ginc"): _free("401"),
    ("id", "cpi"): _component,
    ("idpat", "cpi"): _component,
}
