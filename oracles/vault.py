"""Seal a batch's data for its readers and keep it where its CID leads to. I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quaychain.contracts.cid import Cid
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.events.batch_data import BATCH_DOCUMENT_CODE, BatchEvent, batch_record
from quaychain.contracts.sealing.header import DocumentType, RecordHeader
from quaychain.contracts.sealing.seal import RecordSigner, seal

from .batch import batch_content

if TYPE_CHECKING:
    from quaychain.contracts.sealing.fields import DisclosureClass
    from quaychain.contracts.sealing.keys import Reader
    from quaychain.contracts.stores.content import ContentStore
    from quaychain.contracts.stores.wraps import WrapStore


@dataclass
class ContentNotPinnedError(QuaychainError):
    """The content store took the data and a pin for it, and doesn't have it pinned."""

    cid: str


_QUAYCHAIN_CODE_LIST = 2
_VERSION = 1

#: Who may read each class, asked anew for each batch, so that a new key or reader counts from the next one on.
Readers = Callable[[], "Mapping[DisclosureClass, Sequence[Reader]]"]


@dataclass(frozen=True, slots=True)
class SealedBatchVault:
    """A `BatchVault` of a content store and a wrap store; `issuer` is the oracle's member (16 bytes)."""

    chain_id: int
    issuer: bytes
    signer: RecordSigner
    readers: Readers
    content_store: ContentStore
    wrap_store: WrapStore

    def store(self, stream: bytes, first_sequence: int, events: Sequence[BatchEvent]) -> bytes:
        """Seal and store; answers the binary CID. Raises the errors of sealing and of the stores.

        Repeated after a crash it seals with new keys; the wraps of the old ones go, the old ciphertext stays unread.
        """
        content = batch_content(events)
        header = RecordHeader(
            chain_id=self.chain_id,
            record=batch_record(stream, first_sequence),
            version=_VERSION,
            document_type=DocumentType(_QUAYCHAIN_CODE_LIST, BATCH_DOCUMENT_CODE),
            issuer=self.issuer,
        )
        wanted = {attachment.disclosure_class for attachment in content.attachments}
        readers = self.readers()
        sealed = seal(content, header, {to: readers.get(to, ()) for to in wanted}, self.signer)
        self.wrap_store.erase(header.record, _VERSION)
        self.wrap_store.put(sealed.wraps)
        cid = self.content_store.put(sealed.ciphertext)
        self.content_store.pin(cid)
        # The root that goes on chain leads to this: no anchor before the store itself says that it keeps it.
        if not self.content_store.has(cid):
            raise ContentNotPinnedError(str(cid))
        return bytes(cid)

    def holds(self, cid: bytes) -> bool:
        """See BatchVault."""
        return self.content_store.has(Cid.from_bytes(cid))
