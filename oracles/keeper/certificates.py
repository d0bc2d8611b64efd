"""Certificates that expire: a warning before, a note after. The rule is pure; the duty reads the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from quaychain.contracts.bindings.customs_compliance import CertificateIssued, CustomsCompliance
from quaychain.contracts.bindings.types import Certificate, CertificateStatus
from quaychain.contracts.log_ranges import logs_between
from quaychain.contracts.reader import ChainReader

from .book import Book
from .duty import Done
from .notice import Notice, NoticeKind

DAY = 86_400
_PAGE = 100


def expiry_notices(certificates: Mapping[bytes, Certificate], now: int, warn_days: Sequence[int]) -> Iterator[Notice]:
    """What is to be told of these certificates at `now`, Unix seconds.

    Of the warnings that are due only the latest: who begins to look three days before the end isn't told of thirty.
    None for a certificate that is revoked, has no end, or that one of the same kind, for the same thing, goes on from.
    """
    for identifier, certificate in certificates.items():
        end = certificate.valid_until
        if not end or certificate.status not in (CertificateStatus.ISSUED, CertificateStatus.SUSPENDED):
            continue
        if any(_goes_on(certificate, other) for other in certificates.values()):
            continue
        name, day = identifier.hex(), datetime.fromtimestamp(end, UTC).date().isoformat()
        facts = {
            "certificate": name,
            "record": certificate.record.hex(),
            "issuer": certificate.issuer.hex(),
            "holder": certificate.holder.hex(),
            "validUntil": end,
        }
        if now >= end:
            text = f"Certificate {name} has expired on {day}."
            yield Notice(NoticeKind.CERTIFICATE_EXPIRED, (name, str(end)), now, text, facts)
            continue
        due = [days for days in warn_days if now >= end - days * DAY]
        if due:
            text = f"Certificate {name} expires on {day}."
            key = (name, str(end), str(min(due)))
            yield Notice(NoticeKind.CERTIFICATE_EXPIRES, key, now, text, facts | {"warningDays": min(due)})


def _goes_on(ending: Certificate, other: Certificate) -> bool:
    """Whether the other one takes its place without a gap."""
    same = (ending.issuer, ending.holder, ending.subject, ending.document_type) == (
        other.issuer,
        other.holder,
        other.subject,
        other.document_type,
    )
    later = other.valid_until == 0 or other.valid_until > ending.valid_until
    return same and later and other.status is CertificateStatus.ISSUED and other.valid_from <= ending.valid_until


class CertificateDuty:
    """Tells of certificates on CustomsCompliance. I/O."""

    name = "certificates"

    def __init__(
        self, reader: ChainReader, customs: CustomsCompliance, book: Book, warn_days: Sequence[int], *, from_block: int
    ) -> None:
        self._reader = reader
        self._customs = customs
        self._book = book
        self._warn_days = tuple(warn_days)
        self._from_block = from_block

    def look(self, now: int) -> Iterator[Done]:
        """See Duty."""
        notices = list(expiry_notices(self._certificates(), now, self._warn_days))
        known = self._book.entered([notice.id for notice in notices])
        for notice in notices:
            if notice.id in known:
                continue
            with self._book.turn(self.name) as turn:
                entered = turn.enter(notice)
            if entered:
                yield Done("notice", notice.text)

    def _certificates(self) -> dict[bytes, Certificate]:
        rpc = self._reader.rpc
        logs = logs_between(
            rpc, self._customs.address, (CertificateIssued.TOPIC,), self._from_block, rpc.block_number()
        )
        issued = [event for log in logs if isinstance(event := self._customs.decode(log), CertificateIssued)]
        names = [event.certificate for event in issued]
        found: dict[bytes, Certificate] = {}
        for start in range(0, len(names), _PAGE):
            page = names[start : start + _PAGE]
            answers = self._reader.read_many([self._customs.certificate_of(name) for name in page])
            found |= dict(zip(page, answers, strict=True))
        return found
