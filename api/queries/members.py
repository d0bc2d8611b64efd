"""Members, devices and streams; and how far the rows are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection, Row, select

from ..errors import NotFoundError
from ..paging import Page, PageRequest, SortKey, fetch_page
from ..permissions import Action, Resource, require, require_some, visible
from ..tables import streams as table
from ..tables.chain import cursor
from ..tables.members import accounts, directory, encryption_keys, members
from .view import Id, MemberId, MemberRef, Moment, View, certain_moment, moment


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of the consortium."""

    member_id: MemberId
    name: str | None
    name_zh: str | None
    kind: Annotated[str, Field(examples=["manufacturer"])]
    seat: Annotated[str, Field(description="accounting, query or mirrored")]
    status: Annotated[str, Field(description="active, suspended or left")]
    admitted_at: Moment
    status_since: Moment


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account of a member, with when it counts."""

    account: str
    purpose: Annotated[str, Field(description="operations, oracle, governance or guardian")]
    valid_from: Moment | None
    valid_until: Moment | None
    revoked_from: Moment | None


@dataclass(frozen=True, slots=True)
class MemberDetail:
    """A member with its accounts and the version of its encryption key."""

    member: MemberView
    accounts: list[AccountView]
    encryption_key_version: int | None


@dataclass(frozen=True, slots=True)
class ContractView:
    """An entry of the Directory."""

    name: str
    address: str
    layout_version: int
    code_hash: Id
    since: Moment


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device. A key that was replaced, closed or revoked stays, with when that was."""

    device_key: Id
    member: MemberRef
    asset: Annotated[Id, Field(description="commitment to what it is mounted on")]
    status: Annotated[str, Field(description="registered, closed or revoked")]
    valid_from: Moment | None
    valid_until: Moment | None
    registered_at: Moment
    revoked_at: Moment | None
    compromised_since: Moment | None
    successor: Id | None


@dataclass(frozen=True, slots=True)
class StreamView:
    """A stream of anchored batches."""

    stream_id: Id
    owner: MemberRef
    partition: Id
    holder: Annotated[str, Field(description="the oracle's account that holds the lease")]
    epoch: int
    next_sequence: Annotated[int, Field(description="events anchored or declared lost so far")]
    running_hash: Id | None
    opened_at: Moment
    anchored_at: Moment | None
    gaps: int


@dataclass(frozen=True, slots=True)
class BatchView:
    """An anchored batch. `opening`: waiting, opened, unreadable (no key here) or refused (not what was anchored)."""

    first_sequence: int
    count: int
    root: Id
    epoch: int
    anchored_at: Moment
    transaction_hash: Id
    opening: str


@dataclass(frozen=True, slots=True)
class IndexState:
    """How far the rows are. `seen_at` is the wall clock's time at which the indexer last looked at the chain."""

    chain_id: int
    genesis_hash: Id
    block_number: int
    block_time: Moment
    head_number: int
    lag_blocks: int
    seen_at: Moment
    embedded: bool


def list_members(view: View, page: PageRequest) -> Page[MemberView]:
    """All members."""
    require_some(view.asker, Resource.MEMBERS, Action.READ)
    order = [SortKey(members.c.admitted_at, int), SortKey(members.c.member_id, str)]
    return fetch_page(view.connection, select(members), order, page, lambda row: _member(view, row))


def get_member(view: View, member_id: str) -> MemberDetail:
    """One member. Raises NotFoundError."""
    require_some(view.asker, Resource.MEMBERS, Action.READ)
    row = view.connection.execute(select(members).where(members.c.member_id == member_id)).first()
    if row is None:
        raise NotFoundError("member", member_id)
    own = view.connection.execute(
        select(accounts).where(accounts.c.member_id == member_id).order_by(accounts.c.purpose, accounts.c.account)
    )
    version = view.connection.execute(
        select(encryption_keys.c.version)
        .where(encryption_keys.c.member_id == member_id)
        .order_by(encryption_keys.c.version.desc())
        .limit(1)
    ).scalar_one_or_none()
    return MemberDetail(
        member=_member(view, row),
        accounts=[
            AccountView(
                each.account,
                each.purpose,
                moment(each.valid_from),
                moment(each.valid_until),
                moment(each.revoked_from),
            )
            for each in own
        ],
        encryption_key_version=version,
    )


def list_contracts(view: View) -> list[ContractView]:
    """The Directory."""
    require_some(view.asker, Resource.MEMBERS, Action.READ)
    return [
        ContractView(row.name, row.location, row.layout_version, row.code_hash, certain_moment(row.since))
        for row in view.connection.execute(select(directory).order_by(directory.c.name))
    ]


def list_devices(view: View, page: PageRequest) -> Page[DeviceView]:
    """The asker's member's own devices."""
    require_some(view.asker, Resource.DEVICES, Action.READ)
    query = select(table.devices).where(visible(view.asker, Resource.DEVICES, table.devices.c.device_key))
    return fetch_page(
        view.connection, query, [SortKey(table.devices.c.device_key, str)], page, lambda row: _device(view, row)
    )


def get_device(view: View, device_key: str) -> DeviceView:
    """One device. Raises NotFoundError, AccessDeniedError."""
    require_some(view.asker, Resource.DEVICES, Action.READ)
    row = view.connection.execute(select(table.devices).where(table.devices.c.device_key == device_key)).first()
    if row is None:
        raise NotFoundError("device", device_key)
    require(view.connection, view.asker, Resource.DEVICES, Action.READ, device_key)
    return _device(view, row)


def list_streams(view: View, page: PageRequest) -> Page[StreamView]:
    """Streams that the asker's member owns, or may read events of."""
    require_some(view.asker, Resource.STREAMS, Action.READ)
    query = select(table.streams).where(visible(view.asker, Resource.STREAMS, table.streams.c.stream_id))
    return fetch_page(
        view.connection, query, [SortKey(table.streams.c.stream_id, str)], page, lambda row: _stream(view, row)
    )


def get_stream(view: View, stream_id: str) -> StreamView:
    """One stream. Raises NotFoundError, AccessDeniedError."""
    return _stream(view, _stream_row(view, stream_id))


def list_batches(view: View, stream_id: str, page: PageRequest) -> Page[BatchView]:
    """The batches of a stream, the newest first. Raises NotFoundError, AccessDeniedError."""
    _stream_row(view, stream_id)
    rows = table.batches
    query = select(rows).where(rows.c.stream_id == stream_id)
    return fetch_page(
        view.connection,
        query,
        [SortKey(rows.c.first_sequence, int, True)],
        page,
        lambda row: BatchView(
            row.first_sequence,
            row.event_count,
            row.root,
            row.epoch,
            certain_moment(row.anchored_at),
            row.transaction_hash,
            row.opening,
        ),
    )


def index_state(connection: Connection) -> IndexState | None:
    """How far the rows are; None before the indexer ever ran."""
    row = connection.execute(select(cursor)).first()
    if row is None:
        return None
    return IndexState(
        chain_id=row.chain_id,
        genesis_hash=row.genesis_hash,
        block_number=row.block_number,
        block_time=certain_moment(row.block_time),
        head_number=row.head_number,
        lag_blocks=max(0, row.head_number - row.block_number),
        seen_at=certain_moment(int(row.seen_at)),
        embedded=row.chain_kind == "embedded",
    )


def _member(view: View, row: Row[Any]) -> MemberView:
    known = view.names.get(row.member_id)
    return MemberView(
        row.member_id,
        known.name if known else None,
        known.name_zh if known else None,
        row.kind,
        row.seat,
        row.status,
        certain_moment(row.admitted_at),
        certain_moment(row.status_since),
    )


def _device(view: View, row: Row[Any]) -> DeviceView:
    return DeviceView(
        row.device_key,
        view.member(row.member_id),
        row.asset,
        row.status,
        moment(row.valid_from),
        moment(row.valid_until),
        certain_moment(row.registered_at),
        moment(row.revoked_at),
        moment(row.compromised_since),
        row.successor,
    )


def _stream_row(view: View, stream_id: str) -> Row[Any]:
    require_some(view.asker, Resource.STREAMS, Action.READ)
    row = view.connection.execute(select(table.streams).where(table.streams.c.stream_id == stream_id)).first()
    if row is None:
        raise NotFoundError("stream", stream_id)
    require(view.connection, view.asker, Resource.STREAMS, Action.READ, stream_id)
    return row


def _stream(view: View, row: Row[Any]) -> StreamView:
    gaps = view.connection.execute(
        select(table.gaps.c.first_sequence).where(table.gaps.c.stream_id == row.stream_id)
    ).all()
    return StreamView(
        row.stream_id,
        view.member(row.owner),
        row.partition_key,
        row.holder,
        row.epoch,
        row.next_sequence,
        row.running_hash,
        certain_moment(row.opened_at),
        moment(row.anchored_at),
        len(gaps),
    )
