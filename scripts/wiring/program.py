"""How `quaychain` is started by this Python, whatever the PATH."""

from __future__ import annotations

import sys


def program() -> tuple[str, ...]:
    """The command, to which a verb is added."""
    return (sys.executable, "-m", "quaychain.scripts.main")
