"""Publish a sealed record: seal, store, keep the wraps, and only then enter it on chain.

I/O: writes to a content store and a wrap store, and sends a transaction. What the chain points at is there first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .bindings.record_registry import RecordRegistry
from .bindings.types import DocumentType, Publication, Revision
from .sealing import DisclosureClass, Reader, RecordContent, RecordHeader, grants_commitment, seal
from .sealing import DocumentType as SealedDocumentType
from .sender import TransactionSender
from .stores.content import ContentStore
from .stores.wraps import WrapStore


@dataclass(frozen=True, slots=True)
class RecordPublisher:
    """Publishes records for one member by one of its Operations accounts.

    `issuer` is the member's id (16 bytes), `chain_id` the ledger's.
    """

    chain_id: int
    issuer: bytes
    registry: RecordRegistry
    sender: TransactionSender
    content_store: ContentStore
    wrap_store: WrapStore

    def publish(
        self,
        record: bytes,
        document_type: DocumentType,
        content: RecordContent,
        readers: Mapping[DisclosureClass, Sequence[Reader]],
        *,
        subject: bytes = bytes(32),
        version: int = 1,
        valid_from: int = 0,
        valid_until: int = 0,
    ) -> None:
        """Publish a record's first version (`version` 1) or its next one; times are Unix seconds, 0 for open.

        Safe to repeat after a crash: once the transaction is on disk the same bytes are sent again and nothing is
        sealed anew. Raises the errors of sealing, of the stores, and of RecordRegistry.
        """
        key = f"record/{record.hex()}/{version}"
        pending = self.sender.resume(key)
        if pending is not None:
            return
        header = RecordHeader(
            chain_id=self.chain_id,
            record=record,
            version=version,
            document_type=SealedDocumentType(document_type.code_list, document_type.code, document_type.subtype),
            issuer=self.issuer,
        )
        wanted = {field.disclosure_class for field in content.fields} | {
            attachment.disclosure_class for attachment in content.attachments
        }
        sealed = seal(content, header, {to: list(readers.get(to, ())) for to in wanted}, self.sender.signer)
        cid = self.content_store.put(sealed.ciphertext)
        self.content_store.pin(cid)
        self.wrap_store.erase(record, version)
        self.wrap_store.put(sealed.wraps)
        grants = grants_commitment(sealed.wraps)
        if version == 1:
            call = self.registry.publish(
                Publication(
                    record=record,
                    document_type=document_type,
                    subject=subject,
                    root=sealed.root,
                    cid_digest=cid.digest,
                    cid_codec=cid.codec,
                    valid_from=valid_from,
                    valid_until=valid_until,
                    grants_commitment=grants,
                )
            )
        else:
            call = self.registry.publish_version(
                record,
                version,
                Revision(
                    subtype=document_type.subtype,
                    root=sealed.root,
                    cid_digest=cid.digest,
                    cid_codec=cid.codec,
                    valid_from=valid_from,
                    valid_until=valid_until,
                    grants_commitment=grants,
                ),
            )
        self.sender.send(call, idempotency_key=key)
