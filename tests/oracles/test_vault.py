"""Batches sealed for their readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from quaychain.contracts.cid import Cid
from quaychain.contracts.events.batch_data import BatchEvent, batch_record, decode_lines
from quaychain.contracts.events.envelope import EventKind, SignedEvent, parse_message
from quaychain.contracts.sealing import DisclosureClass, EncryptionKey, ExpectedRecord, open_sealed, read_header
from quaychain.contracts.sealing.errors import ContentRefusedError, NotAReaderError
from quaychain.contracts.signers import LocalSigner
from quaychain.contracts.stores import DirectoryContentStore, DirectoryWrapStore
from quaychain.oracles.vault import SealedBatchVault

from .signing import CHAIN_ID, MEMBER, Signer

STREAM = b"\x05" * 32
OWNER, BUYER = EncryptionKey.generate(MEMBER, 1), EncryptionKey.generate(b"\x09" * 16, 1)
DEVICE = Signer(1)


def entry(seq: int, message: bytes, body: bytes = b"") -> BatchEvent:
    event = parse_message(message, max_bytes=10_000)
    return BatchEvent(seq, 7, SignedEvent(event.signed, event.signature, body))


EVENTS = [
    entry(1, DEVICE.message(0, 1)),
    entry(2, DEVICE.document(0, 2, EventKind.EPCIS, b"{}"), b"{}"),
    entry(3, DEVICE.small(0, 3)),
]


@pytest.fixture
def vault(tmp_path: Path) -> SealedBatchVault:
    readers = {
        DisclosureClass.TECHNICAL: [OWNER.reader(), BUYER.reader()],
        DisclosureClass.LOGISTICS: [OWNER.reader()],
    }
    return SealedBatchVault(
        CHAIN_ID,
        MEMBER,
        LocalSigner(b"\x07" * 32),
        lambda: readers,
        DirectoryContentStore(tmp_path / "content"),
        DirectoryWrapStore(tmp_path / "wraps"),
    )


def opened(vault: SealedBatchVault, cid: bytes, key: EncryptionKey) -> list[BatchEvent]:
    sealed = vault.content_store.get(Cid.from_bytes(cid))
    record = batch_record(STREAM, 1)
    expected = ExpectedRecord(CHAIN_ID, record, 1, read_header(sealed).root, None)
    found = open_sealed(sealed, vault.wrap_store.list(record, 1, key.member), key, expected)
    return [event for attachment in found.attachments for event in decode_lines(attachment.data)]


def test_each_reader_opens_what_it_may(vault: SealedBatchVault) -> None:
    cid = vault.store(STREAM, 1, EVENTS)
    assert sorted(opened(vault, cid, OWNER), key=lambda event: event.seq) == EVENTS
    assert opened(vault, cid, BUYER) == [EVENTS[0], EVENTS[2]]
    sealed = vault.content_store.get(Cid.from_bytes(cid))
    assert b"Temperature" not in sealed


def test_stored_again_after_a_crash_it_opens_with_the_new_keys(vault: SealedBatchVault) -> None:
    first = vault.store(STREAM, 1, EVENTS)
    second = vault.store(STREAM, 1, EVENTS)
    assert first != second
    assert len(opened(vault, second, OWNER)) == 3


def test_stored_again_it_is_closed_to_who_is_no_reader_any_more(vault: SealedBatchVault) -> None:
    vault.store(STREAM, 1, EVENTS)
    readers = {to: [OWNER.reader()] for to in (DisclosureClass.TECHNICAL, DisclosureClass.LOGISTICS)}
    narrower = SealedBatchVault(CHAIN_ID, MEMBER, vault.signer, lambda: readers, vault.content_store, vault.wrap_store)
    cid = narrower.store(STREAM, 1, EVENTS)
    with pytest.raises(NotAReaderError):
        opened(vault, cid, BUYER)


def test_a_class_without_readers_is_refused(vault: SealedBatchVault) -> None:
    nobody = SealedBatchVault(CHAIN_ID, MEMBER, vault.signer, dict, vault.content_store, vault.wrap_store)
    with pytest.raises(ContentRefusedError):
        nobody.store(STREAM, 1, EVENTS)
