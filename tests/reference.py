"""Recordings of a real Besu QBFT network, read in place beside the checkout; skips where they are absent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

_QBFT = Path(__file__).parents[2] / "shared" / "reference" / "qbft"


def recorded(name: str) -> Any:
    """What `name`.json holds."""
    path = _QBFT / f"{name}.json"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return json.loads(path.read_text())
