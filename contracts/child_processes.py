"""What starting another program needs wherever it is done (I/O): its end with ours."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> Callable[[], None] | None:
    """What Popen's `preexec_fn` takes so that the child is killed when the *thread* that starts it is gone.

    So a parent that is killed leaves nothing behind. None where there is no such thing (only Linux has it).
    """
    if sys.platform != "linux":
        return None
    # Looked up before the fork: little else is safe to do after it.
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def end_with_this_thread() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has gone between the fork and here
            os._exit(1)

    return end_with_this_thread
