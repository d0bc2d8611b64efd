"""The ledger's logs as a reader's timeline: what each event says in plain words, and which of its arguments to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from ..queries.logs import LogView
from ..queries.view import DocumentTypeRef, certain_moment
from .words import Word

#: Event → its words. Tones are spent sparingly: what went wrong, and what was settled.
EVENTS: Mapping[str, Word] = {
    # orders
    "OrderAgreed": Word("Order agreed, signed by both sides", "ok", "handshake"),
    "MilestoneScheduled": Word("Milestone scheduled", "plain", "clock"),
    "MilestonePaymentChanged": Word("Payment of a milestone changed", "plain", "coin"),
    "InspectionNotified": Word("Inspection notified", "plain", "eye"),
    "InspectorReplaced": Word("Inspector replaced", "plain", "eye"),
    "MilestoneWitnessed": Word("Milestone witnessed", "ok", "eye"),
    "MilestoneReported": Word("Milestone reported, awaiting release", "plain", "pause"),
    "HoldReleased": Word("Hold point released", "ok", "check"),
    "HoldWaived": Word("Hold point waived", "plain", "dash"),
    "ReleaseRefused": Word("Release refused", "bad", "cross"),
    "MilestoneCompleted": Word("Milestone completed", "ok", "check"),
    "MilestoneReminded": Word("Reminder of a milestone", "warn", "bell"),
    "MilestoneEscalated": Word("Overdue milestone escalated", "bad", "alert"),
    "SubOrderPlaced": Word("Sub-order placed", "plain", "arrow"),
    "DeliveryPromised": Word("Delivery promised", "plain", "clock"),
    "DelayWarned": Word("Delay warning: the promise is later than the need", "bad", "alert"),
    "AlternativeOffered": Word("Alternative offered", "plain", "branch"),
    "AlternativeAccepted": Word("Alternative accepted", "ok", "branch"),
    "SubOrderDelivered": Word("Sub-order delivered", "ok", "check"),
    "SubOrderReminded": Word("Reminder of a sub-order", "warn", "bell"),
    "SubOrderEscalated": Word("Late sub-order escalated", "bad", "alert"),
    "SubOrderCancelled": Word("Sub-order cancelled", "plain", "cross"),
    "ChangeRequested": Word("Change requested", "plain", "edit"),
    "ChangeEvaluated": Word("Change evaluated", "plain", "edit"),
    "ChangeAccepted": Word("Change accepted by both sides", "ok", "edit"),
    "ChangeClosed": Word("Change request closed", "plain", "edit"),
    "ExcusableDelayClaimed": Word("Excusable delay claimed", "warn", "clock"),
    "ExcusableDelayAccepted": Word("Excusable delay accepted", "ok", "clock"),
    "ExcusableDelayRefused": Word("Excusable delay refused", "bad", "clock"),
    "SnagRaised": Word("Snag raised", "warn", "flag"),
    "SnagAnswered": Word("Snag answered", "plain", "flag"),
    "SnagClosed": Word("Snag closed", "ok", "flag"),
    "SnagReminded": Word("Reminder of a snag", "warn", "bell"),
    "SnagEscalated": Word("Overdue snag escalated", "bad", "alert"),
    "DeliveryReported": Word("Part of the order delivered", "plain", "arrow"),
    "PartTakenOver": Word("Part taken over by the buyer", "ok", "seal"),
    "DeliveryRefused": Word("Part refused by the buyer", "bad", "cross"),
    "WarrantyExtended": Word("Warranty extended for a defect", "plain", "shield"),
    "OrderTakenOver": Word("Taken over by the buyer", "ok", "seal"),
    "OrderAccepted": Word("Finally accepted by the buyer", "ok", "seal"),
    "LiquidatedDamagesClaimed": Word("Liquidated damages claimed", "warn", "coin"),
    "LiquidatedDamagesAccepted": Word("Liquidated damages accepted", "plain", "coin"),
    "CancellationProposed": Word("Cancellation proposed", "warn", "cross"),
    "OrderCancelled": Word("Order cancelled by both sides", "bad", "cross"),
    "DisputeRaised": Word("Dispute raised", "bad", "alert"),
    "SettlementProposed": Word("Settlement proposed", "plain", "handshake"),
    "DisputeSettled": Word("Dispute settled", "ok", "handshake"),
    # records
    "RecordPublished": Word("Document sealed and published", "plain", "doc"),
    "RecordRevoked": Word("Document revoked by its issuer", "bad", "doc"),
    "GrantsCommitted": Word("Readers of a document committed", "plain", "lock"),
    "GrantEnded": Word("A reader's access to a document ended", "plain", "lock"),
    # customs
    "DeclarationLodged": Word("Declaration lodged", "plain", "doc"),
    "RecordsNamed": Word("Documents named for a declaration", "plain", "doc"),
    "FindingStored": Word("Finding of a pre-check stored", "plain", "search"),
    "DeclarationAssessed": Word("Pre-check of a declaration", "plain", "search"),
    "DecisionTaken": Word("Decision of the authority", "plain", "seal"),
    "DecisionReported": Word("Decision as the declarant reports it", "plain", "quote"),
    "HoldLapsed": Word("Hold ran out without an answer", "plain", "clock"),
    "DeclarationWithdrawn": Word("Declaration withdrawn", "plain", "dash"),
    "EvidencePackSubmitted": Word("Evidence pack submitted", "plain", "layers"),
    "EvidencePackCountersigned": Word("Evidence pack countersigned", "ok", "layers"),
    "ConsistencyAttested": Word("Consistency of documents attested", "ok", "search"),
    "AttestationWithdrawn": Word("Attestation withdrawn", "bad", "search"),
    "CertificateIssued": Word("Certificate issued", "ok", "seal"),
    "CertificateSuspended": Word("Certificate suspended", "warn", "seal"),
    "CertificateReinstated": Word("Certificate reinstated", "ok", "seal"),
    "CertificateRevoked": Word("Certificate revoked", "bad", "seal"),
    "RuleBookPublished": Word("Rule book opened", "plain", "book"),
    "RuleAdded": Word("Rule added", "plain", "book"),
    "RuleBookSealed": Word("Rule book sealed", "plain", "book"),
    "RuleBookAbandoned": Word("Rule book abandoned", "plain", "book"),
    "AuthorityAssigned": Word("Authority assigned to its jurisdiction", "plain", "seal"),
    "TranscriberDesignated": Word("Transcriber of a rule book designated", "plain", "book"),
    "IssuerAuthorized": Word("Issuer authorised", "plain", "seal"),
    "IssuerAuthorizationEnded": Word("Issuer's authorisation ended", "plain", "seal"),
    "CheckerAppointed": Word("Checker appointed", "plain", "search"),
    # finance
    "ReceivablePresented": Word("Receivable presented", "plain", "coin"),
    "PaymentAgreed": Word("Buyer agreed to pay", "ok", "handshake"),
    "ShareAssigned": Word("Share of a receivable assigned", "ok", "coin"),
    "ShareReassigned": Word("Share of a receivable reassigned", "plain", "coin"),
    "ShareDischarged": Word("Share of a receivable discharged", "plain", "coin"),
    "PaymentAttested": Word("Payment attested by a bank", "ok", "coin"),
    "ReceivablePaid": Word("Receivable paid in full", "ok", "coin"),
    "ReceivableWithdrawn": Word("Receivable withdrawn", "plain", "coin"),
    "FingerprintBound": Word("Paper's fingerprint bound", "plain", "lock"),
    "FingerprintReleased": Word("Paper's fingerprint released", "plain", "lock"),
    "FingerprintProbed": Word("Paper's fingerprint looked up", "plain", "search"),
    "OutsideClaimRecorded": Word("Claim on outside papers recorded", "plain", "lock"),
    "OutsideClaimReleased": Word("Claim on outside papers released", "plain", "lock"),
    "GuaranteeIssued": Word("Guarantee issued", "plain", "shield"),
    "GuaranteeReduced": Word("Guarantee reduced", "plain", "shield"),
    "GuaranteeExtended": Word("Guarantee extended", "plain", "shield"),
    "GuaranteeReleased": Word("Guarantee released", "plain", "shield"),
    "GuaranteeExpired": Word("Guarantee expired", "plain", "shield"),
    "GuaranteeExhausted": Word("Guarantee exhausted", "plain", "shield"),
    "DemandPresented": Word("Demand on a guarantee presented", "warn", "shield"),
    "DemandHonoured": Word("Demand on a guarantee honoured", "plain", "shield"),
    "DemandRefused": Word("Demand on a guarantee refused", "plain", "shield"),
    # parts
    "MakerEntered": Word("Maker entered", "plain", "cog"),
    "RegistrarAppointed": Word("Registrar of a maker appointed", "plain", "cog"),
    "BatchRegistered": Word("Batch of parts registered", "plain", "cog"),
    "PartRegistered": Word("Part registered", "plain", "cog"),
    "PartInstalled": Word("Part installed", "plain", "cog"),
    "PartRemoved": Word("Part removed", "plain", "cog"),
    "PartReplaced": Word("Part replaced, signed by both sides", "ok", "wrench"),
    "PartScrapped": Word("Part scrapped", "plain", "cross"),
    "PartInspected": Word("Part inspected", "plain", "eye"),
    "PartSighted": Word("Part sighted", "plain", "eye"),
    "PartSuspected": Word("Part under suspicion: sightings contradict each other", "bad", "alert"),
    "SuspicionCleared": Word("Suspicion cleared", "ok", "check"),
    "MachineBuilt": Word("As-built configuration declared", "ok", "cog"),
    "HandOverOffered": Word("Hand-over offered", "plain", "arrow"),
    "HandOverCancelled": Word("Hand-over called off", "plain", "cross"),
    "CustodyTransferred": Word("Handed over, signed by the receiver", "plain", "arrow"),
    "TitleOffered": Word("Sale of a part offered", "plain", "arrow"),
    "TitleTransferred": Word("Part sold, custody unchanged", "plain", "arrow"),
    "CoreOwed": Word("Old unit owed as a core", "plain", "clock"),
    "CoreReturned": Word("Core returned", "plain", "arrow"),
    "CoreJudged": Word("Core accepted or refused", "plain", "check"),
    "CoreWaived": Word("Core waived", "plain", "dash"),
    "RepairStarted": Word("Repair started", "plain", "wrench"),
    "RepairCompleted": Word("Repair completed", "ok", "wrench"),
    "WorkOrderOpened": Word("Work order opened", "warn", "wrench"),
    "WorkOrderDiagnosed": Word("Work order diagnosed", "plain", "wrench"),
    "WorkOrderCompleted": Word("Work order completed, signed by both sides", "ok", "wrench"),
    "WorkOrderCancelled": Word("Work order cancelled", "plain", "wrench"),
    "RecallOpened": Word("Recall opened", "bad", "alert"),
    "PartRecalled": Word("Part reached by a recall", "bad", "alert"),
    "RecallRemedied": Word("Recalled part remedied", "ok", "check"),
    "RecallClosed": Word("Recall closed", "plain", "check"),
    "RecallEnded": Word("Recall ended", "plain", "dash"),
    # events and devices
    "StreamOpened": Word("Stream opened", "plain", "wave"),
    "BatchAnchored": Word("Batch of events anchored", "plain", "anchor"),
    "RunningHashPinned": Word("Running hash pinned", "plain", "anchor"),
    "EarlierHashPinned": Word("Earlier running hash pinned", "plain", "anchor"),
    "GapDeclaredLost": Word("Gap in a stream declared lost", "warn", "wave"),
    "StreamTakenOver": Word("Stream taken over", "plain", "wave"),
    "StandbySet": Word("Standby of a stream set", "plain", "wave"),
    "DataChallenged": Word("Data of a batch demanded", "warn", "question"),
    "DataChallengeAnswered": Word("Data of a batch shown", "ok", "question"),
    "DataFlaggedWithheld": Word("Data of a batch withheld", "bad", "question"),
    "DeviceRegistered": Word("Device registered", "plain", "wave"),
    "DeviceBootDeclared": Word("Device restarted", "plain", "wave"),
    "DeviceClosed": Word("Device closed", "plain", "wave"),
    "DeviceReplaced": Word("Device replaced", "plain", "wave"),
    "DeviceRevoked": Word("Device revoked", "bad", "wave"),
    "DeviceFlaggedCompromised": Word("Device flagged as compromised", "bad", "wave"),
    # the consortium
    "ConsortiumInstalled": Word("Consortium installed", "ok", "seal"),
    "DirectoryEntrySet": Word("Contract entered in the Directory", "plain", "book"),
    "ValidatorAdded": Word("Validator added", "plain", "seal"),
    "ValidatorRemoved": Word("Validator removed", "plain", "seal"),
    "MemberAdmitted": Word("Member admitted", "ok", "people"),
    "MemberSuspended": Word("Member suspended", "bad", "people"),
    "MemberReinstated": Word("Member reinstated", "ok", "people"),
    "MemberLeft": Word("Member left", "plain", "people"),
    "MemberRecovered": Word("Member recovered with its cold key", "warn", "people"),
    "MemberSeatChanged": Word("Member's seat changed", "plain", "people"),
    "AccountAdded": Word("Account added", "plain", "people"),
    "AccountRevoked": Word("Account revoked", "plain", "people"),
    "AccountRotated": Word("Account replaced", "plain", "people"),
    "RecoveryAccountChanged": Word("Recovery account changed", "plain", "people"),
    "EncryptionKeySet": Word("Encryption key set", "plain", "lock"),
    "PauseRequested": Word("Pause of new writes requested", "warn", "pause"),
    "WritesPausedUntil": Word("New writes paused", "bad", "pause"),
    "PauseRenewed": Word("Pause renewed", "bad", "pause"),
    "PauseLifted": Word("Pause lifted", "ok", "pause"),
    "MemberAccused": Word("Member accused in a proposal", "warn", "people"),
    "MemberVoted": Word("Member voted", "plain", "people"),
    "ProposalCreated": Word("Proposal made", "plain", "people"),
    "ProposalQueued": Word("Proposal passed, in its time lock", "plain", "people"),
    "ProposalExecuted": Word("Proposal carried out", "ok", "people"),
    "ProposalCanceled": Word("Proposal withdrawn", "plain", "people"),
    "TimeLockChanged": Word("Time lock changed", "plain", "clock"),
    "VotingDelaySet": Word("Voting delay set", "plain", "clock"),
    "VotingPeriodSet": Word("Voting period set", "plain", "clock"),
}

#: Argument → (its label, how its value is read). What isn't here is for those who open the log itself.
ARGUMENTS: Mapping[str, tuple[str, str]] = {
    "seller": ("Seller", "member"),
    "buyer": ("Buyer", "member"),
    "supplier": ("Supplier", "member"),
    "inspector": ("Inspector", "member"),
    "reported_by": ("Reported by", "member"),
    "offered_by": ("Offered by", "member"),
    "accepted_by": ("Accepted by", "member"),
    "requested_by": ("Requested by", "member"),
    "raised_by": ("Raised by", "member"),
    "proposed_by": ("Proposed by", "member"),
    "issuer": ("Issuer", "member"),
    "declarant": ("Declarant", "member"),
    "authority": ("Authority", "member"),
    "submitter": ("Submitted by", "member"),
    "holder": ("Holder", "member"),
    "bank": ("Bank", "member"),
    "assignor": ("Assignor", "member"),
    "beneficiary": ("Beneficiary", "member"),
    "giver": ("Giver", "member"),
    "receiver": ("Receiver", "member"),
    "performer": ("Performer", "member"),
    "custodian": ("Custodian", "member"),
    "opened_by": ("Opened by", "member"),
    "registrar": ("Registrar", "member"),
    "member": ("Member", "member"),
    "due": ("Due", "time"),
    "planned": ("Planned", "time"),
    "actual_at": ("Actual", "time"),
    "inspection_at": ("Inspection", "time"),
    "need_by": ("Needed by", "time"),
    "promised_at": ("Promised", "time"),
    "taken_over_at": ("Taken over", "time"),
    "warranty_until": ("Warranty until", "time"),
    "due_at": ("Due", "time"),
    "late_seconds": ("Late", "span"),
    "delay_days": ("Net delay", "days"),
    "cause": ("Cause", "cause of a move"),
    "snag_class": ("Class", "class of a snag"),
    "decision": ("Decision", "decision"),
    "source": ("Whose word", "source of a decision"),
    "outcome": ("Outcome", "pre-check"),
    "result": ("Result", "result of an inspection"),
    "purpose": ("Purpose", "purpose of a hand-over"),
    "mark": ("Mark", "mark of a recall"),
    "scope": ("Scope", "scope of a recall"),
    "jurisdiction": ("Jurisdiction", "ascii"),
    "alternative": ("Alternative", "text"),
    "version": ("Version", "text"),
    "open": ("Open", "text"),
    "findings": ("Findings", "text"),
    "share": ("Share", "share"),
    "assigned": ("Assigned in all", "share"),
    "paid": ("Paid", "share"),
    "delivered_share": ("Delivered", "share"),
    "remaining": ("Left", "share"),
    "count": ("Events", "number"),
    "marked": ("Reached", "number"),
    "live": ("Live", "number"),
    "remedied": ("Remedied", "number"),
    "place": ("Place", "text"),
}


#: Events that only spell out what another one in the same transaction says.
_MINOR = frozenset({"FindingStored", "FingerprintBound", "GrantsCommitted", "MilestoneScheduled", "RecordsNamed"})

#: (contract, argument, page) by which a log leads to the page of what it is about.
_PAGES = (
    ("RecordRegistry", "record", "documents"),
    ("CustomsCompliance", "declaration", "desk"),
    ("TradeFinance", "receivable", "evidence"),
    ("PartProvenance", "new_part", "passport"),
    ("PartProvenance", "part", "passport"),
    ("PartProvenance", "machine", "passport"),
)


@dataclass(frozen=True, slots=True)
class Detail:
    """One argument worth showing: a label, and how to read the value."""

    label: str
    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Happening:
    """One log, or several equal ones in a row (`others` are the rest of them).

    `paper` is the type of the document that it is about, `address` where the thing has a page.
    """

    log: LogView
    word: Word
    details: list[Detail]
    others: list[LogView] = field(default_factory=list)
    paper: DocumentTypeRef | None = None
    address: str | None = None

    @property
    def minor(self) -> bool:
        """Whether it is a detail of what stands beside it."""
        return self.log.event in _MINOR

    @property
    def count(self) -> int:
        """How many logs stand in this row."""
        return 1 + len(self.others)


def happenings(logs: Iterable[LogView]) -> list[Happening]:
    """Logs as they are told; equal ones next to each other about different things become one row."""
    rows = []
    for _, group in groupby(logs, key=_kind):
        first, *others = group
        word = EVENTS.get(first.event, Word(first.event))
        details = [] if others else details_of(first.arguments)
        address = None if others else _address(first)
        rows.append(Happening(first, word, details, others, _paper(first), address))
    return rows


def _kind(log: LogView) -> tuple[object, ...]:
    """What makes logs equal. A document is never just one of several."""
    return (log.event, log.milestone_code, log.at.date(), log.arguments.get("record"))


def _paper(log: LogView) -> DocumentTypeRef | None:
    of = log.arguments.get("document_type")
    if not isinstance(of, dict):
        return None
    return DocumentTypeRef(str(of.get("code_list")), int(of.get("code") or 0), int(of.get("subtype") or 0))


def _address(log: LogView) -> str | None:
    """The page of what the log is about."""
    for contract, argument, page in _PAGES:
        identifier = log.arguments.get(argument)
        if log.contract == contract and isinstance(identifier, str) and identifier.strip("0x"):
            return f"/{page}/{identifier}"
    return None


def details_of(arguments: Mapping[str, Any]) -> list[Detail]:
    """The arguments worth showing, in the order of the table above; a struct's own are looked into."""
    flat: dict[str, Any] = {}
    for name, value in arguments.items():
        if isinstance(value, dict):
            flat |= {inner: each for inner, each in value.items() if inner not in arguments}
        else:
            flat[name] = value
    found = []
    for name, (label, kind) in ARGUMENTS.items():
        value = flat.get(name)
        if value in (None, "", "none", 0) or (isinstance(value, str) and value.strip("0x") == ""):
            continue
        if kind == "member" and not (isinstance(value, str) and len(value) == 34):
            continue
        if kind in ("time", "span", "days", "share", "number") and not isinstance(value, int):
            continue
        found.append(Detail(label, kind, _read(kind, value)))
    return found


def _read(kind: str, value: Any) -> Any:
    """A value as its kind wants it: times as such, ASCII in fixed bytes (a country in bytes2) as text."""
    if kind == "time":
        return certain_moment(value)
    if kind == "ascii":
        return bytes.fromhex(str(value).removeprefix("0x")).rstrip(b"\0").decode("ascii", "replace")
    return value


def by_month(rows: Sequence[Happening]) -> list[tuple[datetime, list[Happening]]]:
    """Rows under the first day of their months, in their own order."""
    return [
        (datetime(*month, 1, tzinfo=UTC), list(group))
        for month, group in groupby(rows, key=lambda row: (row.log.at.year, row.log.at.month))
    ]
