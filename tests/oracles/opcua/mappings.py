"""Mappings for tests."""

from __future__ import annotations

from typing import Any

from quaychain.oracles.opcua.mapping import Mapping

ORDER, MILESTONE = "0x" + "01" * 32, "0x" + "02" * 32


def step(name: str = "welded", **changes: Any) -> dict[str, Any]:
    """A step as it stands in the file."""
    return {
        "name": name,
        "node": f"nsu=urn:factory:mes;s={name}",
        "when": {"equals": [True]},
        "order": ORDER,
        "milestone": MILESTONE,
        "objects": ["urn:epc:id:giai:9520001.STS0417"],
    } | changes


def mapping(*steps: dict[str, Any], url: str = "opc.tcp://127.0.0.1:4840", **server: Any) -> dict[str, Any]:
    """A file's content."""
    return {"server": {"url": url, "security": "none"} | server, "steps": list(steps or (step(),))}


def parsed(*steps: dict[str, Any], **server: Any) -> Mapping:
    """A mapping."""
    return Mapping.model_validate(mapping(*steps, **server))
