"""Verbs about a running consortium, where there is none: one clear line each, and exit status 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.node.charter import draft_charter
from quaychain.scripts.main import main

VERBS = (
    ["members", "list"],
    ["members", "show", "0x12"],
    ["members", "out", "0x12"],
    ["validators", "list"],
    ["decisions", "list"],
    ["decisions", "show", "12"],
    ["decisions", "follow", "12"],
    ["permissions", "show"],
    ["permissions", "sync"],
)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_folder_that_is_none(verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["node", *verb, "--node", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"quaychain: {tmp_path / 'charter.json'}: No such file or directory\n"


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_node_that_is_named_wrongly(verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    charter = draft_charter("lab", "Test", 5, 1_772_409_600)
    (tmp_path / "charter.json").write_bytes(charter.as_file())
    assert main(["node", *verb, "--node", str(tmp_path), "--rpc", "no-url"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("quaychain: no answer from the node at no-url: ")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("group", ["members", "validators", "decisions", "permissions"])
def test_each_group_says_what_it_can_do(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["node", group, "--help"]) == 0
    assert "Commands" in capsys.readouterr().out


def test_a_vote_is_one_of_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = ["--keys", str(tmp_path), "--password-file", str(tmp_path / "password")]
    assert main(["node", "decisions", "vote", "12", "perhaps", *keys]) == 2
    assert "perhaps" in capsys.readouterr().err
