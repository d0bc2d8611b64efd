"""Read by Brownie when it loads the contracts."""

from __future__ import annotations

import re
from pathlib import Path

_HEAD = re.compile(r"^(contract \w+)\s+(layout at [^{;]*?\))(\s+is\s[^{]*?)?(\s*\{)", re.MULTILINE)


def brownie_load_source(path: Path, source: str) -> str:
    """Puts `layout at …` behind the bases.

    Brownie finds contracts by a pattern that doesn't know it in front of them, where `forge fmt` puts it.
    """
    return _HEAD.sub(r"\1\3 \2\4", source)
