"""The outbox keeps what it is given, under one nonce each, and belongs to one account on one chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.outbox import EntryStatus, Outbox, OutboxMismatchError, OutboxUnusableError
from quaychain.contracts.signers import SignedTransaction
from quaychain.contracts.types import Call, to_address

ACCOUNT, TARGET = to_address("0x" + "11" * 20), to_address("0x" + "22" * 20)
GENESIS = b"\7" * 32
CALL = Call(TARGET, b"data", 5)


def sign(nonce: int) -> SignedTransaction:
    raw = b"signed with nonce %d" % nonce
    return SignedTransaction(raw, keccak256(raw))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "outbox.sqlite"


def opened(path: Path) -> Outbox:
    return Outbox(path, ACCOUNT, 1, GENESIS)


def test_what_is_stored_is_there_after_a_restart(path: Path) -> None:
    stored = opened(path).store("k", CALL, 21_000, 4, sign)
    assert (stored.nonce, stored.call, stored.gas, stored.status, stored.accepted) == (
        4,
        CALL,
        21_000,
        EntryStatus.PENDING,
        False,
    )
    assert opened(path).find("k") == stored
    creation = opened(path).store("c", Call(None, b"code"), 1, 4, sign)
    assert (creation.nonce, creation.call) == (5, Call(None, b"code"))


def test_a_known_key_is_not_signed_again(path: Path) -> None:
    outbox = opened(path)
    first = outbox.store("k", CALL, 1, 0, sign)
    assert outbox.store("k", CALL, 1, 9, sign) == first


def test_the_lowest_free_nonce_from_the_chains_on(path: Path) -> None:
    outbox = opened(path)
    entries = [outbox.store(key, CALL, 1, 3, sign) for key in "abc"]
    assert [entry.nonce for entry in entries] == [3, 4, 5]
    outbox.note(entries[1], EntryStatus.REFUSED)
    assert outbox.find("b") is None
    assert outbox.store("d", CALL, 1, 3, lambda nonce: SignedTransaction(b"d", keccak256(b"d"))).nonce == 4
    assert outbox.store("e", CALL, 1, 8, sign).nonce == 8
    assert [entry.key for entry in outbox.live_from(4)] == ["d", "c", "e"]
    assert outbox.counts_from(4) == (3, 0)
    outbox.note(entries[2], EntryStatus.SUCCEEDED)
    assert outbox.counts_from(4) == (3, 1)
    assert outbox.counts_from(9) == (0, 0)


def test_displaced_entries_are_signed_anew(path: Path) -> None:
    outbox = opened(path)
    first = outbox.store("k", CALL, 1, 0, sign)
    second = outbox.displace(first, 1, sign)
    assert (second.nonce, second.call) == (1, CALL)
    assert outbox.find("k") == second
    assert [entry.key for entry in outbox.live_from(0)] == ["k"]


def test_what_becomes_of_it(path: Path) -> None:
    outbox = opened(path)
    entry = outbox.store("k", CALL, 1, 0, sign)
    outbox.note_accepted(entry)
    assert opened(path).find("k").accepted  # type: ignore[union-attr]
    outbox.note(entry, EntryStatus.FAILED, b"why")
    found = opened(path).find("k")
    assert found is not None
    assert (found.status, found.revert) == (EntryStatus.FAILED, b"why")


def test_nothing_is_stored_where_signing_fails(path: Path) -> None:
    outbox = opened(path)

    def fail(nonce: int) -> SignedTransaction:
        raise ConnectionError("the remote signer is away")

    with pytest.raises(ConnectionError):
        outbox.store("k", CALL, 1, 0, fail)
    assert outbox.find("k") is None
    assert outbox.store("k", CALL, 1, 0, sign).nonce == 0


@pytest.mark.parametrize("other", [(TARGET, 1, GENESIS), (ACCOUNT, 2, GENESIS), (ACCOUNT, 1, bytes(32))])
def test_another_account_or_chain_is_refused(path: Path, other: tuple[str, int, bytes]) -> None:
    opened(path).close()
    with pytest.raises(OutboxMismatchError, match="is the outbox of"):
        Outbox(path, to_address(other[0]), other[1], other[2])


def test_a_file_that_is_no_outbox(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no database, and longer than its header would be " * 50)
    with pytest.raises(OutboxUnusableError):
        opened(tmp_path / "x")
    with pytest.raises(OutboxUnusableError):
        opened(tmp_path / "x" / "y")
