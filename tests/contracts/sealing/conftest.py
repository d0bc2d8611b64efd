"""A publisher, readers and one record for the tests of sealing."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest
from eth_keys.datatypes import PrivateKey

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.sealing import (
    Attachment,
    DisclosureClass,
    DocumentType,
    EncryptionKey,
    ExpectedRecord,
    Field,
    RecordContent,
    RecordHeader,
    SealedRecord,
    seal,
)

PARTIES, COMMERCIAL, LOGISTICS = DisclosureClass.PARTIES, DisclosureClass.COMMERCIAL, DisclosureClass.LOGISTICS


class Account:
    """A publisher's account with a key of its own."""

    def __init__(self) -> None:
        self._key = PrivateKey(os.urandom(32))
        self.address = self._key.public_key.to_checksum_address()

    def sign_payload(self, payload: bytes) -> bytes:
        signature = self._key.sign_msg_hash(keccak256(payload))
        return signature.to_bytes()[:64] + bytes([27 + signature.v])


@dataclass(frozen=True)
class Case:
    """A sealed record and everyone around it: the bank reads all, the carrier only what is its business."""

    content: RecordContent
    header: RecordHeader
    publisher: Account
    bank: EncryptionKey
    carrier: EncryptionKey
    sealed: SealedRecord

    @property
    def expected(self) -> ExpectedRecord:
        head = self.header
        return ExpectedRecord(head.chain_id, head.record, head.version, self.sealed.root, self.publisher.address)


@pytest.fixture(scope="session")
def case() -> Case:
    content = RecordContent(
        fields=(
            Field("seller/name", PARTIES, "Yangtze Heavy Cranes"),
            Field("buyer/name", PARTIES, "鹿特丹码头"),
            Field("price/amount", COMMERCIAL, "9600000.00"),
            Field("price/currency", COMMERCIAL, "EUR"),
            Field("lines/0/weight", LOGISTICS, {"unit": "KGM", "value": "1450000"}),
        ),
        attachments=(
            Attachment("invoice.pdf", "application/pdf", COMMERCIAL, b"%PDF-1.7 an invoice"),
            Attachment("stowage.pdf", "application/pdf", LOGISTICS, bytes(range(256)) * 8),
        ),
    )
    header = RecordHeader(7411, os.urandom(32), 1, DocumentType(1, 380), os.urandom(16))
    publisher = Account()
    bank, carrier = EncryptionKey.generate(os.urandom(16), 1), EncryptionKey.generate(os.urandom(16), 4)
    readers = {
        PARTIES: [bank.reader(), carrier.reader()],
        COMMERCIAL: [bank.reader()],
        LOGISTICS: [bank.reader(), carrier.reader()],
    }
    return Case(content, header, publisher, bank, carrier, seal(content, header, readers, publisher))
