"""How Python itself is set in a process that indexes."""

from __future__ import annotations

import gc
import sys

#: New containers, that are still there, after which cycles are looked for; 700 is Python's own. It is more than the
#: ranges have that are in hand at once.
_NEW_CONTAINERS = 500_000
#: Seconds after which a thread that computes lets another one; 0.005 is Python's own.
_TURN = 0.0005


def prepare_interpreter() -> None:
    """Look for cycles seldom, and let threads take turns often.

    Rows by the ten thousand are no cycles, and to look through them took a quarter of the time; what the database's
    library leaves in cycles, `let_go_of_cycles` finds whenever there is nothing else to do. A thread that parses
    logs would keep the one that writes waiting after each piece handed to the database.
    """
    gc.set_threshold(_NEW_CONTAINERS, 20, 50)
    sys.setswitchinterval(_TURN)


def let_go_of_cycles() -> None:
    """Look for cycles among what is new."""
    gc.collect(0)
