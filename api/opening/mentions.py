"""Which things a record's content names: the parts of a part list by id and GS1 key, the machines of an order. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..tables.records import MENTION_LENGTH
from .gs1 import asset_key, gs1_key

_ID = re.compile(r"(?:0x)?([0-9a-f]{64})")


def mentioned(content: Mapping[str, Any]) -> list[str]:
    """Ids (0x-hex) and GS1 keys, each once, out of a record's fields as a tree."""
    subjects: list[str] = []
    for identifier, part in parts_of(content).items():
        subjects.append(identifier)
        epc = part.get("epc")
        if isinstance(epc, str):
            subjects.append(gs1_key(epc))
    assets = content.get("assets")
    if isinstance(assets, dict):
        subjects += [asset_key(asset) for asset in assets.values() if isinstance(asset, str)]
    return [subject for subject in dict.fromkeys(subjects) if len(subject) <= MENTION_LENGTH]


def parts_of(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The parts of a part list by their ids in 0x-hex, which the list's paths may have without the 0x."""
    parts = content.get("parts")
    found: dict[str, Mapping[str, Any]] = {}
    for key, part in parts.items() if isinstance(parts, dict) else ():
        match = _ID.fullmatch(key)
        if match and isinstance(part, dict):
            found["0x" + match[1]] = part
    return found
