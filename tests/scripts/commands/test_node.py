"""The node verbs as their users call them: a founding from nothing, and one clear line for every mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.scripts.main import main

MEMBERS = ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a charter, four members' keys and their cards, made by the command line alone."""
    folder = tmp_path_factory.mktemp("founded")
    password = folder / "password"
    password.write_text("a password of the tests\n")
    password.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch:
        # What makes a password costly to guess makes this test slow.
        patch.setattr("quaychain.scripts.commands.node.keygen.STANDARD", RANDOM_PASSWORD)
        patch.setenv("QUAYCHAIN_PASSWORD_FILE", str(password))
        assert run("charter", "Test consortium", "--chain-id", "4711", "-o", folder / "charter.json") == 0
        for member in MEMBERS:
            assert run("keygen", folder / member, "--seat", "accounting") == 0
            assert run(*card_of(folder, member)) == 0
    return folder


def run(*arguments: object) -> int:
    return main(["node", *(str(argument) for argument in arguments)])


def card_of(folder: Path, member: str) -> tuple[object, ...]:
    named = ("--name", f"Member {member}", "--kind", "supplier", "--validator-at", f"{member}.example:30303")
    return ("card", folder / "charter.json", "--keys", folder / member, *named, "-o", folder / f"{member}.card.json")


def cards(folder: Path, members: str = "abcd") -> list[Path]:
    return [folder / f"{member}.card.json" for member in members]


def test_everybody_gets_the_same_genesis(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for order in ("abcd", "dcba"):
        output = tmp_path / f"{order}.json"
        assert run("genesis", founded / "charter.json", *cards(founded, order), "-o", output) == 0
        said.append(capsys.readouterr().out.replace(str(output), ""))
    assert said[0] == said[1]
    assert said[0].count("validator 0x") == said[0].count("founder 0x") == 4
    assert (tmp_path / "abcd.json").read_bytes() == (tmp_path / "dcba.json").read_bytes()


def test_another_file_is_not_written_over(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "genesis.json"
    output.write_text("something else")
    assert run("genesis", founded / "charter.json", *cards(founded), "-o", output) == 1
    assert "exists" in capsys.readouterr().err
    assert output.read_text() == "something else"


def test_keys_stay_as_they_are(
    founded: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUAYCHAIN_PASSWORD_FILE", str(founded / "password"))
    before = {path: path.read_bytes() for path in (founded / "a").iterdir()}
    assert run("keygen", founded / "a", "--seat", "query") == 1
    assert "already" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (founded / "a").iterdir()} == before


def test_mistakes_are_one_line(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    charter, output = founded / "charter.json", ("-o", tmp_path / "out.json")
    changed = tmp_path / "changed.json"
    content = json.loads((founded / "a.card.json").read_text())
    content["card"]["name"] = "Somebody else"
    changed.write_text(json.dumps(content))
    other = tmp_path / "other.json"
    assert run("charter", "Another", "--chain-id", "4711", "-o", other) == 0
    open_password = tmp_path / "password"
    open_password.write_text("x\n")
    open_password.chmod(0o644)
    capsys.readouterr()
    for arguments, said in (
        (("genesis", charter, *cards(founded, "ab"), *output), "2 validators"),
        (("genesis", charter, changed, *cards(founded, "bcd"), *output), "not signed"),
        (("genesis", charter, *cards(founded), *cards(founded, "a"), *output), "both name"),
        (("genesis", other, *cards(founded), *output), "is for consortium"),
        (("genesis", charter, tmp_path / "nothing.json", *output), "No such file"),
        (("genesis", charter, charter, *output), "charter.json"),
        (("charter", "", "--chain-id", "1", *output), "name"),
        (("charter", "x", "--chain-id", "0", *output), "chainId"),
        (("charter", "x", "--chain-id", "1", "-o", charter / "below"), "can't be written"),
        (("keygen", tmp_path / "keys", "--seat", "query", "--password-file", open_password), "chmod 600"),
        (("keygen", tmp_path / "keys", "--seat", "query", "--password-file", tmp_path / "none"), "No such file"),
        (("verify-deployment", charter), "no deployment file"),
        (("embedded", tmp_path, "--port", "40000"), "genesis.json"),
    ):
        assert run(*arguments) == 1, arguments
        said_on_error = capsys.readouterr().err
        assert said in said_on_error
        assert said_on_error.count("\n") == 1
        assert "trace" not in said_on_error
    assert not (tmp_path / "out.json").exists()
    assert not (tmp_path / "keys").exists()
