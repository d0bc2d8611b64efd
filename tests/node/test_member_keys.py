"""A member's folder has all of its keys, and opens again."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.contracts.bindings.types import AccountPurpose, Seat
from quaychain.node.documents import DocumentError
from quaychain.node.keys import RANDOM_PASSWORD, KeyFileError
from quaychain.node.member_keys import MemberKeys

from .conftest import PASSWORD, Founding


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
    with pytest.raises(KeyFileError, match="already"):
        MemberKeys.create(tmp_path, Seat.QUERY, PASSWORD, RANDOM_PASSWORD)
    with pytest.raises(DocumentError, match=r"member\.json"):
        MemberKeys.open(tmp_path / "elsewhere")
