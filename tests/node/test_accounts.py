"""An account is opened wherever its key is, or one line says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.contracts import web3signer
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.pkcs11_signer import Pkcs11Signer, Pkcs11Uri
from quaychain.contracts.types import to_address
from quaychain.node.accounts import open_account
from quaychain.node.keys import RANDOM_PASSWORD, create_account

PASSWORD = b"a password"
ADDRESS = to_address("0x" + "11" * 20)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "client.key"
    path.touch(0o600)
    return path


def test_a_keystore(tmp_path: Path) -> None:
    made = create_account(tmp_path / "key.json", PASSWORD, RANDOM_PASSWORD)
    assert open_account(str(tmp_path / "key.json"), PASSWORD).address == made.address
    with pytest.raises(QuaychainError, match="--password-file"):
        open_account(str(tmp_path / "key.json"), None)


def test_web3signer(monkeypatch: pytest.MonkeyPatch, key_file: Path) -> None:
    calls = []

    def opened(url: str, address: str, *, tls: web3signer.ClientTls) -> object:
        calls.append((url, address, tls))
        return calls

    monkeypatch.setattr(web3signer, "Web3Signer", opened)
    assert open_account(f"web3signer:http://signer:9000#{ADDRESS}", None) is calls
    place = f"web3signer:https://signer:9000/eth1?authority=ca.pem&certificate=c.pem&key={key_file}#{ADDRESS}"
    assert open_account(place, PASSWORD) is calls
    tls = web3signer.ClientTls(Path("ca.pem"), Path("c.pem"), key_file, PASSWORD)
    assert calls == [
        ("http://signer:9000", ADDRESS, web3signer.ClientTls()),
        ("https://signer:9000/eth1", ADDRESS, tls),
    ]
    key_file.chmod(0o644)
    with pytest.raises(QuaychainError, match="chmod 600"):
        open_account(place, None)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (f"web3signer:#{ADDRESS}", "it takes"),
        (f"web3signer:signer:9000#{ADDRESS}", "it takes"),
        (f"web3signer:ftp://signer#{ADDRESS}", "it takes"),
        (f"web3signer:http://signer:port#{ADDRESS}", "Port"),
        (f"web3signer:https://signer?ca=x#{ADDRESS}", "it takes"),
        (f"web3signer:https://signer?authority#{ADDRESS}", "bad query"),
        (f"web3signer:https://signer?certificate=x#{ADDRESS}", "go together"),
        (f"web3signer:http://signer?authority=x#{ADDRESS}", "are for https"),
        (f"web3signer:https://signer?certificate=x&key=/nowhere/key#{ADDRESS}", "No such file"),
        ("web3signer:https://signer", "no address"),
        ("web3signer:https://user:secret@signer", "account web3signer:https://signer: "),
        ("web3signer:https://signer#0x12", "no address"),
        ("pkcs11:object=a", "module-path"),
        ("/nowhere/key.json", "--password-file"),
    ],
)
def test_places_that_are_none(place: str, words: str) -> None:
    with pytest.raises(QuaychainError) as caught:
        open_account(place, None)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_token_and_where_its_pin_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pins = []

    def opened(self: Pkcs11Signer, uri: Pkcs11Uri, pin: str | None) -> None:
        pins.append(pin)

    monkeypatch.setattr(Pkcs11Signer, "__init__", opened)
    source = tmp_path / "pin"
    source.write_text("1234\n")
    source.chmod(0o600)
    place = "pkcs11:object=a?module-path=/lib/token.so"
    open_account(place, None)
    open_account(place, PASSWORD)
    open_account(f"{place}&pin-source=file:{source}", PASSWORD)
    assert pins == [None, PASSWORD.decode(), "1234"]
    source.write_bytes(b"\xff")
    with pytest.raises(QuaychainError, match="UTF-8"):
        open_account(f"{place}&pin-source=file:{source}", None)
