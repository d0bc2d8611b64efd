"""Requests that fit the order story: every path with the ids of its things."""

from __future__ import annotations

from .world import shown

ASSET = "8004/9520001STS0417"


def filled(path: str, event: str | None = None) -> str:
    """A route's path with ids in it."""
    ids = {
        "order_id": "order",
        "sub_order_id": "sub-order",
        "declaration_id": "declaration",
        "certificate_id": "certificate",
        "record_id": "invoice",
        "part_id": "crane",
        "work_order_id": "work order",
        "recall_id": "recall",
        "receivable_id": "receivable",
        "guarantee_id": "guarantee",
        "stream_id": "stream",
        "device_key": "device",
        "transaction_hash": "transaction",
    }
    for name, thing in ids.items():
        path = path.replace(f"{{{name}}}", shown(thing))
    others = {
        "event_id": event or shown("event"),
        "member_id": "0x" + "00" * 16,
        "log_index": "0",
        "version": "1",
        "jurisdiction": "NL",
        "slug": "not-found",
        "name:path": "invoice.pdf",
        "name": "invoice.pdf",
    }
    for name, value in others.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def parameters(path: str) -> dict[str, str]:
    """What the route needs in its query."""
    if path in ("/readings", "/series", "/positions"):
        return {"asset": ASSET}
    return {"asset": ASSET, "quantity": "Speed"} if path == "/series/points" else {}
