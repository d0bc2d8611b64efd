"""ConsortiumRoot and MemberRegistry: the Directory, members, accounts, encryption keys."""

from __future__ import annotations

from collections.abc import Iterator

from quaychain.contracts.bindings import consortium_root as root
from quaychain.contracts.bindings import member_registry as registry

from ...tables import members as table
from ..operations import LogPosition, Put, RowOperation, Update
from ..values import after, hexadecimal, named, text

ACTIVE, SUSPENDED, LEFT = "active", "suspended", "left"


def project_root(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one ConsortiumRoot event."""
    match event:
        case root.DirectoryEntrySet():
            yield Put(
                table.directory,
                {
                    "name": text(event.name) or "",
                    "location": event.location,
                    "layout_version": event.layout_version,
                    "code_hash": hexadecimal(event.code_hash),
                    "predecessor": _address_or_none(event.predecessor),
                    "since_block": at.block_number,
                    "since": at.time,
                },
            )


def project_registry(event: object, at: LogPosition) -> Iterator[RowOperation]:
    """Row operations of one MemberRegistry event."""
    match event:
        case registry.MemberAdmitted():
            yield Put(
                table.members,
                {
                    "member_id": hexadecimal(event.member),
                    "kind": named(event.kind),
                    "seat": named(event.seat),
                    "status": ACTIVE,
                    "admitted_at": at.time,
                    "status_since": at.time,
                    "recovery": event.recovery,
                },
            )
        case registry.MemberSuspended():
            yield _member(event.member, status=SUSPENDED, status_since=at.time)
        case registry.MemberReinstated():
            yield _member(event.member, status=ACTIVE, status_since=at.time)
        case registry.MemberLeft():
            yield _member(event.member, status=LEFT, status_since=at.time)
        case registry.MemberSeatChanged():
            yield _member(event.member, seat=named(event.seat))
        case registry.RecoveryAccountChanged():
            yield _member(event.member, recovery=event.recovery)
        case registry.AccountAdded():
            yield Put(
                table.accounts,
                {
                    "account": event.account,
                    "member_id": hexadecimal(event.member),
                    "purpose": named(event.purpose),
                    "valid_from": after(event.valid_from),
                    "valid_until": after(event.valid_until),
                    "revoked_from": None,
                    "successor": None,
                },
            )
        case registry.AccountRotated():
            ended = {"successor": event.successor.lower(), "valid_until": at.time}
            yield Update(table.accounts, {"account": event.account}, ended)
        case registry.AccountRevoked():
            yield Update(table.accounts, {"account": event.account}, {"revoked_from": event.revoked_from})
        case registry.EncryptionKeySet():
            yield Put(
                table.encryption_keys,
                {
                    "member_id": hexadecimal(event.member),
                    "version": event.version,
                    "kem": event.kem,
                    "public_key": event.public_key,
                    "since": at.time,
                },
            )


def _member(member_id: bytes, **values: object) -> Update:
    return Update(table.members, {"member_id": hexadecimal(member_id)}, values)


def _address_or_none(location: str) -> str | None:
    return None if int(location, 16) == 0 else location
