"""What a question is asked with, and the shapes that many answers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import Field
from sqlalchemy import Connection, select

from ..opening.opener import RecordOpener
from ..permissions import Asker
from ..tables.chain import cursor

Id = Annotated[str, Field(description="32 bytes, 0x-hex", examples=["0x" + "5e" * 32])]
MemberId = Annotated[str, Field(description="a member's id, 16 bytes, 0x-hex", examples=["0x" + "a1" * 16])]
Moment = Annotated[datetime, Field(description="UTC")]
Share = Annotated[int, Field(description="parts per million", examples=[800_000])]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: The whole of a share, in ppm.
WHOLE = 1_000_000


@dataclass(frozen=True, slots=True)
class MemberRef:
    """A member as it is named in answers. The display name is the consortium's own, from no chain."""

    member_id: MemberId
    name: Annotated[str | None, Field(examples=["Huahai Port Machinery"])]


@dataclass(frozen=True, slots=True)
class DisplayName:
    """A member's name in English and, where it has one, in Chinese; `key` is its short name on the command line."""

    name: str
    name_zh: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentTypeRef:
    """A document type: code list (`untdid1001` or `quaychain`), code and subtype."""

    code_list: str
    code: Annotated[int, Field(examples=[380])]
    subtype: int


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record in a version."""

    record_id: Id
    version: int | None


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """What shows that something happened: a `record` in a version, or an event by its number in a stream."""

    kind: str
    identifier: Id
    number: int


@dataclass(frozen=True)
class View:
    """One asker's look at the rows, within one read of the database."""

    connection: Connection
    asker: Asker
    names: Mapping[str, DisplayName]
    opener: RecordOpener

    def member(self, member_id: str) -> MemberRef:
        """A member by id, named where the consortium names it."""
        return named(self.names, member_id)

    def member_or_none(self, member_id: str | None) -> MemberRef | None:
        """The same, None for none."""
        return None if member_id is None else self.member(member_id)

    def now(self) -> int:
        """The time of the block that the rows go up to, in Unix seconds; 0 before there are rows."""
        return self.connection.execute(select(cursor.c.block_time)).scalar_one_or_none() or 0


def named(names: Mapping[str, DisplayName], member_id: str) -> MemberRef:
    """A member by id, with its display name where it has one."""
    known = names.get(member_id)
    return MemberRef(member_id, known.name if known else None)


def moment(seconds: int | None) -> datetime | None:
    """Unix seconds as UTC; None for None, and for what no calendar has."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def certain_moment(seconds: int) -> datetime:
    """Unix seconds as UTC; beyond the calendar's end it is that end."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.max.replace(tzinfo=UTC)


def from_milliseconds(milliseconds: int) -> datetime:
    """Unix milliseconds as UTC."""
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
