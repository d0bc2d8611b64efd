"""How Python itself is set in a process of the oracle."""

from __future__ import annotations

import gc

#: New containers, that are still there, after which cycles are looked for; 700 is Python's own. It is more than the
#: messages have that are in hand at once.
_NEW_CONTAINERS = 50_000


def prepare_interpreter() -> None:
    """Look for cycles seldom: what messages are made into has none, and to look through it again and again took a sixth
    of what a worker does with a message beside checking its signature."""
    gc.set_threshold(_NEW_CONTAINERS, 20, 50)
