"""Sealed records: what the chain says of them, who may read them, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, select

from quaychain.contracts.cid import Cid
from quaychain.contracts.sealing import DisclosureClass, OpenedAttachment, OpenedRecord
from quaychain.contracts.sealing.errors import NotAReaderError
from quaychain.contracts.types import from_hex

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import AccessDeniedError, Action, Resource, require, require_some, visible
from ..tables.customs import certificates
from ..tables.records import record_readers, record_versions, records
from .view import DocumentTypeRef, Id, MemberRef, Moment, View, certain_moment, moment
from .wording import content_of


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """A record in its newest version. `title` and `number` are there when the asker may read them."""

    record_id: Id
    document_type: DocumentTypeRef
    title: str | None
    number: str | None
    issuer: MemberRef
    subject: Annotated[Id | None, Field(description="the order, part or declaration that it is about")]
    status: Annotated[str, Field(description="published or revoked")]
    version: int
    published_at: Moment
    versioned_at: Moment
    valid_from: Moment | None
    valid_until: Moment | None
    revoked_at: Moment | None
    certificate_status: Annotated[str | None, Field(description="where a certificate stands on it")]
    readable: Annotated[bool, Field(description="something in it was sealed for the asker's member")]


@dataclass(frozen=True, slots=True)
class RecordVersionView:
    """One version of a record."""

    version: int
    root: Annotated[Id, Field(description="Merkle root over all fields and attachments")]
    cid: Annotated[str, Field(description="CID of the ciphertext", examples=["bafk…"])]
    subtype: int
    published_at: Moment
    valid_from: Moment | None
    valid_until: Moment | None
    transaction_hash: Id


@dataclass(frozen=True, slots=True)
class ReaderView:
    """Who can open which classes of a record's version."""

    member: MemberRef
    version: int
    disclosure_classes: list[str]


@dataclass(frozen=True, slots=True)
class RecordDetail:
    """A record with its versions; `readers` for its issuer, and for others only themselves."""

    summary: RecordSummary
    versions: list[RecordVersionView]
    readers: list[ReaderView]


@dataclass(frozen=True, slots=True)
class FieldView:
    """An opened field, with the salt by which its holder can prove it to others against the root."""

    path: Annotated[str, Field(examples=["milestones/M14/name"])]
    disclosure_class: str
    value: Any
    salt: str


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """An attachment that can be downloaded."""

    name: str
    media_type: str
    disclosure_class: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class RecordContentView:
    """An opened record: root, publisher and CID were checked against the chain before anything is shown."""

    record_id: Id
    version: int
    root: Id
    publisher: Annotated[str, Field(description="the issuer's account that signed it")]
    fields: list[FieldView]
    attachments: list[AttachmentView]
    withheld: Annotated[list[str], Field(description="disclosure classes that the asker can't open")]


def list_records(
    view: View, page: PageRequest, subject: str | None = None, document_code: int | None = None
) -> Page[RecordSummary]:
    """Records that the asker's member issued, may read, holds, or is a party to, the newest first."""
    require_some(view.asker, Resource.RECORDS, Action.READ)
    query = select(records).where(visible(view.asker, Resource.RECORDS, records.c.record_id))
    if subject is not None:
        query = query.where(records.c.subject == subject)
    if document_code is not None:
        query = query.where(records.c.document_code == document_code)
    order = [SortKey(records.c.block_number, int, True), SortKey(records.c.log_index, int, True)]
    rows = fetch_page(view.connection, query, order, page, lambda row: row)
    return Page(summaries(view, rows.items), rows.next)


def get_record(view: View, record_id: str) -> RecordDetail:
    """One record. Raises NotFoundError, AccessDeniedError."""
    row = _row(view, record_id)
    versions = view.connection.execute(
        select(record_versions).where(record_versions.c.record_id == record_id).order_by(record_versions.c.version)
    )
    readers = view.connection.execute(
        select(record_readers)
        .where(record_readers.c.record_id == record_id)
        .order_by(record_readers.c.version, record_readers.c.member_id, record_readers.c.disclosure_class)
    )
    classes: dict[tuple[int, str], list[str]] = {}
    for reader in readers:
        if view.asker.member_id in (row.issuer, reader.member_id):
            classes.setdefault((reader.version, reader.member_id), []).append(reader.disclosure_class)
    return RecordDetail(
        summary=summaries(view, [row])[0],
        versions=[
            RecordVersionView(
                version=each.version,
                root=each.root,
                cid=str(Cid(each.cid_codec, from_hex(each.cid_digest, 32))),
                subtype=each.subtype,
                published_at=certain_moment(each.published_at),
                valid_from=moment(each.valid_from),
                valid_until=moment(each.valid_until),
                transaction_hash=each.transaction_hash,
            )
            for each in versions
        ],
        readers=[ReaderView(view.member(member_id), version, names) for (version, member_id), names in classes.items()],
    )


def open_record(
    view: View, record_id: str, version: int | None, disclosure_class: DisclosureClass | None = None
) -> RecordContentView:
    """A record's content as the asker's member may read it; `disclosure_class` narrows it to one class.

    Raises NotFoundError, AccessDeniedError (with the reason), KeyNotHereError, SealingError and the stores' errors.
    """
    opened, version = _open(view, record_id, version)
    if disclosure_class is not None and disclosure_class in opened.withheld:
        raise AccessDeniedError(
            "records:open",
            f"member {view.asker.member_id} is not a reader of class {disclosure_class.value} of record {record_id}: "
            "its issuer did not seal that class for it",
        )
    shown = {disclosure_class} if disclosure_class is not None else set(DisclosureClass)
    return RecordContentView(
        record_id=record_id,
        version=version,
        root="0x" + opened.root.hex(),
        publisher=opened.publisher,
        fields=[
            FieldView(field.path, field.disclosure_class.value, field.value, "0x" + field.salt.hex())
            for field in opened.fields
            if field.disclosure_class in shown
        ],
        attachments=[
            AttachmentView(
                item.name,
                item.media_type,
                item.disclosure_class.value,
                len(item.data),
                f"/records/{record_id}/versions/{version}/attachments/{item.name}",
            )
            for item in opened.attachments
            if item.disclosure_class in shown
        ],
        withheld=sorted(each.value for each in opened.withheld),
    )


def open_attachment(view: View, record_id: str, version: int | None, name: str) -> OpenedAttachment:
    """An attachment of a record. Raises what `open_record` does, and NotFoundError where the asker can see none of this
    name."""
    opened, _ = _open(view, record_id, version)
    for item in opened.attachments:
        if item.name == name:
            return item
    raise NotFoundError("attachment", name)


def summaries(view: View, rows: Sequence[Row[Any]]) -> list[RecordSummary]:
    """Rows of `records` as they are listed."""
    ids = [row.record_id for row in rows]
    standing: dict[str, str] = {}
    readable: set[str] = set()
    if ids:
        for each in view.connection.execute(
            select(certificates.c.record_id, certificates.c.status).where(certificates.c.record_id.in_(ids))
        ):
            standing[each.record_id] = each.status
        readable = set(
            view.connection.execute(
                select(record_readers.c.record_id).where(
                    record_readers.c.record_id.in_(ids), record_readers.c.member_id == view.asker.member_id
                )
            ).scalars()
        )
    return [_summary(view, row, standing.get(row.record_id), row.record_id in readable) for row in rows]


def _row(view: View, record_id: str) -> Row[Any]:
    require_some(view.asker, Resource.RECORDS, Action.READ)
    row = view.connection.execute(select(records).where(records.c.record_id == record_id)).first()
    if row is None:
        raise NotFoundError("record", record_id)
    require(view.connection, view.asker, Resource.RECORDS, Action.READ, record_id)
    return row


def _open(view: View, record_id: str, version: int | None) -> tuple[OpenedRecord, int]:
    row = _row(view, record_id)
    require_some(view.asker, Resource.RECORDS, Action.OPEN)
    version = version if version is not None else int(row.version)
    try:
        return view.opener.open(view.connection, record_id, version, view.asker.member_id), version
    except NotAReaderError as error:
        raise AccessDeniedError(
            "records:open",
            f"member {view.asker.member_id} is not a reader of record {record_id} version {version}: "
            "no class of it was sealed for this member, or its key was erased",
        ) from error


def _summary(view: View, row: Row[Any], certificate_status: str | None, readable: bool) -> RecordSummary:
    content = content_of(view, row.record_id, row.version) if readable else None
    title = number = None
    if content is not None:
        title = content.get("title") or content.get("goods")
        number = content.get("number") or content.get("reference")
    return RecordSummary(
        record_id=row.record_id,
        document_type=DocumentTypeRef(row.code_list, row.document_code, row.subtype),
        title=title if isinstance(title, str) else None,
        number=number if isinstance(number, str) else None,
        issuer=view.member(row.issuer),
        subject=row.subject,
        status=row.status,
        version=row.version,
        published_at=certain_moment(row.published_at),
        versioned_at=certain_moment(row.versioned_at),
        valid_from=moment(row.valid_from),
        valid_until=moment(row.valid_until),
        revoked_at=moment(row.revoked_at),
        certificate_status=certificate_status,
        readable=readable,
    )
