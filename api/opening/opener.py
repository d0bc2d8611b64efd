"""Opens sealed records (I/O): ciphertext from the content store, wraps from the wrap store, the key from the keyring.

What was opened is kept in memory for a while, for the same member only, and only as long as the wraps stand in the
store: once they are erased nothing is shown any more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy import Connection, select

from quaychain.contracts.cid import Cid
from quaychain.contracts.sealing import EncryptionKey, ExpectedRecord, OpenedRecord, Wrap, open_sealed, read_header
from quaychain.contracts.sealing.errors import NotAReaderError, PublisherSignatureError
from quaychain.contracts.stores import ContentStore, WrapStore
from quaychain.contracts.types import from_hex, to_address

from ..errors import KeyNotHereError, NotFoundError
from ..tables.members import accounts
from ..tables.records import record_versions, records
from .keyring import Keyring

#: Records kept opened, and the bytes of attachments above which one is not kept.
_KEPT = 256
_LARGEST_KEPT = 262_144


@dataclass(frozen=True, slots=True)
class Stores:
    """Where sealed content and wraps are, and which keys are here."""

    chain_id: int
    content: ContentStore
    wraps: WrapStore
    keyring: Keyring


class RecordOpener:
    """Opens records for a member. Thread-safe."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self._lock = threading.Lock()
        self._opened: OrderedDict[tuple[str, int, str], tuple[tuple[Wrap, ...], OpenedRecord]] = OrderedDict()

    def open(self, connection: Connection, record_id: str, version: int, member_id: str) -> OpenedRecord:
        """A record's version as the member may read it; its root, publisher and CID are those of the chain.

        Raises NotFoundError, KeyNotHereError, NotAReaderError, SealingError, and the stores' errors.
        """
        record = from_hex(record_id, 32)
        keys = self.stores.keyring.keys_of(member_id)
        if not keys:
            raise KeyNotHereError(member_id)
        wraps = self.stores.wraps.list(record, version, from_hex(member_id, 16))
        kept = self._kept((record_id, version, member_id), wraps)
        if kept is not None:
            return kept
        row = connection.execute(
            select(record_versions, records.c.issuer)
            .join(records, records.c.record_id == record_versions.c.record_id)
            .where(record_versions.c.record_id == record_id, record_versions.c.version == version)
        ).first()
        if row is None:
            raise NotFoundError("record version", f"{record_id} {version}")
        key = _key_for(keys, wraps, record, version)
        sealed = self.stores.content.get(Cid(row.cid_codec, from_hex(row.cid_digest, 32)))
        publisher = to_address(read_header(sealed).publisher)
        issued_by = connection.execute(
            select(accounts.c.member_id).where(accounts.c.account == publisher)
        ).scalar_one_or_none()
        if issued_by != row.issuer:
            raise PublisherSignatureError(record, publisher)
        expected = ExpectedRecord(self.stores.chain_id, record, version, from_hex(row.root, 32), publisher)
        opened = open_sealed(sealed, wraps, key, expected)
        self._keep((record_id, version, member_id), wraps, opened)
        return opened

    def _kept(self, name: tuple[str, int, str], wraps: tuple[Wrap, ...]) -> OpenedRecord | None:
        with self._lock:
            found = self._opened.get(name)
            if found is None:
                return None
            if not wraps or found[0] != wraps:
                del self._opened[name]
                return None
            self._opened.move_to_end(name)
            return found[1]

    def _keep(self, name: tuple[str, int, str], wraps: tuple[Wrap, ...], opened: OpenedRecord) -> None:
        if sum(len(attachment.data) for attachment in opened.attachments) > _LARGEST_KEPT:
            return
        with self._lock:
            self._opened[name] = (wraps, opened)
            while len(self._opened) > _KEPT:
                self._opened.popitem(last=False)


def _key_for(keys: tuple[EncryptionKey, ...], wraps: tuple[Wrap, ...], record: bytes, version: int) -> EncryptionKey:
    """The newest of a member's keys that a wrap was made for."""
    versions = {wrap.key_version for wrap in wraps}
    for key in keys:
        if key.key_version in versions:
            return key
    raise NotAReaderError(record, version, keys[0].member)
