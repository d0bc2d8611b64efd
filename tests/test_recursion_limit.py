"""Deeply nested JSON is refused, in whatever order the libraries are imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

NESTED = "import json; json.loads('[' * 100_000 + ']' * 100_000)"


@pytest.mark.parametrize("imports", ["quaychain, eth_account", "eth_account, quaychain"])
def test_nested_json_ends_in_an_error_and_not_in_a_crash(imports: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import {imports}\n{NESTED}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("RecursionError")
