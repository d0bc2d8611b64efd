"""A member's own accounts by command: added, rotated, revoked, and recovered when all its keys are gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.keccak import keccak256
from quaychain.node.accounts import open_account
from quaychain.node.governance.cards import read_known_cards
from quaychain.node.keys import RANDOM_PASSWORD, create_account, load_account, read_password
from quaychain.node.member_keys import MemberKeys
from quaychain.node.permissions.wanted import is_valid
from quaychain.scripts.main import main
from tests.integration.governed import Governed, governed_chain
from tests.integration.softhsm import PIN, make_key, place

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]


@pytest.fixture(scope="module")
def governed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Governed]:
    with governed_chain(tmp_path_factory.mktemp("governed")) as running:
        yield running


def run(governed: Governed, *arguments: object, by: int | None = None) -> int:
    given = ["node", "accounts", *map(str, arguments), "--node", str(governed.folder), "--rpc", governed.rpc.url]
    if by is not None:
        given += ["--keys", str(governed.keys[by].folder)]
    return main([*given, "--password-file", str(governed.password_file)])


def test_from_a_new_account_to_a_recovery(
    governed: Governed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, password = governed.keys[0], read_password(governed.password_file)
    new = [create_account(tmp_path / f"{name}.json", password, RANDOM_PASSWORD) for name in "abcd"]

    def validity(number: int) -> tuple[bytes, bool]:
        at = governed.consortium
        account = at.reader.read(at.registry().account_of(new[number].address))
        return account.member, is_valid(account, at.reader.now())

    assert run(governed, "add", new[0].address, "--purpose", "oracle", by=0) == 0
    assert validity(0) == (keys.member, True)
    assert run(governed, "rotate", new[0].address, new[1].address, "--valid-until", "2099-01-01", by=0) == 0
    assert (validity(0), validity(1)) == ((keys.member, False), (keys.member, True))
    assert run(governed, "revoke", new[1].address, "--revoked-from", "2026-01-01T00:00Z", by=0) == 0
    assert validity(1) == (keys.member, False)

    recovery = keys.folder / "recovery.json"
    member = f"0x{keys.member.hex()}"
    assert run(governed, "recover", member, new[2].address, "--recovery", keys.folder / "operations.json") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert run(governed, "recover", member, new[2].address, "--recovery", recovery) == 0
    assert validity(2) == (keys.member, True)
    # The old Governance account does nothing any more; the new one does.
    assert run(governed, "add", new[3].address, "--purpose", "operations", by=0) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    account = ("--account", tmp_path / "c.json")
    assert run(governed, "add", new[3].address, "--purpose", "operations", *account, by=0) == 0
    assert validity(3) == (keys.member, True)
    registry = governed.consortium.registry()
    known = governed.consortium.reader.read(registry.governance_accounts_of(keys.member))
    assert new[2].address in known
    assert AccountPurpose.GOVERNANCE is governed.consortium.reader.read(registry.account_of(new[2].address)).purpose


def test_a_token_decides_and_sends(governed: Governed, tokens: dict[str, Any], tmp_path: Path) -> None:
    with tokens["accounts"].open(rw=True, user_pin=PIN) as session:
        make_key(session, "governance", b"\x11")
    named = place("token=accounts;object=governance")
    in_token = open_account(named, PIN.encode())
    made = create_account(tmp_path / "new.json", read_password(governed.password_file), RANDOM_PASSWORD)
    assert run(governed, "add", in_token.address, "--purpose", "governance", by=2) == 0
    pin = tmp_path / "pin"
    pin.write_text(PIN)
    pin.chmod(0o600)
    account = ("--account", f"{named}&pin-source=file:{pin}")
    assert run(governed, "add", made.address, "--purpose", "oracle", *account, by=2) == 0
    registry = governed.consortium.registry()
    known = governed.consortium.reader.read(registry.account_of(made.address))
    assert (known.member, known.purpose) == (governed.keys[2].member, AccountPurpose.ORACLE)


def test_a_new_encryption_key(
    governed: Governed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, password = governed.keys[3], read_password(governed.password_file)
    at, registry = governed.consortium.reader, governed.consortium.registry()
    monkeypatch.setattr("quaychain.scripts.commands.node.renew_key.STANDARD", RANDOM_PASSWORD)
    monkeypatch.setenv("QUAYCHAIN_PASSWORD_FILE", str(governed.password_file))
    older = tmp_path / "older"
    shutil.copytree(keys.folder, older)
    for version in (2, 3):
        assert main(["node", "renew-key", str(keys.folder), "encryption"]) == 0
        assert f"version {version} of the encryption key" in capsys.readouterr().out
    assert run(governed, "encryption-key", by=3) == 0
    assert at.read(registry.encryption_key_version(keys.member)) == 3
    for version in (1, 2, 3):
        public = MemberKeys.open(keys.folder).encryption_key(password, version).reader().public_key
        assert at.read(registry.encryption_key(keys.member, version)).public_key_hash == keccak256(public)
    assert capsys.readouterr().out.splitlines() == [
        f"version {version} of the encryption key is on the chain" for version in (2, 3)
    ]
    assert run(governed, "encryption-key", by=3) == 0
    assert "on the chain already" in capsys.readouterr().out
    # A copy of the folder from before, in which another second version was made.
    assert main(["node", "renew-key", str(older), "encryption"]) == 0
    assert run(governed, "encryption-key", "--keys", older) == 1
    assert "has another or none" in capsys.readouterr().err


def test_wrong_use(governed: Governed, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(governed, "add", "0x12", "--purpose", "oracle", by=1) == 1
    assert run(governed, "add", "0x" + "11" * 20, "--purpose", "cook", by=1) == 2
    assert "none of" in capsys.readouterr().err
    assert run(governed, "revoke", "0x" + "11" * 20, "--revoked-from", "yesterday", by=1) == 2


def test_a_validators_new_key_and_card(
    governed: Governed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, old = governed.keys[1], governed.cards[1].card.validator
    assert old is not None
    monkeypatch.setattr("quaychain.scripts.commands.node.renew_key.STANDARD", RANDOM_PASSWORD)
    monkeypatch.setenv("QUAYCHAIN_PASSWORD_FILE", str(governed.password_file))
    assert main(["node", "renew-key", str(keys.folder), "validator"]) == 0
    said = capsys.readouterr().out
    assert f"{old.address} is in retired/" in said
    named = ["--name", "Renewed", "--kind", "supplier", "--validator-at", "198.51.100.7:30303", "-o"]
    card = tmp_path / "card-2.json"
    charter = str(governed.folder / "charter.json")
    assert main(["node", "card", charter, "--keys", str(keys.folder), *named, str(card)]) == 0
    at = ["--node", str(governed.folder), "--rpc", governed.rpc.url]
    assert main(["node", "members", "accept", str(card), *at]) == 0
    known = read_known_cards(governed.folder / "cards", governed.charter).newest(keys.member)
    assert known is not None
    assert known.validator is not None
    assert known.validator.address in said
    assert known.validator.address != old.address
    password = read_password(governed.password_file)
    assert load_account(keys.folder / "retired" / f"validator-{old.address}.json", password).address == old.address
