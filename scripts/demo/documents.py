"""Issue a paper as its own issuer does: facts sealed field by field, the PDF beside them, one record on chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quaychain.api.papers.paper import LabelledFact, Paper
from quaychain.api.papers.sealed import paper_content
from quaychain.contracts.sealing.fields import DisclosureClass

from .ledger import Ledger, untdid

#: Who reads a paper where the step says nothing else: the two parties, and the offices and banks that decide on it.
USUAL_READERS = ("mfr", "buyer", "customs_home", "customs_overseas", "bank_a", "bank_c")
_MONEY_READERS = frozenset({"mfr", "buyer", "customs_home", "customs_overseas", "bank_a", "bank_c"})
_CUSTOMS_READERS = frozenset({"mfr", "buyer", "customs_home", "customs_overseas", "origin_body", "bank_a", "bank_c"})


def issue_paper(
    ledger: Ledger,
    issuer: str,
    code: int,
    number: str,
    *,
    day: float,
    facts: Mapping[str, str],
    title: str = "",
    disclosed_to: DisclosureClass = DisclosureClass.PARTIES,
    subtype: int = 0,
    readers: Sequence[str] = USUAL_READERS,
    subject: bytes | None = None,
    valid_days: int = 0,
) -> bytes:
    """Make a paper out of facts and publish it; returns the record's id."""
    issuing = ledger.party("Issuer", issuer)
    paper = Paper(
        document_code=code,
        title=title or ledger.scenario.document_name(code),
        number=number,
        issued_on=ledger.scenario.date(day).isoformat(),
        issuer=issuing.name,
        order_reference=ledger.scenario.order["ref"],
        parties=(issuing, ledger.party("Buyer", "buyer")),
        facts=tuple(LabelledFact(label, value, disclosed_to) for label, value in facts.items()),
    )
    return publish_paper(
        ledger, issuer, paper, day=day, subtype=subtype, readers=readers, subject=subject, valid_days=valid_days
    )


def publish_paper(
    ledger: Ledger,
    issuer: str,
    paper: Paper,
    *,
    day: float,
    subtype: int = 0,
    readers: Sequence[str] = USUAL_READERS,
    subject: bytes | None = None,
    valid_days: int = 0,
    key: str = "",
    version: int = 1,
) -> bytes:
    """Seal a paper with its PDF and publish it as a record's first or next version; returns the record's id."""
    content = paper_content(paper)
    for attachment in content.attachments:
        (ledger.home.papers / attachment.name).write_bytes(attachment.data)
    everyone = tuple(dict.fromkeys((issuer, *readers)))
    return ledger.publish(
        issuer,
        key or f"paper/{paper.number}",
        untdid(paper.document_code, subtype),
        content,
        subject=ledger.order if subject is None else subject,
        readers={
            DisclosureClass.PARTIES: everyone,
            DisclosureClass.CUSTOMS: tuple(who for who in everyone if who in _CUSTOMS_READERS or who == issuer),
            DisclosureClass.COMMERCIAL: tuple(who for who in everyone if who in _MONEY_READERS or who == issuer),
        },
        valid_from=ledger.scenario.at(day),
        valid_until=ledger.scenario.at(day + valid_days) if valid_days else 0,
        version=version,
    )
