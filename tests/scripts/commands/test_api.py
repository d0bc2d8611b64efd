"""`quaychain api …` from the command line: one clear line for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quaychain.api.database import open_database, sqlite_url
from quaychain.api.permissions import Role
from quaychain.api.tokens import TokenRefusedError, TokenStore
from quaychain.scripts.main import main

_MEMBER = "0x" + "a1" * 16


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of which only the names are there."""
    names = [{"key": "buyer", "member": _MEMBER, "name": {"en": "The buyer", "zh": "买方"}}]
    (tmp_path / "consortium.json").write_text(json.dumps({"members": names}), "utf-8")
    return tmp_path


def _store(home: Path, now: float = 0.0) -> TokenStore:
    return TokenStore(open_database(sqlite_url(home / "api" / "index.sqlite")), lambda: now)


@pytest.mark.parametrize("name", ["buyer", "The buyer", "买方", _MEMBER])
def test_a_token_is_issued_listed_and_revoked(home: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["api", "token", "issue", name, "--home", str(home), "--role", "auditor", "--label", "desk 4"]
    assert main(arguments) == 0
    shown = capsys.readouterr()
    secret = shown.out.strip()
    assert secret.startswith("qct_") and "is not shown again" in shown.err
    token = _store(home).find(secret)
    assert (token.member_id, token.role, token.label) == (_MEMBER, Role.AUDITOR, "desk 4")

    assert main(["api", "token", "list", "--home", str(home)]) == 0
    listed = capsys.readouterr().out
    assert token.token_id in listed and "desk 4" in listed and secret not in listed

    assert main(["api", "token", "revoke", token.token_id, "--home", str(home)]) == 0
    with pytest.raises(TokenRefusedError, match="revoked"):
        _store(home).find(secret)


def test_in_a_container_the_environment_says_where_things_are(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUAYCHAIN_API_DATABASE", sqlite_url(home / "api" / "index.sqlite"))
    monkeypatch.setenv("QUAYCHAIN_API_CONSORTIUM", str(home / "consortium.json"))
    assert main(["api", "token", "issue", "The buyer", "--quiet"]) == 0
    assert _store(home).find(capsys.readouterr().out.strip()).member_id == _MEMBER


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["api", "token", "issue", "nobody", "--home", "HOME"], "knows no member nobody"),
        (["api", "token", "issue", "nobody", "--database", "sqlite:///HOME/i.sqlite"], "is no member's id"),
        (["api", "token", "issue", _MEMBER], "give --home or --database"),
        (["api", "token", "revoke", "abc", "--home", "HOME"], "there is no token abc"),
        (["api", "token", "list", "--database", "mysql://localhost/x"], "mysql is not supported"),
        (["api", "token", "list", "--database", "nonsense"], "not a database URL"),
        (["api", "token", "list", "--database", "sqlite://"], "give a file"),
        (["api", "token", "list", "--database", "postgresql://127.0.0.1:1/none"], "no connection to the database"),
        (["api", "index"], "--database field required"),
        (["api", "index", "--home", "HOME", "--rpc", "http://127.0.0.1:1"], "is no deployment file"),
        (["api", "serve", "--home", "HOME", "--rpc", "http://127.0.0.1:1"], "is no deployment file"),
        (["api", "serve", "--home", "HOME"], "--rpc field required"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    home: Path, arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([each.replace("HOME", str(home)) for each in arguments]) == 1
    shown = capsys.readouterr().err
    assert line in shown
    assert shown.startswith("quaychain: ") and shown.count("\n") == 1
