"""Quaychain: one ledger for port-crane trade, owned by none of the parties to it."""

import contextlib
import sys

# eth-account brings py_ecc, which on import raises Python's recursion limit to 100,000. From then on deeply nested
# JSON, which anybody can send, doesn't end in a RecursionError: it overflows the stack and kills the process. Imported
# here first and the limit put back, py_ecc can't do that later; nothing here needs its deep recursions.
_limit = min(sys.getrecursionlimit(), 10_000)
with contextlib.suppress(ImportError):
    import py_ecc  # noqa: F401
sys.setrecursionlimit(_limit)
