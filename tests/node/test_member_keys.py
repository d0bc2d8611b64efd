"""A member's folder has all of its keys, and opens again."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.node.card import check_cards
from quaychain.node.documents import DocumentError
from quaychain.node.enode import Place
from quaychain.node.folders import FolderExistsError, FolderNotWritableError
from quaychain.node.keys import RANDOM_PASSWORD, KeyFileError, create_account, load_account
from quaychain.node.member_keys import MemberKeys, NodePlacesError, public_key

from .conftest import PASSWORD, Founding


def _full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_opens_to_what_was_made(founding: Founding) -> None:
    for keys, card in zip(founding.keys, founding.cards, strict=True):
        opened = MemberKeys.open(keys.folder)
        assert opened == keys
        for account in card.card.accounts:
            assert opened.account(account.purpose, PASSWORD).address == account.address
        reader = opened.encryption_key(PASSWORD).reader()
        assert (reader.member, reader.key_version) == (card.card.member, 1)
        assert reader.public_key == card.card.encryption_key.public_key


def test_only_accounting_members_have_guardians_and_validators(founding: Founding) -> None:
    accounting, query = founding.keys[0], founding.keys[4]
    assert accounting.seat is Seat.ACCOUNTING
    assert AccountPurpose.GUARDIAN in accounting.purposes
    assert AccountPurpose.GUARDIAN not in query.purposes
    assert founding.cards[4].card.validator is None
    with pytest.raises(KeyFileError, match="No such file"):
        query.validator(PASSWORD)


def test_every_key_is_another(founding: Founding) -> None:
    addresses = [address for card in founding.cards for address in card.card.addresses.values()]
    assert len(set(addresses)) == len(addresses)
    assert len({keys.member for keys in founding.keys}) == len(founding.keys)


def test_a_folder_is_one_members(tmp_path: Path) -> None:
    MemberKeys.create(tmp_path, Seat.QUERY, PASSWORD, RANDOM_PASSWORD)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(FolderExistsError, match="already"):
        MemberKeys.create(tmp_path, Seat.QUERY, PASSWORD, RANDOM_PASSWORD)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    with pytest.raises(DocumentError, match=r"member\.json"):
        MemberKeys.open(tmp_path / "elsewhere")


def test_what_can_not_be_finished_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quaychain.node.member_keys.write_atomic", _full_disk)
    with pytest.raises(FolderNotWritableError, match="No space left on device"):
        MemberKeys.create(tmp_path / "keys", Seat.QUERY, PASSWORD, RANDOM_PASSWORD)
    for nodes in (["validator"], ["a", "a"], ["No name"], ["../a"]):
        with pytest.raises(DocumentError, match=r"^the keys") as caught:
            MemberKeys.create(tmp_path / "keys", Seat.QUERY, PASSWORD, RANDOM_PASSWORD, nodes)
        assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_card_says_where_each_node_is(founding: Founding) -> None:
    keys, card = founding.keys[0], founding.cards[0].card
    assert keys.node_names == ("validator", "query-1")
    assert [enode.public_key for enode in card.enodes] == [
        public_key(keys.node(name, PASSWORD)) for name in keys.node_names
    ]
    places = keys.loopback_places(30_303)
    for wrong, said in (
        ({"validator": places["validator"]}, "node query-1 needs a host and port"),
        (places | {"x": places["validator"]}, "there is no key of a node x"),
    ):
        with pytest.raises(NodePlacesError, match=said):
            keys.make_card(founding.charter, "x", card.kind, PASSWORD, wrong)
    with pytest.raises(DocumentError, match="the card: node query-1: host"):
        keys.make_card(founding.charter, "x", card.kind, PASSWORD, places | {"query-1": Place("0.0.0.0", 1)})


def test_the_encryption_key_gets_versions(tmp_path: Path) -> None:
    keys = MemberKeys.create(tmp_path / "keys", Seat.QUERY, PASSWORD, RANDOM_PASSWORD)
    first = keys.encryption_key(PASSWORD)
    # What an attempt that ended halfway left is none of it.
    (keys.folder / "encryption-2.json").write_text("half")
    renewed = keys.renew_encryption(PASSWORD, RANDOM_PASSWORD)
    assert renewed == MemberKeys.open(keys.folder)
    assert renewed.encryption_key(PASSWORD).key_version == 2
    assert renewed.encryption_key(PASSWORD).seed != first.seed
    assert renewed.encryption_key(PASSWORD, 1).seed == first.seed
    with pytest.raises(KeyFileError, match="the password is wrong"):
        renewed.renew_encryption(b"another password", RANDOM_PASSWORD)
    assert MemberKeys.open(keys.folder).encryption_key_version == 2


def test_a_key_is_renewed_and_the_old_one_kept(tmp_path: Path) -> None:
    keys = MemberKeys.create(tmp_path / "keys", Seat.ACCOUNTING, PASSWORD, RANDOM_PASSWORD, ["query"])
    for name, path in (
        ("governance", "governance.json"),
        ("validator", "validator.json"),
        ("query", "node-query.json"),
    ):
        before = load_account(keys.folder / path, PASSWORD).address
        old, new = keys.renew(name, PASSWORD, RANDOM_PASSWORD)
        assert old == before != new
        assert load_account(keys.folder / path, PASSWORD).address == new
        assert load_account(keys.folder / "retired" / f"{name}-{old}.json", PASSWORD).address == old
    (keys.folder / "recovery.json").unlink()
    old, new = keys.renew("recovery", PASSWORD, RANDOM_PASSWORD)
    assert old is None
    assert keys.recovery(PASSWORD).address == new
    with pytest.raises(KeyFileError, match="has no cook: there are operations, "):
        keys.renew("cook", PASSWORD, RANDOM_PASSWORD)
    before = keys.validator(PASSWORD).address
    with pytest.raises(KeyFileError, match="the password is wrong"):
        keys.renew("validator", b"another password", RANDOM_PASSWORD)
    assert keys.validator(PASSWORD).address == before
    assert not list(keys.folder.glob(".*"))


def test_a_node_more_has_a_key_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = MemberKeys.create(tmp_path / "keys", Seat.ACCOUNTING, PASSWORD, RANDOM_PASSWORD)
    with monkeypatch.context() as patch:
        patch.setattr("quaychain.node.member_keys.write_atomic", _full_disk)
        with pytest.raises(KeyFileError, match="No space left on device"):
            keys.add_node("query-1", PASSWORD, RANDOM_PASSWORD)
    assert MemberKeys.open(keys.folder) == keys
    more = keys.add_node("query-1", PASSWORD, RANDOM_PASSWORD)
    assert more == MemberKeys.open(keys.folder)
    assert more.node_names == ("validator", "query-1")
    assert more.node("query-1", PASSWORD).address != more.validator(PASSWORD).address
    files = {path: path.read_bytes() for path in keys.folder.iterdir()}
    for name in ("query-1", "validator", "recovery", "operations", "../escape", "No name"):
        with pytest.raises((KeyFileError, DocumentError)) as caught:
            more.add_node(name, PASSWORD, RANDOM_PASSWORD)
        assert "\n" not in str(caught.value)
    assert {path: path.read_bytes() for path in keys.folder.iterdir()} == files


def test_an_account_may_be_elsewhere(founding: Founding, tmp_path: Path) -> None:
    outside = create_account(tmp_path / "outside.json", PASSWORD, RANDOM_PASSWORD)
    elsewhere = {"governance": str(tmp_path / "outside.json")}
    keys = MemberKeys.create(tmp_path / "keys", Seat.ACCOUNTING, PASSWORD, RANDOM_PASSWORD, elsewhere=elsewhere)
    assert not (keys.folder / "governance.json").exists()
    opened = MemberKeys.open(keys.folder)
    assert opened.account(AccountPurpose.GOVERNANCE, PASSWORD).address == outside.address
    card = opened.make_card(founding.charter, "x", MemberKind.SUPPLIER, PASSWORD, opened.loopback_places(30_303))
    assert card.card.founder == outside.address
    check_cards(founding.charter, [card])
    with pytest.raises(KeyFileError, match="make the new one there"):
        keys.renew("governance", PASSWORD, RANDOM_PASSWORD)
    for wrong, said in (({"cook": "x"}, "cook is none of operations, "), ({"oracle": "/nowhere"}, "No such file")):
        with pytest.raises(KeyFileError, match=said):
            MemberKeys.create(tmp_path / "more", Seat.QUERY, PASSWORD, RANDOM_PASSWORD, elsewhere=wrong)
    assert not (tmp_path / "more").exists()
