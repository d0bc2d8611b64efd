"""Calls of RecordRegistry."""

from __future__ import annotations

from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.types import CodeList, DocumentType, Publication, Revision

from ..case import Case
from ..ledger import NOW, Ledger, Shot

_CONTRACT = RecordRegistry.NAME
_RAW = 0x55
_END = NOW + 365 * 86_400


def publication(
    ledger: Ledger, name: str, *, code: int = 380, subtype: int = 0, subject: bytes = bytes(32), grants: bool = True
) -> Publication:
    """A record of the present call, valid for a year."""
    return Publication(
        ledger.id(name),
        DocumentType(CodeList.UNTDID1001, code, subtype),
        subject,
        ledger.id(f"root of {name}"),
        ledger.id(f"content of {name}"),
        _RAW,
        NOW - 86_400,
        _END,
        ledger.id(f"grants of {name}") if grants else bytes(32),
    )


def publish(
    ledger: Ledger, member: str, name: str, *, code: int = 380, subtype: int = 0, subject: bytes = bytes(32)
) -> bytes:
    """A published record of the present call: its id."""
    made = publication(ledger, name, code=code, subtype=subtype, subject=subject, grants=False)
    ledger.by(member, ledger.contracts.records.publish(made))
    return made.record


def _revision(ledger: Ledger) -> Revision:
    return Revision(5, ledger.id("next root"), ledger.id("next content"), _RAW, NOW - 86_400, _END, ledger.id("grants"))


def _versions(ledger: Ledger) -> tuple[bytes, int]:
    """A record and the number of its newest version: the second, and then the millionth after it."""
    record = publish(ledger, "mfr", "record", subject=ledger.id("subject"))
    ledger.by("mfr", ledger.contracts.records.publish_version(record, 2, _revision(ledger)))
    ledger.more(_CONTRACT, "_records", record, "version")
    ledger.renumbered(_CONTRACT, "_records", record, "versions", key=2)
    return record, 2 + ledger.behind


def _publish(ledger: Ledger) -> Shot:
    publish(ledger, "mfr", "earlier")
    return ledger.shot(
        "mfr", ledger.contracts.records.publish(publication(ledger, "record", subject=ledger.id("subject")))
    )


def _publish_version(ledger: Ledger) -> Shot:
    record, version = _versions(ledger)
    return ledger.shot("mfr", ledger.contracts.records.publish_version(record, version + 1, _revision(ledger)))


def _revoke(ledger: Ledger) -> Shot:
    record, _ = _versions(ledger)
    return ledger.shot("mfr", ledger.contracts.records.revoke(record, 7))


def _commit_grants(ledger: Ledger) -> Shot:
    record, version = _versions(ledger)
    return ledger.shot("mfr", ledger.contracts.records.commit_grants(record, version, ledger.id("grant")))


def _end_grant(ledger: Ledger) -> Shot:
    record, version = _versions(ledger)
    ledger.by("mfr", ledger.contracts.records.commit_grants(record, version, ledger.id("grant")))
    return ledger.shot("mfr", ledger.contracts.records.end_grant(record, version, ledger.id("grant")))


CASES = (
    Case("publish", "", _publish),
    Case("publishVersion", "", _publish_version),
    Case("revoke", "", _revoke),
    Case("commitGrants", "", _commit_grants),
    Case("endGrant", "", _end_grant),
)
