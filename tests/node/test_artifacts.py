"""Artifacts link their libraries, and know their code whatever constructors wrote into it."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from quaychain.contracts.types import to_address
from quaychain.node.artifacts import ArtifactMissingError, LibraryMissingError, load_artifact

FOLDER = resources.files("quaychain.contracts") / "artifacts"
DEPLOYED = sorted(
    name
    for name, artifact in ((file.name.removesuffix(".json"), json.loads(file.read_text())) for file in FOLDER.iterdir())
    if name != "types" and artifact["bytecode"].removeprefix("0x")
)


@pytest.mark.parametrize("name", DEPLOYED)
def test_all_artifacts_link_and_match_themselves(name: str) -> None:
    artifact = load_artifact(name)
    libraries = {
        library: to_address(bytes([number + 1]) * 20) for number, (_, library) in enumerate(artifact.libraries)
    }
    assert artifact.creation_code(libraries)
    code = bytearray(artifact.runtime_code(libraries))
    for start, length in artifact.immutables:
        code[start : start + length] = b"\x5a" * length
    if artifact.is_library:
        code[1:21] = b"\x5a" * 20
    assert artifact.matches(bytes(code), libraries)
    code[-1] ^= 1
    assert not artifact.matches(bytes(code), libraries)
    assert not artifact.matches(b"", libraries)
    assert not artifact.matches(bytes(code[:-1]), libraries)


def test_a_library_that_is_not_given_is_named() -> None:
    artifact = load_artifact("OrderFulfilment")
    assert artifact.libraries
    with pytest.raises(LibraryMissingError):
        artifact.creation_code({})


def test_other_libraries_are_other_code() -> None:
    artifact = load_artifact("TradeFinance")
    here = {library: to_address(b"\1" * 20) for _, library in artifact.libraries}
    there = {library: to_address(b"\2" * 20) for _, library in artifact.libraries}
    assert not artifact.matches(artifact.runtime_code(here), there)


def test_a_name_without_an_artifact_is_said() -> None:
    with pytest.raises(ArtifactMissingError, match="Nothing"):
        load_artifact("Nothing")
