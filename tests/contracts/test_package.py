"""Importing the package leaves the interpreter's guards as they were."""

from __future__ import annotations

import subprocess
import sys


def test_deep_json_ends_in_an_error_and_not_the_process() -> None:
    """py_ecc, which eth-account imports, raises the recursion limit so far that the JSON parser overruns the stack."""
    program = (
        "import json, quaychain.contracts.signers\n"
        "try:\n"
        "    json.loads('[' * 1_000_000)\n"
        "except RecursionError:\n"
        "    print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr
