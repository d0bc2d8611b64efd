"""The scenario's devices and its carrier: processes that sign, and documents that are signed and posted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .readings import Sample


@dataclass(frozen=True, slots=True)
class DeviceRun:
    """A device and all that it measures in one step: `owner` is a member's key, `asset` an EPC."""

    name: str
    owner: str
    asset: str
    samples: tuple[Sample, ...]

    def lines(self) -> bytes:
        """The samples as `quaychain oracle device` reads them, one JSON object a line."""
        return b"".join(json.dumps(reading(self.asset, sample)).encode() + b"\n" for sample in self.samples)


def reading(asset: str, sample: Sample) -> dict[str, Any]:
    """A sample as a reading of `quaychain.contracts.events`."""
    moment = datetime.fromtimestamp(sample.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    values: dict[str, Any] = {
        "asset": asset,
        "quantity": sample.quantity,
        "unit": sample.unit,
        "value": sample.value,
        "time": moment,
    }
    return {**values, "component": sample.component} if sample.component else values


class Fleet:
    """PLACEHOLDER"""
