"""What must never stand in the repository, and what the README may promise."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Other people's files, kept as they came.
VENDORED = ("api/static/vendor/",)

#: The patterns are written so that they don't match themselves.
FORBIDDEN = {
    "a private key in PEM": r"-----BEGIN [A-Z ]*PRIVATE K[E]Y-----",
    "a private key in hex": r"(?i)(?:(?:private|secret)[_ -]?key|\bseed)[\"']?\s*[:=]\s*[\"'](?:0x)?[0-9a-f]{64}\b",
    "one of anvil's well-known keys": r"(?i)ac0974bec39a17e3[6]ba4|59c6995e998f97a5[a]004|5de4111afa1a4b94[9]08f",
    "a mnemonic": r"\b(?:test ){10,11}junk\b",
    "an access token": r"\b(?:gh[pousr]_\w{30}|AKIA[0-9A-Z]{16}|xox[abp]-[0-9]|eyJ[\w-]{20,}\.eyJ)",
    "a path of somebody's machine": r"(?<![\w.$/}~-])/(?:home|Users)/[a-z]\w*|(?<![\w.$/}~-])/(?:roo[t]|wor[k])/",
    "a package registry's host": (
        r"(?i)\b(?:pyp[i]\.org|pythonhoste[d]\.org|registry\.npmj[s]|npmj[s]\.(?:org|com)|registry\.yarnpk[g]"
        r"|(?:deb|security)\.debia[n]\.org|crate[s]\.io|proxy\.golan[g]|maven\.or[g])"
    ),
}


@cache
def texts() -> dict[str, str]:
    """Path → content of every text file that git tracks here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    found = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink() and not name.startswith(VENDORED):
            content = path.read_bytes()
            if b"\0" not in content:
                found[name] = content.decode("utf-8")
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_repository_holds_no(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    places = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in texts().items()
        for match in pattern.finditer(text)
    ]
    assert not places, "\n".join(places)


def test_solidity_files_say_licence_and_compiler() -> None:
    start = "// SPDX-License-Identifier: Apache-2.0\npragma solidity 0.8.37;\n"
    wrong = [name for name, text in texts().items() if name.endswith(".sol") and not text.startswith(start)]
    assert not wrong, "\n".join(wrong)


def test_commands_of_the_documents_exist() -> None:
    """Every `./qc VERB` that a document mentions is one that ./qc or the quaychain command knows."""
    verbs = set(re.findall(r"^  ([a-z]+)\)$", texts()["qc"], re.MULTILINE))
    verbs |= set(re.findall(r'^    "([a-z]+)": \(', texts()["scripts/main.py"], re.MULTILINE))
    wrong = [
        f"{name}: {match[0]}"
        for name, text in texts().items()
        if name.endswith(".md")
        for match in re.finditer(r"\./qc ([a-z]+)", text)
        if match[1] not in verbs
    ]
    assert not wrong, "\n".join(wrong)


def test_each_error_has_a_name_of_its_own() -> None:
    """An error's class gives the slug of its problem document; two of one name would be one kind of problem."""
    defined = re.compile(r"^class (\w+Error)\(", re.M)
    places: dict[str, list[str]] = {}
    for name, text in texts().items():
        if name.endswith(".py") and not name.startswith("tests/"):
            for error in defined.findall(text):
                places.setdefault(error, []).append(name)
    assert {error: found for error, found in places.items() if len(found) > 1} == {}
