"""Keys come back with their password alone, stand in files for their owner alone, and are never written over."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from eth_account import Account

from quaychain.node.keys import (
    RANDOM_PASSWORD,
    KeyFileError,
    PasswordFileError,
    SeedKind,
    create_account,
    create_seed,
    load_account,
    load_seed,
    read_password,
)

PASSWORD = b"correct horse"


def test_an_account_comes_back_and_others_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "operations.json"
    signer = create_account(path, PASSWORD, RANDOM_PASSWORD)
    assert load_account(path, PASSWORD).address == signer.address
    # eth-account is what geth's format is read with elsewhere.
    assert Account.from_key(Account.decrypt(json.loads(path.read_text()), PASSWORD.decode())).address == signer.address
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_seed_comes_back_for_what_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "encryption.json"
    seed = create_seed(path, SeedKind.ENCRYPTION, PASSWORD, RANDOM_PASSWORD)
    assert load_seed(path, SeedKind.ENCRYPTION, PASSWORD) == seed
    assert seed.hex() not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(KeyFileError, match="no ed25519 seed"):
        load_seed(path, SeedKind.ED25519, PASSWORD)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    create_account(path, PASSWORD, RANDOM_PASSWORD)
    before = path.read_bytes()
    with pytest.raises(KeyFileError, match="never written over"):
        create_account(path, PASSWORD, RANDOM_PASSWORD)
    with pytest.raises(KeyFileError, match="never written over"):
        create_seed(path, SeedKind.ED25519, PASSWORD, RANDOM_PASSWORD)
    assert path.read_bytes() == before


@pytest.mark.parametrize("password", [b"", b"wrong", PASSWORD + b"\n"])
def test_another_password_opens_nothing(tmp_path: Path, password: bytes) -> None:
    account, seed = tmp_path / "account.json", tmp_path / "seed.json"
    create_account(account, PASSWORD, RANDOM_PASSWORD)
    create_seed(seed, SeedKind.ED25519, PASSWORD, RANDOM_PASSWORD)
    with pytest.raises(KeyFileError, match="password is wrong") as caught:
        load_account(account, password)
    assert caught.value.__cause__ is None
    with pytest.raises(KeyFileError, match="password is wrong"):
        load_seed(seed, SeedKind.ED25519, password)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"not json", b'{"version": 3}', b'{"format": "quaychain-seed-1", "kind": "ed25519"}']
)
def test_other_files_are_no_keys(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(content)
    path.chmod(0o600)
    for load in (load_account, lambda path, password: load_seed(path, SeedKind.ED25519, password)):
        with pytest.raises(KeyFileError) as caught:
            load(path, PASSWORD)
        assert "\n" not in str(caught.value)


def test_a_damaged_seed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    create_seed(path, SeedKind.ED25519, PASSWORD, RANDOM_PASSWORD)
    content = json.loads(path.read_text())
    for name, value in (("ciphertext", "00" * 48), ("nonce", "00" * 24), ("ciphertext", "zz"), ("argon2id", {})):
        path.write_text(json.dumps({**content, name: value}))
        with pytest.raises(KeyFileError, match="damaged"):
            load_seed(path, SeedKind.ED25519, PASSWORD)


def test_files_that_others_may_read_are_refused(tmp_path: Path) -> None:
    key, password = tmp_path / "key.json", tmp_path / "password"
    create_account(key, PASSWORD, RANDOM_PASSWORD)
    key.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_account(key, PASSWORD)
    password.write_bytes(b"secret\n")
    password.chmod(0o644)
    with pytest.raises(PasswordFileError, match="chmod 600"):
        read_password(password)


def test_the_password_is_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "password"
    for content, password in ((b"secret", b"secret"), (b"secret\n", b"secret"), (b" se cret \r\nmore\n", b" se cret ")):
        path.write_bytes(content)
        path.chmod(0o600)
        assert read_password(path) == password
    for content in (b"", b"\n", b"\nsecret"):
        path.write_bytes(content)
        with pytest.raises(PasswordFileError, match="empty"):
            read_password(path)
    with pytest.raises(PasswordFileError, match="No such file"):
        read_password(tmp_path / "nothing")
