"""The contracts and their Python mirror: types, codecs, proofs, bindings, and what several other packages need."""

import sys

# py_ecc comes with eth-account and, when it is first imported, raises the recursion limit to 100,000. At that depth
# Python's own JSON parser overruns the C stack: 200 kB of "[" from anybody would end the process. So it is imported
# here, before anything else can, and the limit is put back.
_limit = sys.getrecursionlimit()
import py_ecc  # noqa: E402, F401

sys.setrecursionlimit(_limit)
