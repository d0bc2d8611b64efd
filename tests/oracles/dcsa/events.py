"""Events of DCSA Track & Trace 2.3 for tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID


def event(number: int, created: str = "2026-11-02T14:12:56Z", **changes: Any) -> dict[str, Any]:
    """A transport event; the same number gives the same id."""
    return {
        "eventID": str(UUID(int=number)),
        "eventType": "TRANSPORT",
        "eventCreatedDateTime": created,
        "eventClassifierCode": "ACT",
        "eventDateTime": "2026-11-02T14:10:00Z",
        "transportEventTypeCode": "ARRI",
        "transportCall": {"transportCallID": "SR11111", "modeOfTransport": "VESSEL"},
    } | changes
